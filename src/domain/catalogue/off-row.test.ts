import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offRow } from './off-row.ts';

test('what is counted and not shown is told with its tokens, in the order of a request', () => {
  assert.equal(
    offRow({ images: 765, tools: 68, calls: 1, names: 14 }),
    'Counted, and not in the row: names (14 tokens), calls of tools (1 token), definitions of tools (68 tokens), images (765 tokens).',
  );
});

test('parts that a prompt does not have are not told', () => {
  assert.equal(offRow({ names: 0, calls: 9 }), 'Counted, and not in the row: calls of tools (9 tokens).');
});

test('a row that shows all needs no sentence', () => {
  assert.equal(offRow({}), undefined);
  assert.equal(offRow({ names: 0, calls: 0, tools: 0, images: 0 }), undefined);
});
