import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Price } from '#domain/money/price';
import { keptOf, picoUsdOf, restOf } from './row-money.ts';

/** GPT-4o: 2.50, 1.25 and 10 USD a million tokens. */
const price: Price = {
  rates: { input: 2_500_000n, cacheRead: 1_250_000n, output: 10_000_000n },
  source: 's',
  seen: '2026-11-10',
};

test('each kind of token costs by its own rate', () => {
  assert.equal(picoUsdOf({ kept: 0, read: 22, written: 20 }, price, 22), 255_000_000n);
  assert.equal(picoUsdOf({ kept: 10, read: 0, written: 0 }, price, 22), 12_500_000n);
});

test('a rate that is not known makes the money unknown, unless nothing has that kind', () => {
  const { cacheRead: _, ...rates } = price.rates;
  assert.equal(picoUsdOf({ kept: 1, read: 5, written: 0 }, { ...price, rates }, 6), undefined);
  assert.equal(picoUsdOf({ kept: 0, read: 5, written: 0 }, { ...price, rates }, 6), 12_500_000n);
});

test("what was kept is the vendor's cache where it was metered, else this machine's memory, and never more than the prompt", () => {
  assert.equal(keptOf(undefined, 9), 0);
  assert.equal(keptOf({ prompt: { kept: 5, read: 9 } }, 9), 5);
  assert.equal(keptOf({ prompt: { kept: 5, read: 9 }, usage: { kinds: { cacheRead: 3 }, raw: null } }, 9), 3);
  assert.equal(keptOf({ usage: { kinds: { cacheRead: 1024 }, raw: null } }, 9), 9);
});

test("a turn's own sum holds: what it has beyond the parts is the rest, of either sign", () => {
  assert.equal(restOf({ cost: { kind: 'computed', picoUsd: '300' } }, 255n), 45n);
  assert.equal(restOf({ cost: { kind: 'vendor-stated', picoUsd: '200' } }, 255n), -55n);
  assert.equal(restOf({ cost: { kind: 'computed', picoUsd: '255' } }, 255n), undefined);
});

test('a turn without a known sum has no rest', () => {
  for (const cost of [undefined, { kind: 'local' as const }, { kind: 'unknown' as const, because: 'x' }])
    assert.equal(restOf(cost ? { cost } : {}, 255n), undefined);
});
