import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBlank, lstrip, rstrip, strip, words } from './python-strip.ts';

/** `[ord(c) for c in map(chr, range(0x110000)) if c.isspace()]` of Python 3.11. */
const PYTHON = [
  ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760],
  ...[8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288],
];

test('of all code points, those are cut that are space to Python', () => {
  const cut: number[] = [];
  for (let code = 0; code < 0x110000; code++) if (strip(String.fromCodePoint(code)) === '') cut.push(code);
  assert.deepEqual(cut, PYTHON);
});

test('a byte order mark is kept, what JavaScript keeps and Python does not is cut', () => {
  assert.equal(strip('\ufeff a\x85\x1c'), '\ufeff a');
  assert.equal(lstrip(' \x1f\ufeffa '), '\ufeffa ');
  assert.equal(rstrip(' a\u3000\n'), ' a');
});

test('characters that are given are cut in their place, those of two halves whole', () => {
  assert.equal(strip('\n\n a \n', '\n'), ' a ');
  assert.equal(strip('👩a👩👧', '👩'), 'a👩👧');
  assert.equal(strip('👩👩', '👩'), '');
  assert.equal(rstrip('a\udc69', '👩'), 'a\udc69');
  assert.equal(strip('xyaxy', 'yx'), 'a');
  assert.equal(strip(' a ', ''), ' a ');
});

test('blank is what nothing is left of', () => {
  for (const text of ['', ' ', '\x1c\x85']) assert.equal(isBlank(text), true, JSON.stringify(text));
  for (const text of ['\ufeff', ' a']) assert.equal(isBlank(text), false, JSON.stringify(text));
});

test('words stand between white space', () => {
  assert.deepEqual(words('\x85a\x1cb \u3000\ufeffc '), ['a', 'b', '\ufeffc']);
  assert.deepEqual(words(' \n'), []);
});

test('a million spaces inside a text are passed once', () => {
  const inside = `a${' '.repeat(1_000_000)}b`;
  assert.equal(strip(`${inside} `), inside);
});
