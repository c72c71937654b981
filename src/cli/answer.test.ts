/** The one object that `oriel chat --json` prints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import { answerOf } from './answer.ts';

const START: TurnStart = {
  type: 'turn-start',
  turn: 't',
  thread: 'h',
  message: 'a',
  at: 0,
  asked: { vendor: 'local', model: 'default' },
  mode: 'chat',
  settings: {},
  window: { limit: 100, used: 4, reserve: 10, left: [] },
};

function turnOf(events: TurnEvent[], start: TurnStart = START): Turn {
  const turn = foldTurnEvents([start, ...events]);
  assert.ok(turn);
  return turn;
}

const part = (index: number, kind: 'text' | 'reasoning', text: string): TurnEvent[] => [
  { type: 'part-start', index, kind },
  { type: 'part-delta', index, text },
  { type: 'part-end', index },
];

const END: TurnEvent = { type: 'turn-end', reason: 'end', timing: { firstTokenMs: 100, totalMs: 1100 }, cost: { kind: 'local' } };

test('a whole answer: what was asked, what answered, its text, usage, cost, timing and end', () => {
  const answer = answerOf(
    turnOf([
      { type: 'answered-by', vendor: 'local', snapshot: 'abc' },
      ...part(0, 'text', 'Yes.'),
      { type: 'usage', kinds: { inputUncached: 10, cacheRead: 5, outputText: 11 }, raw: { prompt: 15 } },
      END,
    ]),
  );
  assert.deepEqual(answer, {
    thread: 'h',
    turn: 't',
    model: { asked: 'local/default', answered: 'abc', vendor: 'local' },
    text: 'Yes.',
    usage: {
      prompt: { value: 15, grade: 'exact' },
      completion: { value: 11, grade: 'exact' },
      kinds: { inputUncached: 10, cacheRead: 5, outputText: 11 },
      raw: { prompt: 15 },
    },
    cost: { kind: 'local' },
    timing: { firstTokenMs: 100, tokensPerSecond: 10 },
    ended: 'end',
  });
});

test('reasoning is told apart from the text', () => {
  const { text, reasoning } = answerOf(turnOf([...part(0, 'reasoning', 'Hm.'), ...part(1, 'text', 'Yes.'), END]));
  assert.deepEqual([reasoning, text], ['Hm.', 'Yes.']);
});

test('what is not known is absent, not zero and not null', () => {
  const answer = answerOf(turnOf([]));
  assert.deepEqual(answer, {
    thread: 'h',
    turn: 't',
    model: { asked: 'local/default', vendor: 'local' },
    text: '',
    usage: {},
    timing: {},
  });
  assert.doesNotMatch(JSON.stringify(answer), /null|undefined/);
});

test('counts of a vendor are metered', () => {
  const start = { ...START, asked: { vendor: 'openai', model: 'gpt' } };
  const usage: TurnEvent = { type: 'usage', kinds: { inputUncached: 3 }, raw: {} };
  assert.deepEqual(answerOf(turnOf([usage], start)).usage.prompt, { value: 3, grade: 'metered' });
});

test('one token has no rate', () => {
  const usage: TurnEvent = { type: 'usage', kinds: { outputText: 1 }, raw: {} };
  assert.equal(answerOf(turnOf([usage, END])).timing.tokensPerSecond, undefined);
});

test('a failed turn tells its error and keeps its text', () => {
  const error = { kind: 'vendor-fault', message: 'It fell.', retry: true } as const;
  const answer = answerOf(
    turnOf([
      ...part(0, 'text', 'Ye'),
      { type: 'turn-end', reason: 'failed', error, timing: { totalMs: 1 }, cost: { kind: 'local' } },
    ]),
  );
  assert.deepEqual([answer.text, answer.ended, answer.error], ['Ye', 'failed', error]);
});
