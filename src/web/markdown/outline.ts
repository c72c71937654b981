/**
 * Levels of an answer's headings. A model skips depths as it likes; a reader of outlines must not meet a gap, so each
 * heading is at most one level below the one it belongs to. Pure.
 */

/** The page's own headings are above: the first level of an answer. */
const FIRST = 3;
const LAST = 6;

/** For each depth in order, the level it is drawn with; undefined stays (a block that is no heading). */
export function outline(depths: readonly (number | undefined)[]): (number | undefined)[] {
  const above: number[] = [];
  return depths.map((depth) => {
    if (depth === undefined) return undefined;
    while ((above.at(-1) ?? 0) >= depth) above.pop();
    above.push(depth);
    return Math.min(LAST, FIRST + above.length - 1);
  });
}
