import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inSlices } from './slice.ts';

/** Work that takes longer than a slice. */
function busy(): void {
  const end = performance.now() + 15;
  while (performance.now() < end);
}

/** Counts down from `steps`; tells how many slices that took. */
function countDown(steps: number, work: () => void) {
  let left = steps;
  let isWithin = false;
  let slices = 0;
  const within = () => {
    if (!isWithin) slices++;
    isWithin = true;
    void Promise.resolve().then(() => {
      isWithin = false;
    });
  };
  return {
    step: () => {
      within();
      work();
      return --left === 0;
    },
    left: () => left,
    slices: () => slices,
  };
}

test('short work is one slice, and done is told once', async () => {
  const count = countDown(5, () => {});
  let told = 0;
  await new Promise<void>((resolve) => {
    inSlices(count.step, () => {
      told++;
      resolve();
    });
  });
  await sleep(5);
  assert.deepEqual([count.left(), count.slices(), told], [0, 1, 1]);
});

test('work longer than a slice lets other tasks in between', async () => {
  const count = countDown(4, busy);
  await new Promise<void>((resolve) => inSlices(count.step, resolve));
  assert.deepEqual([count.left(), count.slices()], [0, 4]);
});

test('nothing is done at once', () => {
  const count = countDown(2, () => {});
  inSlices(count.step, () => {})();
  assert.equal(count.left(), 2);
});

test('work that was stopped is not taken up again, and done is never told', async () => {
  let isTold = false;
  const count = countDown(9, () => {
    busy();
    if (count.left() === 8) stop();
  });
  const stop = inSlices(count.step, () => {
    isTold = true;
  });
  await sleep(80);
  assert.equal(count.left(), 7);
  assert.equal(isTold, false);
});
