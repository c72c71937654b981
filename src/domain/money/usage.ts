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

const ORDER: Grade[] = ['metered', 'exact', 'estimated'];

/** A sum has the worst grade of its addends; errors are weighted by value. */
export function sumCounts(counts: Count[]): Count {
  let value = 0;
  let wrong = 0;
  let grade: Grade = 'exact';
  for (const count of counts) {
    value += count.value;
    wrong += count.value * (count.error ?? 0);
    if (ORDER.indexOf(count.grade) > ORDER.indexOf(grade)) grade = count.grade;
  }
  return wrong > 0 && value > 0 ? { value, grade, error: wrong / value } : { value, grade };
}
