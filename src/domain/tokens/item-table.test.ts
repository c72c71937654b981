import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from './fuzz.contract.ts';
import { ItemTable } from './item-table.ts';
import { publicEncoding } from './public-encoder.contract.ts';
import { packItems } from './published.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { toUtf8 } from './utf8.ts';

const find = (table: ItemTable, text: string): number => table.find(toUtf8(text), 0, toUtf8(text).length);

test('every item of o200k is found by its bytes, and by those of any two items that it can be split into', () => {
  const { bytes, starts } = publicEncoding('o200k');
  const table = new ItemTable({ bytes, starts });
  let joins = 0;
  for (let id = 0; id + 1 < starts.length; id++) {
    const from = starts[id] as number;
    const to = starts[id + 1] as number;
    assert.equal(table.find(bytes, from, to), id);
    for (let middle = from + 1; middle < to; middle++) {
      const left = table.find(bytes, from, middle);
      const right = table.find(bytes, middle, to);
      if (left < 0 || right < 0) continue;
      joins++;
      if (table.findBoth(left, right) !== id) assert.fail(`items ${left} and ${right} do not make ${id}`);
    }
  }
  assert.equal(starts.length - 1, 199_998);
  assert.equal(joins, 446_189);
});

test('bytes that are no item are not found, alone or as two', () => {
  const table = new ItemTable(tinyEncoding(['ab', 'abc']));
  assert.equal(find(table, 'ac'), -1);
  assert.equal(find(table, 'abcd'), -1);
  assert.equal(table.findBoth(97, 99), -1);
  assert.equal(table.findBoth(256, 99), 257);
});

test('an item is found in the middle of other bytes', () => {
  const table = new ItemTable(tinyEncoding(['ab']));
  assert.equal(table.find(toUtf8('xxabxx'), 2, 4), 256);
});

test('of two items with the same bytes the first is found', () => {
  assert.equal(find(new ItemTable(packItems([toUtf8('a'), toUtf8('b'), toUtf8('a')])), 'a'), 0);
});

test('a hole in the ids is no item', () => {
  const table = new ItemTable(packItems([toUtf8('a'), undefined, toUtf8('b')]));
  assert.equal(table.find(new Uint8Array(0), 0, 0), -1);
  assert.equal(find(table, 'b'), 2);
});

test('items left out are neither found nor joined', () => {
  const table = new ItemTable(tinyEncoding(['ab']), new Set([97]));
  assert.equal(find(table, 'a'), -1);
  assert.equal(table.findBoth(97, 98), -1);
  assert.equal(find(table, 'ab'), 256);
});

test('a place without an item, as that of a byte without one, joins with nothing', () => {
  const table = new ItemTable(tinyEncoding(['ab']));
  assert.equal(table.findBoth(-1, 98), -1);
  assert.equal(table.findBoth(97, -1), -1);
});

test('a plain map agrees on random items and queries', () => {
  const random = randomFrom(3);
  const word = (): string => Array.from({ length: 1 + Math.floor(random() * 5) }, () => 'ab'[Math.floor(random() * 2)]).join('');
  const items = Array.from({ length: 40 }, word);
  const map = new Map<string, number>();
  items.forEach((item, id) => {
    if (!map.has(item)) map.set(item, id);
  });
  const table = new ItemTable(packItems(items.map(toUtf8)));
  for (let left = 2000; left > 0; left--) {
    const [one, two] = [word(), word()];
    assert.equal(find(table, one), map.get(one) ?? -1);
    const [first, second] = [map.get(one), map.get(two)];
    if (first !== undefined && second !== undefined) assert.equal(table.findBoth(first, second), map.get(one + two) ?? -1);
  }
});
