/**
 * A model as the catalogue lists it: facts that third parties published, each with its source. What is absent is
 * unknown; a price is one source's claim.
 */
import { type Price, picoUsdPerToken, type Rates } from '#domain/money/price';

/** USD a million tokens, in decimals. `cacheWrite` is that of five minutes. */
export type ListedRates = { input?: string; output?: string; cacheRead?: string; cacheWrite?: string };

export type ListedModel = {
  vendor: string;
  /** Name without vendor. */
  model: string;
  usd?: ListedRates;
  tiers?: readonly { above: number; usd: ListedRates }[];
  /** Where the prices come from. */
  source?: string;
  /** Tokens. */
  window?: number;
  maxOutput?: number;
  /** Month or day, ISO, and who says so. */
  knowsUntil?: string;
  knowsUntilFrom?: string;
};

/** On which day each source was as it is listed here. */
export const SOURCES: Record<string, string> = {
  'pi-ai': '2026-11-10',
  'genai-prices': '2026-09-23',
  'genai-prices-git': '2026-08-21',
  'gpt-tokenizer': '2026-08-16',
  'models.dev': '2026-07-02',
  'litellm-2026-04': '2026-04-08',
  'litellm-2025-12': '2025-12-27',
  portkey: '2026-08-21',
};

/** The price of a listed model; undefined where none is known. */
export function priceOf({ usd, tiers, source }: ListedModel): Price | undefined {
  if (!usd || source === undefined) return undefined;
  return {
    rates: ratesOf(usd),
    ...(tiers && { tiers: tiers.map((tier) => ({ above: tier.above, rates: ratesOf(tier.usd) })) }),
    source,
    seen: SOURCES[source] ?? '',
  };
}

function ratesOf({ input, output, cacheRead, cacheWrite }: ListedRates): Rates {
  return {
    ...(input !== undefined && { input: picoUsdPerToken(input) }),
    ...(output !== undefined && { output: picoUsdPerToken(output) }),
    ...(cacheRead !== undefined && { cacheRead: picoUsdPerToken(cacheRead) }),
    ...(cacheWrite !== undefined && { cacheWrite5m: picoUsdPerToken(cacheWrite) }),
  };
}
