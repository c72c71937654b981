import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { setPace, stepPace, wholeLength } from './pace.ts';

test('what came is drawn within the lag, however the frames fall', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 90 }),
      (total, frames) => {
        let pace = setPace({ shown: 0, speed: 0 }, total);
        for (const ms of frames) pace = stepPace(pace, total, ms);
        assert.ok(Math.abs(pace.shown - total) < 1e-6);
      },
    ),
  );
});

test('half the time draws half the text', () => {
  const pace = setPace({ shown: 0, speed: 0 }, 90);
  assert.equal(stepPace(pace, 90, 45).shown, 45);
});

test('no more is drawn than has come', () => {
  assert.equal(stepPace({ shown: 5, speed: 100 }, 10, 1000).shown, 10);
});

test('a text that became shorter draws nothing more', () => {
  assert.equal(setPace({ shown: 50, speed: 1 }, 20).speed, 0);
});

test('a character of two units is not cut', () => {
  assert.equal(wholeLength('a😀b', 2), 1);
  assert.equal(wholeLength('a😀b', 3), 3);
  assert.equal(wholeLength('a😀', 2.9), 1);
  assert.equal(wholeLength('', 0), 0);
});
