import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Candidates } from './native.ts';
import { type DrawSettings, distributionOf, draw, isPenalising } from './sampler.ts';

/** Candidates from raw logits, as a step would give them: best first, normalised. */
function candidatesOf(logits: readonly number[]): Candidates {
  const scored = logits.map((logit, id) => ({ id, logit })).sort((a, b) => b.logit - a.logit || a.id - b.id);
  const most = scored[0]?.logit ?? 0;
  const sum = scored.reduce((total, { logit }) => total + Math.exp(logit - most), 0);
  return {
    ids: scored.map(({ id }) => id),
    logprobs: scored.map(({ logit }) => logit - most - Math.log(sum)),
    bestLogit: most,
  };
}

const logits = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 60 });
const settings: fc.Arbitrary<DrawSettings> = fc.record({
  temperature: fc.double({ min: 0.05, max: 3, noNaN: true }),
  topK: fc.nat(70),
  topP: fc.double({ min: 0, max: 1, noNaN: true }),
  minP: fc.double({ min: 0, max: 1, noNaN: true }),
  repeatPenalty: fc.double({ min: 1, max: 2, noNaN: true }),
});
const none = { history: [] };

describe('the draw', () => {
  it('is the softmax of the logits over the temperature when nothing else is set', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.05, max: 3, noNaN: true }), (raw, temperature) => {
        const most = Math.max(...raw);
        const weights = raw.map((logit) => Math.exp((logit - most) / temperature));
        const sum = weights.reduce((total, weight) => total + weight, 0);
        for (const { id, p } of distributionOf(candidatesOf(raw), { temperature }, none))
          assert.ok(Math.abs(p - (weights[id] ?? 0) / sum) < 1e-9);
      }),
    );
  });

  it('always has something to take, in all settings, with probabilities that sum to one', () => {
    fc.assert(
      fc.property(logits, settings, fc.array(fc.nat(59)), (raw, set, history) => {
        const left = distributionOf(candidatesOf(raw), set, { history });
        assert.ok(left.length > 0);
        assert.ok(Math.abs(left.reduce((sum, { p }) => sum + p, 0) - 1) < 1e-9);
        assert.deepEqual(
          left,
          left.toSorted((a, b) => b.p - a.p),
        );
      }),
    );
  });

  it('takes each token as often as its probability says', () => {
    const set = { temperature: 0.8, topP: 0.95 };
    const candidates = candidatesOf([2, 1.5, 1, 0, -1]);
    const expected = distributionOf(candidates, set, none);
    const taken = new Map<number, number>();
    const draws = 10_000;
    for (let at = 0; at < draws; at++) {
      const id = draw(candidates, set, { history: [], chance: (at + 0.5) / draws });
      taken.set(id, (taken.get(id) ?? 0) + 1);
    }
    for (const { id, p } of expected) assert.ok(Math.abs((taken.get(id) ?? 0) / draws - p) < 2 / draws);
  });

  it('takes the best at temperature 0, the lowest id where two are equal, whatever the chance', () => {
    for (const chance of [0, 0.5, 0.999])
      assert.equal(draw(candidatesOf([1, 3, 3, 2]), { temperature: 0 }, { history: [], chance }), 1);
  });

  it('takes the last candidate when rounding leaves the sum below the chance', () => {
    assert.equal(draw(candidatesOf([0, 0, 0]), { temperature: 1 }, { history: [], chance: 1 - 2 ** -53 }), 2);
  });

  it('keeps no more than top-k', () => {
    assert.deepEqual(
      distributionOf(candidatesOf([3, 2, 1, 0]), { temperature: 1, topK: 2 }, none).map(({ id }) => id),
      [0, 1],
    );
  });

  it('keeps the fewest best that reach top-p, the one that reaches it included', () => {
    const raw = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    const kept = (topP: number) => distributionOf(candidatesOf(raw), { temperature: 1, topP }, none).length;
    assert.deepEqual([kept(0), kept(0.49), kept(0.51), kept(0.81), kept(0.96), kept(1)], [1, 1, 2, 3, 4, 4]);
  });

  it('measures top-p before temperature', () => {
    const raw = [0.5, 0.3, 0.2].map(Math.log);
    assert.equal(distributionOf(candidatesOf(raw), { temperature: 10, topP: 0.7 }, none).length, 2);
  });

  it('drops what is less probable than min-p of the best', () => {
    const raw = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    assert.equal(distributionOf(candidatesOf(raw), { temperature: 1, minP: 0.29 }, none).length, 3);
  });

  it('divides positive raw logits of seen tokens by the penalty and multiplies negative ones', () => {
    const raw = [4, 3, -1];
    const left = distributionOf(candidatesOf(raw), { temperature: 1, repeatPenalty: 2 }, { history: [0, 2] });
    const expected = [2, 3, -2].map(Math.exp);
    const sum = expected.reduce((total, weight) => total + weight, 0);
    assert.deepEqual(
      left.map(({ id }) => id),
      [1, 0, 2],
    );
    for (const { id, p } of left) assert.ok(Math.abs(p - (expected[id] ?? 0) / sum) < 1e-12);
  });

  it('punishes only what stands in the last tokens', () => {
    const best = (repeatLastN: number) =>
      draw(candidatesOf([4, 3, 0]), { temperature: 0, repeatPenalty: 2, repeatLastN }, { history: [0, 2], chance: 0 });
    assert.deepEqual([best(1), best(2)], [0, 1]);
  });

  it('says that it needs the raw logit of the best where there is a penalty', () => {
    const { ids, logprobs } = candidatesOf([1, 0]);
    assert.throws(() => draw({ ids, logprobs }, { repeatPenalty: 1.1 }, { history: [0], chance: 0 }), /raw logit/);
  });

  it('knows when there is nothing to punish', () => {
    assert.deepEqual(
      [{}, { repeatPenalty: 1 }, { repeatPenalty: 1.1, repeatLastN: 0 }, { repeatPenalty: 1.1 }].map(isPenalising),
      [false, false, false, true],
    );
  });
});
