import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteLengthOf, textWithGapsOf, toUtf8, wholeTextOf } from './utf8.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

test('bytes are those of the platform, lone surrogates included', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.deepEqual(toUtf8(text), new TextEncoder().encode(text));
      assert.equal(byteLengthOf(text), toUtf8(text).length);
    }),
  );
});

test('whole text comes back, a byte order mark too', () => {
  assert.equal(wholeTextOf(toUtf8('\ufeffa')), '\ufeffa');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => wholeTextOf(toUtf8(text)) === text));
});

test('bytes that are not whole characters have no text, wherever the platform sees a fault', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const nearly = fc.array(
    fc.oneof(fc.constantFrom(0xc0, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0x80, 0xa0, 0x9f, 0xbf, 0x41), fc.nat(255)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(nearly, (list) => {
      const bytes = Uint8Array.from(list);
      let expected: string | undefined;
      try {
        expected = strict.decode(bytes);
      } catch {}
      assert.equal(wholeTextOf(bytes), expected);
    }),
    { numRuns: 2000 },
  );
});

test('half a character is shown as a gap and the rest stays', () => {
  assert.equal(textWithGapsOf(Uint8Array.of(0x61, 0xe7, 0xbb)), 'a\ufffd\ufffd');
  assert.equal(textWithGapsOf(Uint8Array.of(0xbd, 0x62)), '\ufffdb');
});
