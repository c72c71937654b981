import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rawLogit } from './best-logit.ts';

/** What a penalty of 1.25 takes from a raw logit. */
const lostBy = (logit: number) => logit - (logit > 0 ? logit / 1.25 : logit * 1.25);

describe('the raw logit of the best', () => {
  it('is found from what a known penalty takes from the two best, above and below zero', () => {
    const logit = fc.double({ min: -40, max: 40, noNaN: true }).filter((one) => Math.abs(one) > 0.05);
    fc.assert(
      fc.property(logit, fc.double({ min: 0.05, max: 10, noNaN: true }), (best, gap) => {
        assert.ok(Math.abs(rawLogit(lostBy(best), lostBy(best - gap), gap) - best) < 1e-9);
      }),
    );
  });

  it('is taken as positive where the two best are equal', () => {
    assert.ok(Math.abs(rawLogit(lostBy(17), lostBy(17), 0) - 17) < 1e-9);
  });
});
