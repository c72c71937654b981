import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldTurn, type Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import type { Owner, RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { feedOf, promptFeed, takeLive } from './row-feed.ts';

const token = (owner: Owner, id: number): RowToken => ({ id, bytes: '61', owner });
const tokens = [token('template', 1), token('person', 2), token('model', 3), token('model', 4)];
const row: WireRow = {
  model: 'local/x',
  encoding: 'x',
  grade: 'exact',
  counts: { prompt: { value: 2, grade: 'exact' } },
  tokens,
};
const start: TurnEvent = {
  type: 'turn-start',
  turn: 't',
  thread: 'h',
  message: 'a',
  at: 0,
  asked: { vendor: 'local', model: 'x' },
  mode: 'chat',
  settings: {},
  window: { limit: 100, used: 2, reserve: 10, left: [] },
};
const fold = (turn: Turn | null, ...events: TurnEvent[]): Turn => {
  let folded = turn;
  for (const event of events) folded = foldTurn(folded, event);
  assert.ok(folded);
  return folded;
};
const delta = (index: number, ...ids: number[]): TurnEvent => ({
  type: 'part-delta',
  index,
  tokens: ids.map((id) => ({ id, bytes: '62', logprob: -1 })),
});

test('a finished row is taken whole, and its prompt is known', () => {
  const feed = feedOf(row);
  assert.deepEqual(feed.tokens, tokens);
  assert.equal(feed.promptCount, 2);
  assert.deepEqual(feed.owners, { template: 1, system: 0, person: 1, model: 2, tool: 0 });
});

test('a row without a count of its prompt was all given', () => {
  assert.equal(feedOf({ ...row, counts: {} }).promptCount, 4);
});

test('a live turn adds what came, each token once, over several parts, and the end token last', () => {
  const feed = promptFeed(row);
  let turn = fold(null, start, { type: 'part-start', index: 0, kind: 'reasoning' }, delta(0, 10, 11));
  takeLive(feed, turn);
  takeLive(feed, turn);
  turn = fold(turn, { type: 'part-end', index: 0 }, { type: 'part-start', index: 1, kind: 'text' }, delta(1, 12));
  takeLive(feed, turn);
  turn = fold(turn, delta(1, 13), { type: 'part-end', index: 1 }, { type: 'end-token', id: 2, bytes: '3c' });
  takeLive(feed, turn);
  takeLive(feed, turn);
  assert.deepEqual(
    feed.tokens.map((one) => one.id),
    [1, 2, 10, 11, 12, 13, 2],
  );
  assert.deepEqual(feed.tokens[2], { id: 10, bytes: '62', logprob: -1, owner: 'model', message: 'a' });
  assert.equal(feed.tokens.at(-1)?.special, true);
  assert.equal(feed.owners.model, 5);
  assert.equal(feed.promptCount, 2);
});
