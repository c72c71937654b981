import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { excerptOf, splitTokens } from './split.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('parts have so many tokens, the last one the rest', () => {
  const tokens = 'abcdefghijk'.split('').map(bytes);
  assert.deepEqual(splitTokens(tokens, 5), [
    { text: 'abcde', tokens: 5 },
    { text: 'fghij', tokens: 5 },
    { text: 'k', tokens: 1 },
  ]);
});

test('a character of two tokens is never cut', () => {
  const [a, b] = [Uint8Array.of(0xe7, 0xbb), Uint8Array.of(0xbd)];
  assert.deepEqual(splitTokens([bytes('a'), bytes('b'), bytes('c'), a, b, bytes('d')], 4), [
    { text: 'abc', tokens: 3 },
    { text: '绽d', tokens: 3 },
  ]);
});

test('bytes that are no characters are cut where it was asked for', () => {
  const junk = Array.from({ length: 9 }, () => Uint8Array.of(0xbd));
  assert.deepEqual(
    splitTokens(junk, 4).map((part) => part.tokens),
    [4, 4, 1],
  );
});

test('parts together are the text, and none has more tokens than asked', () => {
  const token = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).map((text) => [bytes(text)]),
    fc.constantFrom('绽', '👩').map((text) => Array.from(bytes(text), (byte) => Uint8Array.of(byte))),
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (list, every) => {
      const tokens = list.flat();
      const parts = splitTokens(tokens, every);
      const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(tokens.flatMap((one) => [...one])));
      assert.equal(parts.map((part) => part.text).join(''), whole);
      for (const part of parts) assert.ok(part.tokens <= Math.max(4, every));
    }),
  );
});

/** Each code point a token, as in a vocabulary that knows no more. */
const points = (text: string): Uint8Array[] => Array.from(text, bytes);
const textsOf = (text: string, every: number) => splitTokens(points(text), every).map((part) => part.text);

test('what is seen as one character stays in one part where the limit allows it', () => {
  assert.deepEqual(textsOf('Hi 👩‍👩‍👧!', 5), ['Hi ', '👩‍👩‍👧', '!']);
  assert.deepEqual(textsOf('诗诗诗e\u0301', 4), ['诗诗诗', 'e\u0301']);
  assert.deepEqual(textsOf('abc\r\n', 4), ['abc', '\r\n']);
  assert.deepEqual(textsOf('🇩🇪🇫🇷🇩🇪', 5), ['🇩🇪🇫🇷', '🇩🇪']);
});

test('what has more code points than a part may have is cut between two of them', () => {
  assert.deepEqual(textsOf('👩‍👩‍👧', 4), ['👩‍👩‍', '👧']);
});

const SEEN = ['a', ' ', 'e\u0301', '诗', '👩‍👩‍👧', '🇩🇪', '👍🏽', '\r\n', '\u1100\u1161\u11a8'];

test('no visible character is torn that has fewer tokens than a part', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SEEN), { maxLength: 60 }), fc.integer({ min: 5, max: 40 }), (list, every) => {
      const parts = textsOf(list.join(''), every);
      assert.equal(parts.join(''), list.join(''));
      const seen = (text: string) => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
      assert.deepEqual(parts.flatMap(seen), seen(list.join('')));
    }),
  );
});

test('an excerpt ends in a whole character', () => {
  assert.equal(excerptOf('short', 200), 'short');
  assert.equal(excerptOf('ab😀c', 3), 'ab');
  assert.equal(excerptOf('ab😀c', 4), 'ab😀');
  assert.equal(excerptOf('ab👩‍👩‍👧c', 7), 'ab');
  assert.equal(excerptOf(`a${'\u0301'.repeat(9)}`, 4), 'a\u0301\u0301\u0301');
  assert(excerptOf('👩‍👩‍👧', 4).isWellFormed());
});
