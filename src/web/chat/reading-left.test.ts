import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingLeftMs } from './reading-left.ts';

test('as long again for each part that is left, by the pace since one looked', () => {
  assert.equal(readingLeftMs({ at: 0, read: 0 }, { at: 10_000, read: 1000 }, 4000), 30_000);
});

test('what was kept, or read before one looked, is not counted as read in that time', () => {
  assert.equal(readingLeftMs({ at: 0, read: 3000 }, { at: 10_000, read: 3500 }, 4000), 10_000);
});

test('nothing is guessed in the first moment, nor from the first twentieth', () => {
  assert.equal(readingLeftMs({ at: 0, read: 0 }, { at: 1000, read: 1000 }, 4000), undefined);
  assert.equal(readingLeftMs({ at: 0, read: 0 }, { at: 10_000, read: 200 }, 4000), undefined);
});
