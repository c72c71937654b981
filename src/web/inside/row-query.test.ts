import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowToken } from '#domain/tokens/token';
import { beginningOf } from './row-query.ts';

const token = (text: string, owner: RowToken['owner']): RowToken => ({ bytes: '', text, owner });

test('the beginning of a row ends before the first token with words of the person', () => {
  const tokens = [
    token('<s>', 'template'),
    token('Be kind.', 'system'),
    token('\nx', ['template', 'person']),
    token('</s>', 'template'),
  ];
  const row = beginningOf({ model: 'm', encoding: 'e', grade: 'exact', counts: {}, tokens, text: '<s>Be kind.\nx</s>' });
  assert.deepEqual([row.tokens.length, row.text, row.counts.prompt?.value], [2, '<s>Be kind.', 2]);
});

test('a row without words of a person is its own beginning', () => {
  const tokens = [token('<s>', 'template')];
  assert.equal(beginningOf({ model: 'm', encoding: 'e', grade: 'exact', counts: {}, tokens }).tokens.length, 1);
});
