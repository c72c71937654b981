import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editBetween } from './text-edit.ts';

test('a typed letter is one insertion', () => {
  assert.deepEqual(editBetween('ac', 'abc'), { from: 1, to: 1, insert: 'b' });
  assert.deepEqual(editBetween('abc', 'ac'), { from: 1, to: 2, insert: '' });
  assert.deepEqual(editBetween('same', 'same'), { from: 4, to: 4, insert: '' });
});

test('characters of two units stay whole', () => {
  // The two emoji share their first unit.
  assert.deepEqual(editBetween('a😀b', 'a😁b'), { from: 1, to: 3, insert: '😁' });
  // These share their second.
  assert.deepEqual(editBetween('\u{10400}', '\u{10800}'), { from: 0, to: 2, insert: '\u{10800}' });
});

test('the edit makes the one text of the other, and no half is left at its borders', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '\u{10400}', '\u{10800}', '水'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = editBetween(before, after);
      assert.equal(before.slice(0, from) + insert + before.slice(to), after);
      assert.ok(insert.isWellFormed() && before.slice(0, from).isWellFormed() && before.slice(to).isWellFormed());
    }),
  );
});
