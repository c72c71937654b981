/** Names of published models that are near to a name that nobody knows. */

/** @param names in the order in which equally near ones are told */
export function nearestNames(name: string, names: readonly string[], most = 3): string[] {
  return [...new Set(names)]
    .map((known) => ({ known, far: distanceOf(name.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ known }) => known);
}

/** How many letters to put in, take out or change (Levenshtein). */
export function distanceOf(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let at = 1; at <= b.length; at++) {
      const changed = (before[at - 1] ?? 0) + (a[row - 1] === b[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (before[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    before = next;
  }
  return before[b.length] ?? 0;
}
