/**
 * What a row and its parts cost: tokens that were kept, read anew and written, each at its own rate, in whole pico-dollars. What
 * a turn itself says to have cost comes first. Knows no words and no drawing.
 */
import type { Turn } from '#domain/conversation/turn';
import { costOfPart } from '#domain/money/cost';
import type { Price } from '#domain/money/price';

/** Tokens by what they cost. */
export type RowKinds = { kept: number; read: number; written: number };

/** Pico-dollars; undefined where a rate that is needed is not known. */
export function picoUsdOf({ kept, read, written }: RowKinds, price: Price, promptTokens: number): bigint | undefined {
  const cost = costOfPart({ inputUncached: read, cacheRead: kept, outputText: written }, price, promptTokens);
  return cost.kind === 'computed' ? BigInt(cost.picoUsd) : undefined;
}

/** Tokens at the beginning of the prompt that were not read anew: still in memory here, or in the vendor's cache. */
export function keptOf(turn: Pick<Turn, 'prompt' | 'usage'> | undefined, promptCount: number): number {
  return Math.min(turn?.usage?.kinds.cacheRead ?? turn?.prompt?.kept ?? 0, promptCount);
}

/** What a turn cost beyond the parts that were reckoned: its own sum holds. Undefined while it is not known, or the same. */
export function restOf(turn: Pick<Turn, 'cost'> | undefined, reckoned: bigint): bigint | undefined {
  const cost = turn?.cost;
  if (cost?.kind !== 'computed' && cost?.kind !== 'vendor-stated') return undefined;
  const rest = BigInt(cost.picoUsd) - reckoned;
  return rest === 0n ? undefined : rest;
}
