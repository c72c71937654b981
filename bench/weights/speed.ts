/** Sums over measurements, for benchmarks of local models. */

/**
 * Things a second, from the moments at which they came. Counted from the second moment: the first batch of events may
 * hold several at one moment.
 */
export function speedOf(times: readonly number[]): number {
  const [first = 0] = times;
  const later = times.filter((time) => time > first);
  return (later.length / ((times.at(-1) ?? 0) - first)) * 1000;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
