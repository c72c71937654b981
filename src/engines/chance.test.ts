import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chanceAt } from './chance.ts';

describe('chance', () => {
  it('is a number from 0 up to 1 for every seed and place', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (seed, place) => {
        const chance = chanceAt(seed, place);
        assert.ok(chance >= 0 && chance < 1);
      }),
    );
  });

  it('is the same for the same seed and place, on every machine', () => {
    assert.equal(chanceAt(7, 46), 0.2124816885774765);
  });

  it('fills ten boxes evenly, over places and over seeds', () => {
    for (const at of [(n: number) => chanceAt(7, n), (n: number) => chanceAt(n, 7)]) {
      const boxes = new Array<number>(10).fill(0);
      for (let n = 0; n < 100_000; n++) boxes[Math.floor(10 * at(n))]!++;
      for (const box of boxes) assert.ok(Math.abs(box - 10_000) < 400, `${box} of 10,000`);
    }
  });

  it('does not tie one place to the next', () => {
    const pairs = Array.from({ length: 20_000 }, (_, n) => [chanceAt(3, n) - 0.5, chanceAt(3, n + 1) - 0.5]);
    const covariance = pairs.reduce((sum, [a = 0, b = 0]) => sum + a * b, 0) / pairs.length;
    assert.ok(Math.abs(covariance) < 0.003);
  });
});
