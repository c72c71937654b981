import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf } from '#domain/money/cost';
import { type ListedModel, priceOf, SOURCES } from './model.ts';
import { listedModel, MODELS } from './models.ts';

const model = (more: Partial<ListedModel>): ListedModel => ({ vendor: 'v', model: 'm', source: 'pi-ai', ...more });

const RATES: [usd: NonNullable<ListedModel['usd']>, rates: Record<string, bigint>][] = [
  [{}, {}],
  [{ input: '2.5' }, { input: 2_500_000n }],
  [{ input: '0' }, { input: 0n }],
  [{ output: '10' }, { output: 10_000_000n }],
  [{ cacheRead: '0.075' }, { cacheRead: 75_000n }],
  [{ cacheWrite: '12.5' }, { cacheWrite5m: 12_500_000n }],
  [
    { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' },
    { input: 3_000_000n, output: 15_000_000n, cacheRead: 300_000n, cacheWrite5m: 3_750_000n },
  ],
];
for (const [usd, rates] of RATES)
  test(`listed dollars ${JSON.stringify(usd)} a million are these pico-dollars a token, and no others`, () => {
    assert.deepEqual(priceOf(model({ usd }))?.rates, rates);
  });

test('a model without prices has no price: it is unknown, not free', () => {
  assert.equal(priceOf(model({})), undefined);
});

test('a price that nobody says has no source, and is none', () => {
  const { source: _, ...unsaid } = model({ usd: { input: '1' } });
  assert.equal(priceOf(unsaid), undefined);
});

for (const [source, day] of Object.entries(SOURCES))
  test(`a price of ${source} says who and when`, () => {
    const price = priceOf(model({ source, usd: { input: '1' } }));
    assert.deepEqual([price?.source, price?.seen], [source, day]);
    assert.match(day, /^20\d\d-\d\d-\d\d$/);
  });

test('a price without tiers says none', () => {
  assert.equal('tiers' in (priceOf(model({ usd: { input: '1' } })) ?? {}), false);
});

test('a tier holds for a prompt above its edge, with rates of its own alone', () => {
  const price = priceOf(
    model({ usd: { input: '1.25', output: '10' }, tiers: [{ above: 200_000, usd: { input: '2.5', output: '15' } }] }),
  );
  assert(price);
  assert.deepEqual(costOf({ inputUncached: 200_000 }, price), { kind: 'computed', picoUsd: String(200_000n * 1_250_000n) });
  assert.deepEqual(costOf({ inputUncached: 200_001 }, price), { kind: 'computed', picoUsd: String(200_001n * 2_500_000n) });
});

test('a rate that a tier does not say is unknown above its edge, though it is known below', () => {
  const price = priceOf(model({ usd: { input: '1', cacheRead: '0.1' }, tiers: [{ above: 10, usd: { input: '2' } }] }));
  assert(price);
  assert.equal(costOf({ inputUncached: 5, cacheRead: 5 }, price).kind, 'computed');
  assert.equal(costOf({ inputUncached: 6, cacheRead: 5 }, price).kind, 'unknown');
});

/** Vendors' own price pages of 2024 and 2025: dollars a million in, out. */
const PAGES: [name: string, input: string, output: string][] = [
  ['openai/gpt-4o', '2.5', '10'],
  ['openai/gpt-4o-mini', '0.15', '0.6'],
  ['openai/gpt-4.1', '2', '8'],
  ['openai/gpt-4.1-mini', '0.4', '1.6'],
  ['openai/gpt-4.1-nano', '0.1', '0.4'],
  ['openai/gpt-4', '30', '60'],
  ['openai/gpt-4-turbo', '10', '30'],
  ['openai/o3-mini', '1.1', '4.4'],
  ['openai/gpt-5', '1.25', '10'],
  ['openai/gpt-5-mini', '0.25', '2'],
  ['openai/gpt-5-nano', '0.05', '0.4'],
];
for (const [name, input, output] of PAGES)
  test(`${name} is listed at ${input} and ${output} USD a million, as on the vendor's page`, () => {
    const { usd } = listedModel(name) ?? {};
    assert.deepEqual([usd?.input, usd?.output], [input, output]);
  });

test('a name with another vendor before it is another model', () => {
  assert.equal(listedModel('anthropic/gpt-4o'), undefined);
});

test('a name in capitals is not looked for in others', () => {});

test('no vendor lists a model twice', () => {
  const names = MODELS.map((each) => `${each.vendor}/${each.model}`);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});

test('every listed model is found by its whole name', () => {
  for (const each of MODELS) assert.equal(listedModel(`${each.vendor}/${each.model}`), each);
});

test('a bare name that two vendors have is nobody’s', () => {
  const count = new Map<string, number>();
  for (const each of MODELS) count.set(each.model, (count.get(each.model) ?? 0) + 1);
  for (const [name, times] of count) assert.equal(listedModel(name) === undefined, times > 1, name);
});

test('reading a cache never costs more than reading anew, and writing an answer never less than reading one', () => {
  for (const each of MODELS) {
    const rates = priceOf(each)?.rates;
    if (rates?.cacheRead !== undefined && rates.input !== undefined) assert.ok(rates.cacheRead <= rates.input, each.model);
    if (rates?.output !== undefined && rates.input !== undefined) assert.ok(rates.output >= rates.input, each.model);
  }
});

test('tiers are listed with the lowest edge first', () => {
  for (const { model: name, tiers = [] } of MODELS)
    assert.deepEqual(
      tiers.map(({ above }) => above),
      tiers.map(({ above }) => above).toSorted((a, b) => a - b),
      name,
    );
});
