import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteLength } from './byte-length.ts';

test('a character takes one to four bytes', () => {
  assert.deepEqual(['', 'a', 'é', '水', '😀'].map(byteLength), [0, 1, 2, 3, 4]);
});

test('it is what the encoder makes of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(byteLength(text), new TextEncoder().encode(text).length);
    }),
  );
});
