/** Probabilities in words: shares and bits, with a sign where they are only bounds. */
import type { Words } from '../i18n/language.tsx';
import { bitsOf, percentDigits } from './tint.ts';

/** `31 %`, or `≤ 31 %` where it is an upper bound. */
export function shareOf(logprob: number, isAtMost: boolean, { format }: Pick<Words, 'format'>): string {
  const figure = new Intl.NumberFormat(format.locale, percentDigits(logprob)).format(100 * Math.min(1, Math.exp(logprob)));
  const share = figure + format.percent;
  return isAtMost ? `≤ ${share}` : share;
}

export function probabilityOf(logprob: number, isAtMost: boolean, words: Pick<Words, 't' | 'format'>): string {
  const share = shareOf(logprob, false, words);
  return isAtMost ? words.t('inside.probabilityAtMost', { share }) : words.t('inside.probability', { share });
}

export function bitsText(logprob: number, isAtMost: boolean, { t, format }: Pick<Words, 't' | 'format'>): string {
  const bits = new Intl.NumberFormat(format.locale, { maximumFractionDigits: 1 }).format(bitsOf(logprob));
  return isAtMost ? t('inside.bitsAtLeast', { bits }) : t('inside.bits', { bits });
}
