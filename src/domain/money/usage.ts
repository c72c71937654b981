/**
 * Counts and usage: how many tokens, how surely known. Unknown is not zero: an absent field is unknown.
 */

/** `metered` = the vendor's usage; `exact` = a proven encoder and a published envelope; else `estimated`. */
export type Grade = 'metered' | 'exact' | 'estimated';

export type Count = {
  value: number;
  grade: Grade;
  /** Known error of an estimate, as a share of the value (0.04 = 4 %). */
  error?: number;
  /** Where the number comes from, when the grade alone does not say it. */
  from?: string;
};

/** Tokens by kind; kinds never overlap. */
export type UsageKinds = {
  inputUncached?: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  outputText?: number;
  outputReasoning?: number;
};

export type Usage = { kinds: UsageKinds; raw: unknown };

/** Money of one turn. `picoUsd` is a decimal string of pico-dollars (1e-12 USD). */
export type Cost =
  | { kind: 'local' }
  | { kind: 'vendor-stated' | 'computed'; picoUsd: string }
  | { kind: 'unknown'; because: string; atLeastPicoUsd?: string };

/** From the surest. */
const ORDER: Grade[] = ['metered', 'exact', 'estimated'];

/**
 * A sum has the worst grade of its addends; errors are weighted by value. Where an estimate among them has no known error, neither
 * has the sum. Nothing is exactly zero.
 */
export function sumCounts(counts: readonly Count[]): Count {
  let value = 0;
  let wrong = 0;
  let isKnown = true;
  let worst = counts.length === 0 ? ORDER.indexOf('exact') : 0;
  for (const count of counts) {
    value += count.value;
    wrong += count.value * (count.error ?? 0);
    isKnown &&= count.error !== undefined || count.grade !== 'estimated';
    worst = Math.max(worst, ORDER.indexOf(count.grade));
  }
  const grade = ORDER[worst] ?? 'estimated';
  return isKnown && wrong > 0 && value > 0 ? { value, grade, error: wrong / value } : { value, grade };
}

/** What one turn showed of our counting: of one snapshot, and one kind of part (text, tools, images). */
export type Residual = { metered: number; ours: number };

/** Fewer turns say too little; older ones may be of another day's rules. */
const LEAST_RESIDUALS = 20;
const MOST_RESIDUALS = 50;

/**
 * The error to show with an estimate: the 90th percentile of the last 50 residuals, as a share of our count; the
 * published one while there are fewer than 20. No residual in 20 turns earns "exact so far", never `exact`.
 * @param residuals oldest first
 */
export function earnedError(residuals: readonly Residual[], published?: number): Pick<Count, 'error' | 'from'> {
  if (residuals.length < LEAST_RESIDUALS) return published === undefined ? {} : { error: published };
  const last = residuals.slice(-MOST_RESIDUALS);
  const shares = last.map(({ metered, ours }) => Math.abs(metered - ours) / Math.max(1, ours)).sort((a, b) => a - b);
  const error = shares[Math.ceil(0.9 * shares.length) - 1] ?? 0;
  const isExactSoFar = shares.at(-1) === 0;
  return { error, from: isExactSoFar ? `exact so far: ${last.length} turns` : `residuals of ${last.length} turns` };
}
