import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { costOf, costOfPart, promptTokensOf, usdOf } from './cost.ts';
import { type Price, picoUsdPerToken, type Rates } from './price.ts';
import type { UsageKinds } from './usage.ts';

const price = (rates: Rates, more: Partial<Price> = {}): Price => ({ rates, source: 'test', seen: '2026-11-23', ...more });
const GPT_4O = price({ input: picoUsdPerToken('2.5'), output: picoUsdPerToken(10) });

test('the worked example costs 0.000255 USD exactly: 22 in, 20 out, at 2.50 and 10.00 a million', () => {
  const cost = costOf({ inputUncached: 22, outputText: 20 }, GPT_4O);
  assert.deepEqual(cost, { kind: 'computed', picoUsd: '255000000' });
  assert.equal(usdOf('255000000'), '0.000255');
});

test('reasoning costs as output, each kind at its own rate', () => {
  const rates: Rates = { input: 1n, output: 10n, cacheRead: 100n, cacheWrite5m: 1000n, cacheWrite1h: 10_000n };
  const kinds: UsageKinds = {
    inputUncached: 1,
    outputText: 2,
    outputReasoning: 3,
    cacheRead: 4,
    cacheWrite5m: 5,
    cacheWrite1h: 6,
  };
  assert.deepEqual(costOf(kinds, price(rates)), { kind: 'computed', picoUsd: String(1 + 20 + 30 + 400 + 5000 + 60_000) });
});

test('a count without a rate makes the cost unknown, and the rest is "at least"', () => {
  assert.deepEqual(costOf({ inputUncached: 10, cacheRead: 5 }, GPT_4O), {
    kind: 'unknown',
    because: 'No price is known for cacheRead.',
    atLeastPicoUsd: '25000000',
  });
  assert.deepEqual(costOf({ outputText: 1 }, price({})), { kind: 'unknown', because: 'No price is known for outputText.' });
});

test('a count of nothing needs no rate', () => {
  assert.equal(costOf({ inputUncached: 10, cacheRead: 0 }, GPT_4O).kind, 'computed');
});

test('a tier holds for the whole call, chosen by all that went in', () => {
  const tiered = price(
    { input: 1n, output: 1n, cacheRead: 1n },
    { tiers: [{ above: 100, rates: { input: 2n, output: 2n, cacheRead: 2n } }] },
  );
  assert.deepEqual(costOf({ inputUncached: 50, cacheRead: 50, outputText: 1 }, tiered), { kind: 'computed', picoUsd: '101' });
  assert.deepEqual(costOf({ inputUncached: 51, cacheRead: 50, outputText: 1 }, tiered), { kind: 'computed', picoUsd: '204' });
});

test('dollars are written exactly and come back', () => {
  assert.equal(usdOf(0n), '0');
  assert.equal(usdOf(1n), '0.000000000001');
  assert.equal(usdOf(-2_500_000_000_000n), '-2.5');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (pico) => {
      const [whole = '', decimals = ''] = usdOf(pico).split('.');
      assert.equal(BigInt(whole) * 10n ** 12n + BigInt(decimals.padEnd(12, '0')), pico);
    }),
  );
});

test('a price of a fraction of a pico-dollar is refused, not rounded', () => {
  assert.equal(picoUsdPerToken('0.075'), 75_000n);
  assert.equal(picoUsdPerToken(1e-6), 1n, 'numbers are read as decimals');
  assert.throws(() => picoUsdPerToken('0.0833333'), /0\.0833333 USD a million tokens is no whole number/);
  assert.throws(() => picoUsdPerToken('-1'), RangeError);
});

type Stated = {
  id: string;
  stated: { picoUsd: string };
  counts: { inputUncached: number; cacheRead: number; cacheWrite: number; output: number };
  explainedBy: { usdPerMillion: Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', string | null> };
};
const FILE = join(
  process.env.ORIEL_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data'),
  'wire/COST_GROUND_TRUTH.json',
);

test('of 25 costs that vendors stated 24 come out to the pico-dollar, and one is unknown', {
  skip: !existsSync(FILE) && `no ${FILE}`,
}, () => {
  const { entries } = JSON.parse(readFileSync(FILE, 'utf8')) as { entries: Stated[] };
  const unknown: string[] = [];
  for (const { id, stated, counts, explainedBy } of entries) {
    // Gemini's storage of a cache costs 1/12 USD a million tokens: no price of tokens, and no whole pico-dollar.
    const known = Object.entries(explainedBy.usdPerMillion).filter(([, usd]) => usd !== null && usd !== '1/12');
    const rates = Object.fromEntries(
      known.map(([name, usd]) => [name === 'cacheWrite' ? 'cacheWrite5m' : name, picoUsdPerToken(usd ?? '')]),
    );
    const { inputUncached, cacheRead, cacheWrite, output } = counts;
    const cost = costOf({ inputUncached, cacheRead, cacheWrite5m: cacheWrite, outputText: output }, price(rates));
    if (cost.kind === 'unknown') unknown.push(id);
    else assert.deepEqual(cost, { kind: 'computed', picoUsd: stated.picoUsd }, id);
  }
  assert.equal(entries.length, 25);
  assert.deepEqual(unknown, ['openrouter/cache-instructions-gemini-real-api#0']);
});

test('what went in is all that was read, from the cache or not', () => {
  assert.equal(promptTokensOf({ inputUncached: 1, cacheRead: 2, cacheWrite5m: 4, cacheWrite1h: 8, outputText: 16 }), 15);
});

test('the parts of a call add up to it, to the pico-dollar, above an edge and below', () => {
  const count = fc.nat({ max: 300_000 });
  const kinds = fc.record({ inputUncached: count, cacheRead: count, outputText: count });
  const tiered = price(
    { input: 1_250_000n, cacheRead: 125_000n, output: 10_000_000n },
    {
      tiers: [{ above: 200_000, rates: { input: 2_500_000n, cacheRead: 250_000n, output: 15_000_000n } }],
    },
  );
  fc.assert(
    fc.property(fc.array(kinds, { minLength: 1, maxLength: 5 }), (parts) => {
      const whole = parts.reduce((sum, part) => ({
        inputUncached: sum.inputUncached + part.inputUncached,
        cacheRead: sum.cacheRead + part.cacheRead,
        outputText: sum.outputText + part.outputText,
      }));
      const prompt = promptTokensOf(whole);
      const pico = parts.map((part) => {
        const cost = costOfPart(part, tiered, prompt);
        return cost.kind === 'computed' ? BigInt(cost.picoUsd) : -1n;
      });
      assert.deepEqual(costOf(whole, tiered), { kind: 'computed', picoUsd: String(pico.reduce((a, b) => a + b)) });
    }),
  );
});

test('a small part of a long prompt costs by the rates of the long prompt', () => {
  const tiered = price({ input: 1n }, { tiers: [{ above: 100, rates: { input: 2n } }] });
  assert.deepEqual(costOfPart({ inputUncached: 10 }, tiered, 101), { kind: 'computed', picoUsd: '20' });
  assert.deepEqual(costOfPart({ inputUncached: 10 }, tiered, 100), { kind: 'computed', picoUsd: '10' });
});
