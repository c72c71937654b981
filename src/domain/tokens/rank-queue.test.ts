import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRESH_SEED, randomFrom } from './fuzz.contract.ts';
import { Heap, RankQueue } from './rank-queue.ts';

const drain = (queue: RankQueue): [rank: number, place: number][] => {
  const taken: [number, number][] = [];
  for (let place = queue.pop(); place >= 0; place = queue.pop()) taken.push([queue.rank, place]);
  return taken;
};

test('the lowest rank comes first, within it the leftmost place', () => {
  const queue = new RankQueue();
  for (const [rank, place] of [
    [7, 0],
    [3, 1],
    [7, 2],
    [3, 5],
    [3, 4],
    [3, 0],
  ] as const)
    queue.push(rank, place);
  assert.deepEqual(drain(queue), [
    [3, 0],
    [3, 1],
    [3, 4],
    [3, 5],
    [7, 0],
    [7, 2],
  ]);
  assert.equal(queue.pop(), -1);
});

test('a lower rank that comes while another is taken goes before the rest of it', () => {
  const queue = new RankQueue();
  for (const place of [0, 1, 2]) queue.push(5, place);
  assert.equal(queue.pop(), 0);
  queue.push(2, 9);
  queue.push(5, 0);
  assert.deepEqual(drain(queue), [
    [2, 9],
    [5, 0],
    [5, 1],
    [5, 2],
  ]);
});

test('a sorted list agrees with it on random pushes and pops', () => {
  const random = randomFrom(FRESH_SEED);
  const queue = new RankQueue();
  const plain: [number, number][] = [];
  for (let left = 20_000; left > 0; left--) {
    if (random() < 0.55) {
      const pair: [number, number] = [Math.floor(random() * 20), Math.floor(random() * 500)];
      queue.push(...pair);
      plain.push(pair);
      plain.sort(([rank, place], [otherRank, otherPlace]) => rank - otherRank || place - otherPlace);
    } else {
      const expected = plain.shift();
      assert.equal(queue.pop(), expected?.[1] ?? -1);
      if (expected) assert.equal(queue.rank, expected[0]);
    }
  }
});

test('a heap gives whole numbers back in order', () => {
  const random = randomFrom(FRESH_SEED + 1);
  const numbers = Array.from({ length: 1000 }, () => Math.floor(random() * 1e6));
  const heap = new Heap();
  for (const number of numbers) heap.push(number);
  assert.equal(heap.top, Math.min(...numbers));
  assert.deepEqual(
    numbers.map(() => heap.pop()),
    numbers.toSorted((a, b) => a - b),
  );
  assert.deepEqual([heap.top, heap.pop()], [-1, -1]);
});
