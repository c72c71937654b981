import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { RowToken } from '#domain/tokens/token';
import { requestOf } from './request-body.ts';

const turn = {
  turn: 't',
  thread: 'h',
  message: 'a',
  at: 0,
  asked: { vendor: 'local', model: 'quick' },
  mode: 'chat',
  settings: { temperature: 0.7, seed: 7 },
  window: { limit: 10, used: 1, reserve: 1, left: [] },
  status: 'ended',
  parts: [],
  notices: [],
} satisfies Turn;
const token = (id: number | undefined): RowToken => ({ bytes: '61', owner: 'person', ...(id !== undefined && { id }) });

test('the text is JSON: model, mode, settings and the ids in order', () => {
  const ids = Array.from({ length: 15 }, (_, at) => at * 3);
  const text = requestOf(turn, ids.map(token));
  assert.deepEqual(JSON.parse(text), {
    model: 'local/quick',
    mode: 'chat',
    settings: { temperature: 0.7, seed: 7 },
    prompt: ids,
  });
});

test('template and snapshot are told where they are known, an unpublished id is null', () => {
  const body = JSON.parse(
    requestOf({ ...turn, template: 'ab12', answeredBy: { vendor: 'local', snapshot: 'c6' } }, [token(undefined)]),
  );
  assert.deepEqual([body.template, body.snapshot, body.prompt], ['ab12', 'c6', [null]]);
});

test('no line of ids is long', () => {
  const lines = requestOf(
    turn,
    Array.from({ length: 40 }, () => token(199_999)),
  ).split('\n');
  assert.ok(lines.every((line) => line.length <= 60));
});
