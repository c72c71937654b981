/**
 * What a turn costs: counts times rates, in exact integers. Where one count that is not zero has no rate, the
 * cost is unknown and the known part is said as "at least": unknown never becomes zero.
 */
import { type Price, RATE_OF, ratesFor } from './price.ts';
import type { Cost, UsageKinds } from './usage.ts';

type Kind = keyof UsageKinds;

/** The cost of a call. Kinds that are absent were not counted: the caller says by their absence that it knows of none. */
export function costOf(kinds: UsageKinds, price: Price): Cost {
  const rates = ratesFor(price, promptTokensOf(kinds));
  const counts = Object.entries(kinds) as [Kind, number][];
  let sum = 0n;
  const missing: Kind[] = [];
  for (const [kind, count] of counts) {
    const rate = rates[RATE_OF[kind]];
    if (rate !== undefined) sum += BigInt(count) * rate;
    else if (count !== 0) missing.push(kind);
  }
  if (missing.length === 0) return { kind: 'computed', picoUsd: String(sum) };
  return {
    kind: 'unknown',
    because: `No price is known for ${missing.join(' and ')}.`,
    ...(sum > 0n && { atLeastPicoUsd: String(sum) }),
  };
}

/** What a part of a call costs: by the rates that hold for the whole prompt, so that the parts add up to the call. */
export function costOfPart(kinds: UsageKinds, price: Price, promptTokens: number): Cost {
  return costOf(kinds, { ...price, rates: ratesFor(price, promptTokens), tiers: [] });
}

/** Tokens that went in, cached or not: what decides the tier. */
export function promptTokensOf({ inputUncached, cacheRead, cacheWrite5m, cacheWrite1h }: UsageKinds): number {
  return (inputUncached ?? 0) + (cacheRead ?? 0) + (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
}

/** Pico-dollars as exact decimal dollars, without trailing zeros: `0.000255`. */
export function usdOf(picoUsd: bigint | string): string {
  const value = BigInt(picoUsd);
  const digits = String(value < 0n ? -value : value).padStart(13, '0');
  const decimals = digits.slice(-12).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -12)}${decimals === '' ? '' : `.${decimals}`}`;
}
