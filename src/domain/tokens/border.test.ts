import assert from 'node:assert/strict';
import { test } from 'node:test';
import { borderCutter } from './border.ts';
import { bytePairEncoder } from './byte-pair.ts';
import { FRESH_SEED, randomFrom, randomText } from './fuzz.contract.ts';
import { cutAll } from './piece.ts';
import { publicEncoder, publicEncoding } from './public-encoder.contract.ts';
import { tinyCharacters } from './tiny-encoding.contract.ts';

const cut = (items: readonly string[], text: string): string[] => {
  const ends = cutAll(borderCutter(tinyCharacters(items)), text);
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
};

test('two characters that stand together in no item are a border', () => {
  assert.deepEqual(cut(['ab', 'bc'], 'abca'), ['abc', 'a']);
  assert.deepEqual(cut(['ab'], 'ba'), ['b', 'a']);
});

test('characters beyond ASCII and of two units count as one each', () => {
  assert.deepEqual(cut(['中文', '😀a'], '中文😀a😀'), ['中文', '😀a', '😀']);
});

test('a space and its mark are one character', () => {
  assert.deepEqual(cut([' a'], '▁a a'), ['▁a', ' a']);
});

test('the given end is the end of the text', () => {
  assert.equal(borderCutter(tinyCharacters(['abc']))('abc', 0, 2), 2);
  assert.equal(borderCutter(tinyCharacters([]))('😀', 0, 1), 1);
});

test('cutting at borders changes no token: random vocabularies with and without it', () => {
  const random = randomFrom(FRESH_SEED);
  const word = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => 'abcé'[Math.floor(random() * 4)]).join('');
  for (let left = 200; left > 0; left--) {
    const encoding = tinyCharacters([
      'a',
      'b',
      'c',
      'é',
      ...new Set(Array.from({ length: 8 }, () => word(4)).filter((item) => item.length > 1)),
    ]);
    const encoder = bytePairEncoder(encoding);
    for (let texts = 10; texts > 0; texts--) {
      const text = word(40);
      const whole: number[] = [];
      encoder.encodePiece(text, 0, text.length, whole);
      assert.deepEqual(encoder.encode(text), whole, text);
    }
  }
});

test('cutting at borders changes no token of Gemma in random texts', () => {
  const encoder = publicEncoder('gemma3');
  const random = randomFrom(FRESH_SEED + 1);
  for (let left = 1500; left > 0; left--) {
    const text = randomText(random).replace(/[<[\n\t▁]/g, 'x');
    const whole: number[] = [];
    encoder.encodePiece(text, 0, text.length, whole);
    assert.deepEqual(encoder.encode(text), whole, JSON.stringify(text));
  }
});

test("Gemma's borders make words of a sentence, so that an edit stays small", () => {
  const cutter = borderCutter(publicEncoding('gemma3'));
  assert.equal(cutAll(cutter, 'the quick brown fox jumps').length, 5);
});
