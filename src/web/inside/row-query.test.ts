import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { beginningOf, rowQuery, shareRow } from './row-query.ts';

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

const rowOf = (...tokens: RowToken[]): WireRow => ({ model: 'm', encoding: 'e', grade: 'exact', counts: {}, tokens });
const word = (change: Partial<RowToken> = {}): RowToken => ({ id: 1, bytes: '61', owner: 'model', message: 'a', ...change });

test('a row that says the same is the row that was there', () => {
  const before = rowOf(word(), word({ logprob: -1 }));
  assert.equal(shareRow(before, rowOf(word(), word({ logprob: -1 }))), before);
});

test('a row that says anything else is a new one', () => {
  const before = rowOf(word(), word());
  const others = [
    rowOf(word()),
    rowOf(word(), word(), word()),
    rowOf(word(), word({ id: 2 })),
    rowOf(word(), word({ bytes: '62' })),
    rowOf(word(), word({ message: 'b' })),
    rowOf(word(), word({ logprob: -1 })),
    { ...rowOf(word(), word()), probabilities: 'exact' as const },
  ];
  for (const now of others) assert.equal(shareRow(before, now), now);
  assert.equal(shareRow(undefined, before), before);
});

/** How long (ms) a row is taken for new. */
function freshness(part: 'whole' | 'prompt', data?: WireRow): unknown {
  const { staleTime } = rowQuery('t', part, true);
  return (staleTime as (query: { state: { data?: WireRow } }) => number)({ state: data ? { data } : {} });
}

test('a row is asked for again until the model has handed the word back', () => {
  const end = word({ special: true });
  assert.equal(freshness('whole', rowOf(word())), 0);
  assert.equal(freshness('whole', rowOf(word(), word({ special: true, owner: 'template' }))), 0);
  assert.equal(freshness('whole'), 0);
  assert.equal(freshness('whole', rowOf(word(), end)), Number.POSITIVE_INFINITY);
  assert.equal(freshness('prompt', rowOf(word())), Number.POSITIVE_INFINITY);
});
