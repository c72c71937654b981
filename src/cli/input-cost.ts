/** What it costs to send what was counted, by the price that the catalogue lists for a model. Knows no command. */
import { costOf, usdOf } from '#domain/money/cost';
import { type Price, ratesFor } from '#domain/money/price';
import type { Cost, Count } from '#domain/money/usage';

/** With who says the price, and on which day that was seen. */
export type InputCost = Cost & { source?: string; seen?: string };

export type InputPrice = {
  /** @param count of what is sent; undefined = unknown */
  cost: (count: Count | undefined) => InputCost;
  /** The same for people. */
  sentence: (count: Count | undefined) => string;
};

/** @param model as it was named, or `local/..` for a file of this machine */
export async function inputPriceOf(model: string): Promise<InputPrice> {
  if (model.startsWith('local/')) return told(() => ({ kind: 'local' }));
  const [{ listedModel }, { priceOf }] = await Promise.all([
    import('#domain/catalogue/models'),
    import('#domain/catalogue/model'),
  ]);
  const listed = listedModel(model);
  const price = listed && priceOf(listed);
  const cost = (count: Count | undefined): InputCost => {
    if (!price) return { kind: 'unknown', because: `No price is listed for ${JSON.stringify(model)}.` };
    if (!count) return { kind: 'unknown', because: "The prompt's count is unknown." };
    const { source, seen } = price;
    return { ...costOf({ inputUncached: count.value }, price), source, seen };
  };
  return told(cost, price);
}

function told(cost: InputPrice['cost'], price?: Price): InputPrice {
  return { cost, sentence: (count) => sentenceOf(cost(count), price, count?.value ?? 0) };
}

function sentenceOf(cost: InputCost, price: Price | undefined, tokens: number): string {
  if (cost.kind === 'local') return 'free: computed here';
  if (cost.kind === 'unknown' || !price) return `price unknown: ${cost.kind === 'unknown' ? cost.because : ''}`;
  const { input, output } = ratesFor(price, tokens);
  const rate = (picoUsd: bigint | undefined) => (picoUsd === undefined ? 'unknown' : usdOf(picoUsd * 1_000_000n));
  const by = `${rate(input)} in, ${rate(output)} out USD a million tokens, by ${price.source}, seen ${price.seen}`;
  return `input ${usdOf(cost.picoUsd)} USD (${by})`;
}
