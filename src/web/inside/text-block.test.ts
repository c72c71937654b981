import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blocksOf, linesIn } from './text-block.ts';

test('a short text is one block, an empty one none', () => {
  assert.deepEqual(blocksOf('a\nb'), ['a\nb']);
  assert.deepEqual(blocksOf(''), []);
});

test('blocks end with a line where there is one', () => {
  const blocks = blocksOf('a line of text\n'.repeat(2000));
  assert.ok(blocks.length > 4);
  for (const block of blocks) assert.ok(block.endsWith('\n'));
});

test('blocks together are the text, none is long, and no character is cut', () => {
  const text = fc
    .array(fc.constantFrom('😀'.repeat(1500), 'word\n', 'x'.repeat(3001), '绽'), { maxLength: 20 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (whole) => {
      const blocks = blocksOf(whole);
      assert.equal(blocks.join(''), whole);
      for (const block of blocks) assert.ok(block.isWellFormed() && block.length <= 8001);
    }),
  );
});

test('height is guessed by line breaks and long lines', () => {
  assert.equal(linesIn('a\nb'), 2);
  assert.equal(linesIn('x'.repeat(91)), 3);
});
