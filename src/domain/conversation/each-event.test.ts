import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldTurn, foldTurnEvents, partsOf, type Turn } from './turn.ts';
import type { EndReason, TurnEvent, TurnStart } from './turn-event.ts';

const START: TurnStart = {
  type: 'turn-start',
  turn: 't1',
  thread: 'th1',
  message: 'm1',
  at: 1_790_000_000_000,
  asked: { vendor: 'openai', model: 'gpt-4o' },
  mode: 'document',
  settings: { temperature: 0.5, seed: 7, stop: ['\n'] },
  template: 'ab'.repeat(32),
  window: { limit: 4096, used: 22, reserve: 1024, left: [{ message: 'm0', tokens: 9, reason: 'window' }] },
};
const folded = (...events: TurnEvent[]): Turn => foldTurnEvents(structuredClone([START, ...events])) as Turn;
const end = (reason: EndReason): TurnEvent => ({ type: 'turn-end', reason, timing: { totalMs: 5 }, cost: { kind: 'local' } });

test('a turn that has begun has all that its start says, is running, and has written nothing', () => {
  const { type: _, ...said } = START;
  assert.deepEqual(folded(), { ...said, status: 'running', parts: [], notices: [] });
});

test('a start without a template leaves the turn without one', () => {
  const { template: _, ...bare } = START;
  assert.equal('template' in foldTurn(null, bare), false);
});

test('no events are no turn', () => {
  assert.equal(foldTurnEvents([]), null);
});

test('before anything was read, the kept tokens count as read', () => {
  assert.deepEqual(folded({ type: 'prompt-start', tokens: 22, kept: 4 }).prompt, { tokens: 22, kept: 4, read: 4 });
});

test('reading is how far it has come, not how much more was read', () => {
  const turn = folded(
    { type: 'prompt-start', tokens: 22, kept: 4 },
    { type: 'prompt-delta', read: 8 },
    { type: 'prompt-delta', read: 20 },
  );
  assert.deepEqual(turn.prompt, { tokens: 22, kept: 4, read: 20 });
});

test('the end of reading says the count, and all of it is read', () => {
  const turn = folded({ type: 'prompt-start', tokens: 22, kept: 4 }, { type: 'prompt-end', count: 23 });
  assert.deepEqual(turn.prompt, { tokens: 22, kept: 4, read: 23, count: 23 });
});

test('a vendor that only says the count says no tokens kept', () => {
  assert.deepEqual(folded({ type: 'prompt-end', count: 7 }).prompt, { read: 7, count: 7 });
});

test('who answered is all that was said of it, and the last word counts', () => {
  const turn = folded(
    { type: 'answered-by', vendor: 'openrouter', subVendor: 'Groq', fingerprint: 'fp_1' },
    { type: 'answered-by', vendor: 'openai', snapshot: 'gpt-4o-2024-08-06' },
  );
  assert.deepEqual(turn.answeredBy, { vendor: 'openai', snapshot: 'gpt-4o-2024-08-06' });
});

test('a part begins empty and open, with the name and the call that it has', () => {
  assert.deepEqual(folded({ type: 'part-start', index: 0, kind: 'tool-call', callId: 'c1', name: 'weather' }).parts, [
    { kind: 'tool-call', text: '', tokens: [], isEnded: false, callId: 'c1', name: 'weather' },
  ]);
});

test('a part of text has neither call nor name', () => {
  assert.deepEqual(Object.keys(folded({ type: 'part-start', index: 0, kind: 'text' }).parts[0] ?? {}).sort(), [
    'isEnded',
    'kind',
    'text',
    'tokens',
  ]);
});

test('deltas go to the part that they name, not to the last one', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-start', index: 1, kind: 'text' },
    { type: 'part-delta', index: 0, text: 'hm' },
    { type: 'part-delta', index: 1, text: 'Yes' },
    { type: 'part-delta', index: 0, text: ', so' },
  );
  assert.deepEqual(
    turn.parts.map(({ text }) => text),
    ['hm, so', 'Yes'],
  );
});

test('arguments grow apart from text', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'tool-call', callId: 'c', name: 'f' },
    { type: 'part-delta', index: 0, arguments: '{"a"' },
    { type: 'part-delta', index: 0, arguments: ':1}' },
  );
  assert.deepEqual([turn.parts[0]?.arguments, turn.parts[0]?.text], ['{"a":1}', '']);
});

test('a delta of tokens alone leaves the text as it was: the token ended in half a character', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-delta', index: 0, tokens: [{ id: 2282, bytes: 'e7bb' }] },
    { type: 'part-delta', index: 0, text: '绽', tokens: [{ id: 121, bytes: 'bd' }] },
  );
  assert.equal(turn.parts[0]?.text, '绽');
  assert.deepEqual(
    turn.parts[0]?.tokens.map(({ id }) => id),
    [2282, 121],
  );
});

test('a token keeps its probability and its alternatives', () => {
  const token = { id: 5, bytes: '61', logprob: -0.1, alternatives: [{ id: 6, bytes: '62', logprob: -2.4 }], special: true };
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-delta', index: 0, text: 'a', tokens: [token] },
  );
  assert.deepEqual(turn.parts[0]?.tokens, [token]);
});

test('a part that ends may say what has to be sent back with it', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-end', index: 0, replay: { signature: 'x' } },
  );
  assert.deepEqual(turn.parts[0], { kind: 'reasoning', text: '', tokens: [], isEnded: true, replay: { signature: 'x' } });
});

test('a part that ends without such words has none', () => {
  const turn = folded({ type: 'part-start', index: 0, kind: 'text' }, { type: 'part-end', index: 0 });
  assert.equal('replay' in (turn.parts[0] ?? {}), false);
});

test('the token that hands the word back stands beside the parts, in none of them', () => {
  const turn = folded({ type: 'part-start', index: 0, kind: 'text' }, { type: 'end-token', id: 2, bytes: '3c2f733e' });
  assert.deepEqual(turn.endToken, { id: 2, bytes: '3c2f733e' });
  assert.deepEqual(turn.parts[0]?.tokens, []);
});

test('usage keeps the vendor’s own object, and the last one counts', () => {
  const turn = folded(
    { type: 'usage', kinds: { outputText: 1 }, raw: { completion_tokens: 1 } },
    { type: 'usage', kinds: { inputUncached: 22, outputText: 20 }, raw: { prompt_tokens: 22, completion_tokens: 20 } },
  );
  assert.deepEqual(turn.usage, {
    kinds: { inputUncached: 22, outputText: 20 },
    raw: { prompt_tokens: 22, completion_tokens: 20 },
  });
});

test('every notice stays, in order', () => {
  const turn = folded(
    { type: 'notice', code: 'setting-ignored', detail: 'top_k' },
    { type: 'notice', code: 'setting-ignored', detail: 'min_p' },
  );
  assert.deepEqual(turn.notices, [
    { code: 'setting-ignored', detail: 'top_k' },
    { code: 'setting-ignored', detail: 'min_p' },
  ]);
});

const STATUS: Record<EndReason, Turn['status']> = {
  end: 'ended',
  length: 'ended',
  'window-full': 'ended',
  'tool-calls': 'ended',
  refusal: 'ended',
  filtered: 'ended',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
};
for (const [reason, status] of Object.entries(STATUS) as [EndReason, Turn['status']][])
  test(`a turn whose end is ${reason} is ${status}, and keeps the reason`, () => {
    const turn = folded(end(reason));
    assert.deepEqual([turn.status, turn.reason], [status, reason]);
  });

test('the end says time and cost, and an error only where there is one', () => {
  const timing = { firstTokenMs: 3, totalMs: 9 };
  const cost = { kind: 'computed', picoUsd: '255000000' } as const;
  const error = { kind: 'rate-limited', message: 'Too many.', retry: true } as const;
  const well = folded({ type: 'turn-end', reason: 'end', timing, cost });
  assert.deepEqual([well.timing, well.cost, 'error' in well], [timing, cost, false]);
  assert.deepEqual(folded({ type: 'turn-end', reason: 'failed', timing, cost, error }).error, error);
});

test('a failed turn keeps what it had written', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-delta', index: 0, text: 'Half' },
    end('failed'),
  );
  assert.deepEqual(partsOf(turn), [{ kind: 'text', text: 'Half' }]);
});

test('a part as part of a message: each kind keeps what is its own', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-delta', index: 0, text: 'hm' },
    { type: 'part-end', index: 0, replay: 'sig' },
    { type: 'part-start', index: 1, kind: 'tool-call', callId: 'c', name: 'f' },
    { type: 'part-delta', index: 1, arguments: '{}' },
    { type: 'part-start', index: 2, kind: 'tool-call' },
    { type: 'part-start', index: 3, kind: 'tool-result', callId: 'c' },
    { type: 'part-delta', index: 3, text: '21 C' },
    { type: 'part-start', index: 4, kind: 'image' },
    { type: 'part-start', index: 5, kind: 'refusal' },
  );
  assert.deepEqual(partsOf(turn), [
    { kind: 'reasoning', text: 'hm', replay: 'sig' },
    { kind: 'tool-call', callId: 'c', name: 'f', arguments: '{}' },
    { kind: 'tool-call', callId: '', name: '', arguments: '' },
    { kind: 'tool-result', callId: 'c', text: '21 C' },
    { kind: 'image', mediaType: '', hash: '' },
    { kind: 'refusal', text: '' },
  ]);
});
