import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { costOf } from '#domain/money/cost';
import { priceOf, SOURCES } from './model.ts';
import { listedModel, MODELS } from './models.ts';

test("the haiku on GPT-4o costs 0.000255 USD at today's list price", () => {
  const model = listedModel('openai/gpt-4o');
  assert(model);
  const price = priceOf(model);
  assert(price);
  assert.deepEqual(costOf({ inputUncached: 22, outputText: 20 }, price), { kind: 'computed', picoUsd: '255000000' });
  assert.equal(price.source, 'pi-ai');
  assert.equal(price.seen, '2026-11-10');
});

test('a bare name is found where one vendor has it, and nothing is found by likeness', () => {
  assert.equal(listedModel('gpt-4o'), listedModel('openai/gpt-4o'));
  assert.equal(listedModel('gpt-4'), listedModel('openai/gpt-4'));
  for (const name of ['GPT-4o', 'OpenAI/GPT-4o']) assert.equal(listedModel(name)?.model, 'gpt-4o', name);
  for (const name of ['', 'GPT', 'Anthropic/GPT-4o']) assert.equal(listedModel(name), undefined, name);
  assert.equal(listedModel('gpt-4o-2099-01-01'), undefined);
  assert.equal(listedModel('google/gpt-4o'), undefined);
});

test('no source says of a model that it is free, so none is listed at 0', () => {
  const free = MODELS.filter((model) => {
    const price = priceOf(model);
    const rates = price ? [price.rates, ...(price.tiers ?? []).map((tier) => tier.rates)] : [];
    return rates.flatMap((each) => Object.values(each)).some((rate) => rate === 0n);
  });
  assert.deepEqual(
    free.map(({ model }) => model),
    [],
  );
  for (const name of ['mistral/labs-devstral-small-2512', 'mistral/labs-leanstral-1-5-1', 'google/gemma-4-31b-it']) {
    const model = listedModel(name);
    assert(model);
    assert.equal(priceOf(model), undefined, name);
  }
});

test('an unknown price is unknown, not free', () => {
  assert.equal(priceOf({ vendor: 'v', model: 'm' }), undefined);
  const half = priceOf({ vendor: 'v', model: 'm', usd: { input: '1' }, source: 'pi-ai' });
  assert(half);
  assert.equal(costOf({ outputText: 1 }, half).kind, 'unknown');
});

test('every price is whole pico-dollars and has a source with a day', () => {
  for (const model of MODELS) {
    const price = priceOf(model);
    if (!price) continue;
    assert(price.source in SOURCES, model.model);
    for (const rates of [price.rates, ...(price.tiers ?? []).map((tier) => tier.rates)]) {
      for (const rate of Object.values(rates)) assert(rate >= 0n, model.model);
    }
  }
});

test('tiers stand lowest edge first and every name stands once', () => {
  for (const { model, tiers = [] } of MODELS) {
    const edges = tiers.map(({ above }) => above);
    assert.deepEqual(
      edges,
      edges.toSorted((a, b) => a - b),
      model,
    );
  }
  assert.equal(new Set(MODELS.map(({ vendor, model }) => `${vendor}/${model}`)).size, MODELS.length);
});

type Row = { vendor: string; id: string; channel?: string; usdPerMillion: Record<string, number> | null; context: number | null };
const FILE = join(
  process.env.ORIEL_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data'),
  'catalogue/catalogue_current.json',
);

test('the table says what the catalogue says', { skip: !existsSync(FILE) && `no ${FILE}` }, () => {
  const rows = (JSON.parse(readFileSync(FILE, 'utf8')) as Row[]).filter(({ channel }) => channel === undefined);
  assert.equal(MODELS.length, rows.length);
  for (const { vendor, id, usdPerMillion, context } of rows) {
    const model = listedModel(`${vendor}/${id}`);
    assert.equal(model?.window, context ?? undefined, id);
    const usd = model?.usd && Object.fromEntries(Object.entries(model.usd).map(([name, value]) => [name, Number(value)]));
    const said = Object.entries(usdPerMillion ?? {}).filter(([, value]) => value !== 0);
    assert.deepEqual(usd, said.length > 0 ? Object.fromEntries(said) : undefined, id);
  }
});
