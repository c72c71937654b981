import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sizeOf } from './text-size.ts';

test('a character is one, however many units and bytes it takes', () => {
  const sizes = ['', 'a', 'é', '水', '😀', '👩‍👩‍👧'].map(sizeOf);
  assert.deepEqual(
    sizes.map(({ characters }) => characters),
    [0, 1, 1, 1, 1, 5],
  );
  assert.deepEqual(
    sizes.map(({ bytes }) => bytes),
    [0, 1, 2, 3, 4, 18],
  );
});

test('of any text, half pairs too, characters and bytes are those that can be made of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0xd7ff, max: 0xe000 })), (text, units) => {
      const whole = text + String.fromCharCode(...units);
      assert.deepEqual(sizeOf(whole), { characters: Array.from(whole).length, bytes: new TextEncoder().encode(whole).length });
    }),
  );
});
