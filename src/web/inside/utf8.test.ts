import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex, toHex } from '#domain/tokens/token';
import { spacedHex, textOfHex, wholenessOf } from './utf8.ts';

test('whole characters are whole, cut ones partial, impossible ones broken', () => {
  assert.equal(wholenessOf(fromHex('')), 'whole');
  assert.equal(wholenessOf(fromHex('e7bbbd')), 'whole');
  assert.equal(wholenessOf(fromHex('41e7bb')), 'partial');
  assert.equal(wholenessOf(fromHex('f09f')), 'partial');
  for (const hex of ['80', 'c080', 'e08080', 'eda080', 'f4908080', 'ff', 'e741'])
    assert.equal(wholenessOf(fromHex(hex)), 'broken', hex);
});

test('wholeness agrees with the decoder on any bytes', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) => {
      let isWhole = true;
      try {
        decoder.decode(bytes);
      } catch {
        isWhole = false;
      }
      assert.equal(wholenessOf(bytes) === 'whole', isWhole);
    }),
    { numRuns: 2000 },
  );
});

test('every beginning of good text is whole or partial', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), fc.nat(), (text, cut) => {
      const bytes = new TextEncoder().encode(text.toWellFormed());
      assert.notEqual(wholenessOf(bytes.subarray(0, cut % (bytes.length + 1))), 'broken');
    }),
  );
});

test('hexadecimal is read as the decoder reads bytes, and refused where that refuses', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      let text: string | undefined;
      try {
        text = decoder.decode(bytes);
      } catch {
        text = undefined;
      }
      assert.equal(textOfHex(toHex(bytes)), text);
    }),
    { numRuns: 2000 },
  );
});

test('a byte order mark is a character like any other', () => {
  assert.equal(textOfHex('efbbbf41'), '\ufeffA');
});

test('bytes for people stand apart', () => {
  assert.equal(spacedHex('e7bbbd'), 'e7 bb bd');
  assert.equal(spacedHex(''), '');
});
