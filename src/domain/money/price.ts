/**
 * A price: what a vendor takes for a token, by kind, while it holds. Integers of pico-dollars (1e-12 USD), so
 * that sums are exact: USD a million tokens x 1,000,000. An absent rate is unknown, never free.
 */
import type { UsageKinds } from './usage.ts';

/** Pico-dollars a token. */
export type Rates = {
  input?: bigint;
  output?: bigint;
  cacheRead?: bigint;
  /** A write that is kept five minutes. */
  cacheWrite5m?: bigint;
  cacheWrite1h?: bigint;
};

export type Price = {
  rates: Rates;
  /** Above `above` tokens of prompt, cached ones included, the whole call has these rates. Lowest edge first. */
  tiers?: readonly { above: number; rates: Rates }[];
  /** Days on which it begins and ceases to hold, ISO; absent = unknown. */
  from?: string;
  to?: string;
  /** Who says so, and the ISO day on which that was seen. */
  source: string;
  seen: string;
};

/** The rates of a call with a prompt of so many tokens. */
export function ratesFor({ rates, tiers }: Price, promptTokens: number): Rates {
  return tiers?.findLast(({ above }) => promptTokens > above)?.rates ?? rates;
}

/** Which rate a kind of token has. Reasoning is output. */
export const RATE_OF: Record<keyof UsageKinds, keyof Rates> = {
  inputUncached: 'input',
  cacheRead: 'cacheRead',
  cacheWrite5m: 'cacheWrite5m',
  cacheWrite1h: 'cacheWrite1h',
  outputText: 'output',
  outputReasoning: 'output',
};

/** @param usdPerMillion as price pages say it, in decimals: `0.075`. @throws when that is no whole number of pico-dollars */
export function picoUsdPerToken(usdPerMillion: number | string): bigint {
  const match = /^(\d+)(?:\.(\d{1,6}))?$/.exec(String(usdPerMillion));
  if (!match)
    throw new RangeError(
      `${usdPerMillion} USD a million tokens is no whole number of pico-dollars a token; at most six decimals were expected.`,
    );
  return BigInt(match[1] ?? '0') * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'));
}
