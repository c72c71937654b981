import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Token } from '#domain/tokens/token';
import { BadEventOrder, foldTurn, foldTurnEvents, partsOf, type Turn } from './turn.ts';
import type { EndReason, TurnEvent, TurnStart } from './turn-event.ts';

const START: TurnStart = {
  type: 'turn-start',
  turn: 't',
  thread: 'th',
  message: 'm',
  at: 1,
  asked: { vendor: 'local', model: 'default' },
  mode: 'chat',
  settings: { temperature: 0 },
  window: { limit: 100, used: 10, reserve: 25, left: [] },
};
const end = (reason: EndReason = 'end'): TurnEvent => ({
  type: 'turn-end',
  reason,
  timing: { totalMs: 5 },
  cost: { kind: 'local' },
});
const folded = (...events: TurnEvent[]): Turn => foldTurnEvents([START, ...events]) as Turn;

const token: fc.Arbitrary<Token> = fc.record(
  { id: fc.nat(1000), bytes: fc.constantFrom('61', 'e7bb', 'bd') },
  { noNullPrototype: true },
);
const delta = (index: number): fc.Arbitrary<TurnEvent> =>
  fc
    .record({ text: fc.string({ maxLength: 5 }), tokens: fc.array(token, { maxLength: 3 }) })
    .map((more) => ({ type: 'part-delta', index, ...more }));
const part = (index: number): fc.Arbitrary<TurnEvent[]> =>
  fc
    .tuple(fc.array(delta(index), { maxLength: 6 }), fc.constantFrom('text', 'reasoning'))
    .map(([deltas, kind]) => [{ type: 'part-start', index, kind } as const, ...deltas, { type: 'part-end', index }]);
const besides: fc.Arbitrary<TurnEvent> = fc.oneof(
  fc.record({ type: fc.constant('notice' as const), code: fc.string(), detail: fc.string() }),
  fc.constant({ type: 'answered-by', vendor: 'local', snapshot: 'abc' } as const),
  fc.constant({ type: 'usage', kinds: { outputText: 3 }, raw: null } as const),
);
/** Whole, lawful turns. */
const turns: fc.Arbitrary<TurnEvent[]> = fc
  .tuple(part(0), fc.array(besides, { maxLength: 4 }), part(1), fc.constantFrom<EndReason>('end', 'stopped', 'failed', 'length'))
  .map(([first, more, second, reason]) => [
    START,
    { type: 'prompt-start', tokens: 10, kept: 4 },
    { type: 'prompt-delta', read: 8 },
    { type: 'prompt-end', count: 10 },
    ...first,
    ...more,
    ...second,
    { type: 'end-token', id: 2, bytes: '' },
    end(reason),
  ]);

test('a fold of all events is a fold of a prefix, then of the rest, wherever it is cut', () => {
  fc.assert(
    fc.property(turns, fc.nat(), (events, pick) => {
      const at = pick % (events.length + 1);
      const whole = foldTurnEvents(structuredClone(events));
      const prefix = foldTurnEvents(structuredClone(events.slice(0, at)));
      assert.deepEqual(foldTurnEvents(structuredClone(events.slice(at)), structuredClone(prefix)), whole);
    }),
  );
});

test('a text is its deltas joined, and its tokens are theirs in order', () => {
  fc.assert(
    fc.property(turns, (events) => {
      const turn = foldTurnEvents(structuredClone(events)) as Turn;
      for (const [index, { text, tokens }] of turn.parts.entries()) {
        const deltas = events.filter((event) => event.type === 'part-delta' && event.index === index) as {
          text: string;
          tokens: Token[];
        }[];
        assert.equal(text, deltas.map((event) => event.text).join(''));
        assert.deepEqual(
          tokens,
          deltas.flatMap((event) => event.tokens),
        );
      }
    }),
  );
});

test('nothing may follow turn-end, whatever it is', () => {
  fc.assert(
    fc.property(turns, (events) => {
      const turn = foldTurnEvents(structuredClone(events)) as Turn;
      for (const event of events) assert.throws(() => foldTurn(turn, event), BadEventOrder);
    }),
  );
});

test('a turn begins with turn-start, once', () => {
  assert.throws(() => foldTurn(null, end()), /begins with turn-start, not turn-end/);
  assert.throws(() => folded(START), /turn-start came twice/);
});

test('parts begin in order', () => {
  assert.throws(() => folded({ type: 'part-start', index: 1, kind: 'text' }), /Part 1 began where part 0 was due/);
});

test('a delta or an end needs an open part', () => {
  const closed: TurnEvent[] = [
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-end', index: 0 },
  ];
  assert.throws(() => folded({ type: 'part-delta', index: 0, text: 'a' }), /Part 0 is not open/);
  assert.throws(() => folded(...closed, { type: 'part-delta', index: 0, text: 'a' }), /Part 0 is not open/);
  assert.throws(() => folded(...closed, { type: 'part-end', index: 0 }), /Part 0 is not open/);
});

test('what is read of the prompt begins with what was kept', () => {
  assert.deepEqual(folded({ type: 'prompt-start', tokens: 10, kept: 4 }).prompt, { tokens: 10, kept: 4, read: 4 });
  assert.deepEqual(folded({ type: 'prompt-end', count: 12 }).prompt, { read: 12, count: 12 });
});

test('the status tells how a turn ended', () => {
  const statuses: [EndReason, Turn['status']][] = [
    ['end', 'ended'],
    ['length', 'ended'],
    ['window-full', 'ended'],
    ['tool-calls', 'ended'],
    ['stopped', 'stopped'],
    ['failed', 'failed'],
    ['interrupted', 'interrupted'],
  ];
  for (const [reason, status] of statuses) assert.equal(folded(end(reason)).status, status);
  assert.equal(folded().status, 'running');
});

test('a failure keeps its error and all that was written', () => {
  const error = { kind: 'cut-off', message: 'The line was cut.', retry: true } as const;
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-delta', index: 0, text: 'half' },
    { type: 'turn-end', reason: 'failed', error, timing: { totalMs: 1 }, cost: { kind: 'local' } },
  );
  assert.deepEqual(turn.error, error);
  assert.equal(turn.parts[0]?.text, 'half');
});

test('the last usage counts, and nobody is said to have answered until somebody says so', () => {
  const turn = folded({ type: 'usage', kinds: { outputText: 1 }, raw: 1 }, { type: 'usage', kinds: { outputText: 2 }, raw: 2 });
  assert.deepEqual(turn.usage, { kinds: { outputText: 2 }, raw: 2 });
  assert.equal(turn.answeredBy, undefined);
});

test('the parts of a message hold the calls with their arguments, and replays go along', () => {
  const turn = folded(
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-delta', index: 0, text: 'Hm.' },
    { type: 'part-end', index: 0, replay: { signature: 's' } },
    { type: 'part-start', index: 1, kind: 'tool-call', callId: 'c1', name: 'look' },
    { type: 'part-delta', index: 1, arguments: '{"a"' },
    { type: 'part-delta', index: 1, arguments: ':1}' },
    { type: 'part-start', index: 2, kind: 'tool-result', callId: 'c1' },
    { type: 'part-delta', index: 2, text: 'seen' },
    { type: 'part-start', index: 3, kind: 'image' },
    { type: 'part-delta', index: 3, text: 'hash' },
  );
  assert.deepEqual(partsOf(turn), [
    { kind: 'reasoning', text: 'Hm.', replay: { signature: 's' } },
    { kind: 'tool-call', callId: 'c1', name: 'look', arguments: '{"a":1}' },
    { kind: 'tool-result', callId: 'c1', text: 'seen' },
    { kind: 'image', mediaType: '', hash: 'hash' },
  ]);
});
