import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from './fuzz.contract.ts';
import { PieceCache } from './piece-cache.ts';

const keep = (cache: PieceCache, text: string, ids: number[]): void => {
  assert.equal(cache.find(text, 0, text.length), 0);
  cache.add(text, 0, text.length, Int32Array.from(ids), ids.length);
};

const idsIn = (cache: PieceCache, text: string): number[] | undefined => {
  const place = cache.find(text, 0, text.length);
  return place === 0 ? undefined : Array.from({ length: cache.countAt(place) }, (_, index) => cache.idAt(place, index));
};

test('what was kept is found again, in the middle of another text too', () => {
  const cache = new PieceCache();
  keep(cache, 'héllo', [1, 2, 3]);
  assert.deepEqual(idsIn(cache, 'héllo'), [1, 2, 3]);
  assert.ok(cache.find('xxhélloxx', 2, 7) > 0);
  assert.equal(idsIn(cache, 'hélla'), undefined);
  assert.equal(idsIn(cache, 'héll'), undefined);
});

test('pieces that differ in nothing but one unit of a pair are different', () => {
  const cache = new PieceCache();
  keep(cache, '😀', [1]);
  keep(cache, '😁', [2]);
  assert.deepEqual([idsIn(cache, '😀'), idsIn(cache, '😁')], [[1], [2]]);
});

test('a long piece is not kept', () => {
  const cache = new PieceCache();
  cache.add('a'.repeat(65), 0, 65, Int32Array.of(1), 1);
  assert.equal(cache.find('a'.repeat(65), 0, 65), 0);
});

test('a piece without ids is kept as such', () => {
  const cache = new PieceCache();
  keep(cache, '\u0004', []);
  assert.deepEqual(idsIn(cache, '\u0004'), []);
});

test('a million pieces pass through a bounded cache, and it never gives wrong ids', () => {
  const cache = new PieceCache();
  const random = randomFrom(2);
  for (let n = 0; n < 1_000_000; n++) {
    const number = Math.floor(random() ** 2 * 300_000);
    const text = `piece ${number}`;
    const place = cache.find(text, 0, text.length);
    if (place === 0) cache.add(text, 0, text.length, Int32Array.of(number, n), 1 + (number % 2));
    else if (cache.idAt(place, 0) !== number || cache.countAt(place) !== 1 + (number % 2)) assert.fail(`wrong ids for ${text}`);
  }
});
