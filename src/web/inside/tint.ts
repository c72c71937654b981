/** Probabilities as people read them: six steps of tint, shares, bits. Natural logarithms in. Knows no colours. */

/** Lower borders of the steps; the sixth has none. */
const BORDERS = [0.9, 0.5, 0.2, 0.05, 0.01];

/** 0 = likely (p >= .9) to 5 = unlikely (p < .01). */
export function tintOf(logprob: number): number {
  const p = Math.exp(logprob);
  const step = BORDERS.findIndex((border) => p >= border);
  return step < 0 ? BORDERS.length : step;
}

/** Surprise in bits: -log2 p. */
export function bitsOf(logprob: number): number {
  return Math.max(0, -logprob / Math.LN2);
}

/** Digits of a share in per cent, for Intl: as many as mean something, never 100 % or 0 % for what is neither. */
export function percentDigits(logprob: number): Intl.NumberFormatOptions {
  const p = Math.exp(logprob);
  if (p < 0.001) return { maximumSignificantDigits: 1 };
  if (p < 0.1) return { maximumSignificantDigits: 2 };
  if (p < 0.995 || p >= 1) return { maximumFractionDigits: 0 };
  return { maximumFractionDigits: Math.min(4, Math.ceil(-Math.log10(1 - p)) - 1) };
}
