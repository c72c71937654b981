import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import type { Encoding } from './encoding.ts';
import { FRESH_SEED, randomFrom, randomText, TRICKY } from './fuzz.contract.ts';
import { ItemTable } from './item-table.ts';
import type { JoinFinder } from './join.ts';
import { joinsOf } from './joins.ts';
import { merge, mergeLong, mergeShort, SHORT } from './merge.ts';
import { mergeSteps } from './merge-step.ts';
import { publicEncoder } from './public-encoder.contract.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { toUtf8 } from './utf8.ts';

type Way = typeof mergeShort;

const merged = (way: Way, text: string, joins: JoinFinder): number[] => {
  const ids = Int32Array.from(toUtf8(text));
  return Array.from(ids.subarray(0, way(ids, ids.length, joins)));
};

const joinsIn = (encoding: Encoding): JoinFinder => joinsOf(encoding, new ItemTable(encoding));

for (const [name, way] of [
  ['the loop', mergeShort],
  ['the queue', mergeLong],
] as const) {
  test(`${name} joins the lowest rank first, wherever it stands`, () => {
    assert.deepEqual(merged(way, 'abc', joinsIn(tinyEncoding(['bc', 'ab']))), [97, 256]);
  });

  test(`${name} joins the leftmost of equal ranks first`, () => {
    assert.deepEqual(merged(way, 'aaa', joinsIn(tinyEncoding(['aa']))), [256, 97]);
    assert.deepEqual(merged(way, 'aaaa', joinsIn(tinyEncoding(['aa']))), [256, 256]);
  });

  test(`${name} joins what was joined before`, () => {
    assert.deepEqual(merged(way, 'abcd', joinsIn(tinyEncoding(['ab', 'cd', 'abcd']))), [258]);
  });

  test(`${name} leaves alone what nothing joins, and nothing at all`, () => {
    assert.deepEqual(merged(way, 'xyz', joinsIn(tinyEncoding(['ab']))), [120, 121, 122]);
    assert.deepEqual(merged(way, '', joinsIn(tinyEncoding(['ab']))), []);
    assert.deepEqual(merged(way, 'x', joinsIn(tinyEncoding(['ab']))), [120]);
  });

  test(`${name} forgets a join whose neighbour has gone`, () => {
    // "bc" goes first, so "ab" and "cd" can no longer be.
    assert.deepEqual(merged(way, 'abcd', joinsIn(tinyEncoding(['bc', 'ab', 'cd']))), [97, 256, 100]);
  });
}

test('the loop, the queue and the plain steps agree on random vocabularies', () => {
  const random = randomFrom(FRESH_SEED);
  const word = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => 'abc'[Math.floor(random() * 3)]).join('');
  for (let left = 400; left > 0; left--) {
    const encoding = tinyEncoding([...new Set(Array.from({ length: 12 }, () => word(5)))].filter((item) => item.length > 1));
    const encoder = bytePairEncoder(encoding);
    for (let texts = 20; texts > 0; texts--) {
      const text = word(SHORT - 1);
      const plain = mergeSteps(encoder, text).ids;
      assert.deepEqual(merged(mergeShort, text, encoder.joins), plain, `loop, ${text}`);
      assert.deepEqual(merged(mergeLong, text, encoder.joins), plain, `queue, ${text}`);
    }
  }
});

test('the loop and the queue agree where scores tie', () => {
  const random = randomFrom(FRESH_SEED + 1);
  for (let left = 200; left > 0; left--) {
    const items = ['ab', 'bc', 'ca', 'abc', 'bca', 'aa', 'abab'];
    const scores = new Float32Array(256 + items.length).map(() => -Math.floor(random() * 3));
    const joins = joinsIn(tinyEncoding(items, { joins: { kind: 'all', scores } }));
    const text = Array.from({ length: 60 }, () => 'abc'[Math.floor(random() * 3)]).join('');
    assert.deepEqual(merged(mergeLong, text, joins), merged(mergeShort, text, joins), text);
  }
});

test('the loop and the queue agree on pieces of o200k, of cl100k and of a family with a list', () => {
  const random = randomFrom(FRESH_SEED + 2);
  for (const name of ['o200k', 'cl100k', 'qwen3'] as const) {
    const { joins, symbols } = publicEncoder(name);
    for (let left = 3000; left > 0; left--) {
      const text = left % 2 ? randomText(random).slice(0, 30) : (TRICKY[left % TRICKY.length] as string).repeat(4);
      const count = symbols.read(text, 0, text.length, false);
      const [short, long] = [symbols.ids.slice(0, count), symbols.ids.slice(0, count)];
      if (count > SHORT) continue;
      const [one, two] = [mergeShort(short, count, joins), mergeLong(long, count, joins)];
      assert.deepEqual(short.subarray(0, one), long.subarray(0, two), JSON.stringify(text));
    }
  }
});

test('a piece longer than the loop takes is merged by the queue to the same end', () => {
  const { joins } = bytePairEncoder(tinyEncoding(['aa', 'aaaa']));
  assert.deepEqual(merged(merge, 'a'.repeat(SHORT + 2), joins), [...Array((SHORT + 2) >> 2).fill(257), 256]);
});
