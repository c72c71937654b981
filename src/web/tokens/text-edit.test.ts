import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editBetween } from './text-edit.ts';

test('a typed letter is one insertion', () => {
  assert.deepEqual(editBetween('ac', 'abc'), { from: 1, to: 1, insert: 'b' });
  assert.deepEqual(editBetween('abc', 'ac'), { from: 1, to: 2, insert: '' });
  assert.deepEqual(editBetween('same', 'same'), { from: 4, to: 4, insert: '' });
});

test('what is changed in a text of many pages is found wherever it is', () => {
  const pages = Array.from({ length: 3000 }, (_, at) => `line ${at}\n`).join('');
  for (let at = 0; at <= pages.length; at += 997) {
    const after = `${pages.slice(0, at)}水${pages.slice(at + 3)}`;
    assert.deepEqual(editBetween(pages, after), { from: at, to: Math.min(at + 3, pages.length), insert: '水' });
    assert.deepEqual(editBetween(after, pages), {
      from: at,
      to: Math.min(at + 1, after.length),
      insert: pages.slice(at, at + 3),
    });
  }
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
