import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Encoding } from './encoding.ts';
import { FRESH_SEED, randomFrom, randomText } from './fuzz.contract.ts';
import { ItemTable } from './item-table.ts';
import { Symbols } from './symbol.ts';
import { tinyCharacters, tinyEncoding } from './tiny-encoding.contract.ts';
import { toUtf8 } from './utf8.ts';

const read = (encoding: Encoding, text: string, takesWhole = false): number[] => {
  const hidden = encoding.alphabet === 'characters' ? new Set(encoding.byteIds) : undefined;
  const symbols = new Symbols(encoding, new ItemTable(encoding, hidden));
  const count = symbols.read(text, 0, text.length, takesWhole);
  return Array.from(symbols.ids.subarray(0, count));
};

test('bytes are those of UTF-8, for random texts and their halves', () => {
  const encoding = tinyEncoding([]);
  const symbols = new Symbols(encoding, new ItemTable(encoding));
  const random = randomFrom(FRESH_SEED);
  for (let left = 2000; left > 0; left--) {
    const text = randomText(random).slice(Math.floor(random() * 5), 100);
    const count = symbols.read(text, 0, text.length, false);
    assert.deepEqual(Uint8Array.from(symbols.ids.subarray(0, count)), toUtf8(text), JSON.stringify(text));
  }
});

test('a piece within a text sees nothing of what is around it, not even the other half of a character', () => {
  const encoding = tinyEncoding([]);
  const symbols = new Symbols(encoding, new ItemTable(encoding));
  assert.equal(symbols.read('a😀b', 1, 2, false), 3);
  assert.deepEqual(Array.from(symbols.ids.subarray(0, 3)), [0xef, 0xbf, 0xbd]);
});

test('a piece that is an item is one id, if whole pieces are taken', () => {
  assert.deepEqual(read(tinyEncoding(['abc']), 'abc', true), [256]);
  assert.deepEqual(read(tinyEncoding(['abc']), 'abc', false), [97, 98, 99]);
  assert.deepEqual(read(tinyEncoding(['abc']), 'abcd', true), [97, 98, 99, 100]);
});

test('characters without an item become the items of their bytes', () => {
  assert.deepEqual(read(tinyCharacters(['a', '中', '😀']), 'a中é😀'), [256, 257, 0xc3, 0xa9, 258]);
});

test('a space and its mark are the same symbol', () => {
  assert.deepEqual(read(tinyCharacters([' ']), ' ▁'), [256, 256]);
});

test('in a vocabulary of bytes the mark is a character like any other', () => {
  assert.deepEqual(read(tinyEncoding([]), '▁'), [0xe2, 0x96, 0x81]);
});

test('a piece longer than any before has room', () => {
  assert.equal(read(tinyEncoding([]), '中'.repeat(10_000)).length, 30_000);
});

test('the name of a special token spells spaces where characters are the alphabet', () => {
  const encoding = tinyCharacters([]);
  assert.deepEqual(new Symbols(encoding, new ItemTable(encoding)).bytesOfText('▁▁'), toUtf8('  '));
  assert.deepEqual(new Symbols(tinyEncoding([]), new ItemTable(tinyEncoding([]))).bytesOfText('▁'), toUtf8('▁'));
});
