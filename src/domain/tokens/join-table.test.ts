import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from './fuzz.contract.ts';
import { ItemTable } from './item-table.ts';
import { JoinTable } from './join-table.ts';
import { joinsOf } from './joins.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';

test('a pair is found with its rank and what it makes, and only in its order', () => {
  const table = new JoinTable(2);
  table.add(1, 2, 7, 300);
  const found = table.find(1, 2);
  assert.deepEqual([table.rankAt(found), table.madeAt(found)], [7, 300]);
  assert.equal(table.find(2, 1), -1);
});

test('a pair that is listed twice keeps its earlier rank', () => {
  const table = new JoinTable(2);
  table.add(1, 2, 3, 300);
  table.add(1, 2, 9, 400);
  assert.equal(table.rankAt(table.find(1, 2)), 3);
});

test('pair 0, 0 is a pair like any other', () => {
  const table = new JoinTable(1);
  assert.equal(table.find(0, 0), -1);
  table.add(0, 0, 0, 5);
  assert.equal(table.madeAt(table.find(0, 0)), 5);
});

test('a place without an id is joined with nothing', () => {
  const table = new JoinTable(1);
  table.add(0, 1, 0, 5);
  assert.equal(table.find(-1, 1), -1);
  assert.equal(table.find(0, -1), -1);
});

test('ten thousand random pairs are all found again, and no others', () => {
  const random = randomFrom(1);
  const pairs = new Map<string, number>();
  for (let rank = 0; pairs.size < 10_000; rank++) {
    const pair = `${Math.floor(random() * 200_000)} ${Math.floor(random() * 200_000)}`;
    if (!pairs.has(pair)) pairs.set(pair, rank);
  }
  const table = new JoinTable(pairs.size);
  const numbers = (pair: string): [number, number] => pair.split(' ').map(Number) as [number, number];
  for (const [pair, rank] of pairs) table.add(...numbers(pair), rank, rank + 1);
  for (const [pair, rank] of pairs) assert.equal(table.rankAt(table.find(...numbers(pair))), rank);
  for (let left = 10_000; left > 0; left--) {
    const pair = `${Math.floor(random() * 200_000)} ${Math.floor(random() * 200_000)}`;
    if (!pairs.has(pair)) assert.equal(table.find(...numbers(pair)), -1);
  }
});

test('listed joins are ranked by their place in the list, whatever they make', () => {
  const encoding = tinyEncoding(['bc', 'ab'], {
    joins: { kind: 'listed', left: Int32Array.of(97, 98), right: Int32Array.of(98, 99), made: Int32Array.of(257, 256) },
  });
  const joins = joinsOf(encoding, new ItemTable(encoding));
  assert.equal(joins.rankAt(joins.find(97, 98)), 0);
  assert.equal(joins.rankAt(joins.find(98, 99)), 1);
});

test('without a list the lower id is the lower rank', () => {
  const encoding = tinyEncoding(['bc', 'ab']);
  const joins = joinsOf(encoding, new ItemTable(encoding));
  assert.deepEqual([joins.rankAt(joins.find(98, 99)), joins.madeAt(joins.find(98, 99))], [256, 256]);
  assert.equal(joins.find(97, 99), -1);
});

test('scores rank the highest first and equal ones alike', () => {
  const scores = new Float32Array(259);
  scores.set([-3, -1, -1], 256);
  const encoding = tinyEncoding(['ab', 'bc', 'cd'], { joins: { kind: 'all', scores } });
  const joins = joinsOf(encoding, new ItemTable(encoding));
  const rank = (left: number, right: number): number => joins.rankAt(joins.find(left, right));
  assert.equal(rank(98, 99), rank(99, 100));
  assert.ok(rank(98, 99) < rank(97, 98));
});
