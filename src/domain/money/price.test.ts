import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Price, picoUsdPerToken, RATE_OF, ratesFor } from './price.ts';

const tiered: Price = {
  rates: { input: 1n },
  tiers: [
    { above: 100, rates: { input: 2n } },
    { above: 200, rates: { input: 3n } },
  ],
  source: 'test',
  seen: '2026-11-23',
};

test('a tier begins above its edge, not at it', () => {
  const input = (tokens: number) => ratesFor(tiered, tokens).input;
  assert.deepEqual([0, 100, 101, 200, 201].map(input), [1n, 1n, 2n, 2n, 3n]);
});

test('a price without tiers holds for every prompt', () => {
  const { tiers: _, ...flat } = tiered;
  assert.equal(ratesFor(flat, 1_000_000).input, 1n);
});

test('a rate is the decimal times a million, exactly, however it is written', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 0, max: 999_999 }), (whole, millionths) => {
      const decimal = `${whole}.${String(millionths).padStart(6, '0')}`;
      assert.equal(picoUsdPerToken(decimal), BigInt(whole) * 1_000_000n + BigInt(millionths));
    }),
  );
  assert.equal(picoUsdPerToken(15), 15_000_000n);
  assert.equal(picoUsdPerToken(0.0375), 37_500n);
});

test('what is no price is refused with its words', () => {
  for (const wrong of ['', 'free', '1,5', '1e3', '.5', 'NaN']) assert.throws(() => picoUsdPerToken(wrong), RangeError, wrong);
});

test('every kind of token has a rate to look for, and both kinds of output the same', () => {
  assert.equal(RATE_OF.outputReasoning, RATE_OF.outputText);
  assert.deepEqual(new Set(Object.values(RATE_OF)).size, 5);
});
