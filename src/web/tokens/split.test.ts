import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitTokens } from './split.ts';

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
