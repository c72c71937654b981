/** The order of turn events as the contract words it, written down a second time, plainly, and compared with the fold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadEventOrder, foldTurn, type Turn } from './turn.ts';
import type { TurnEvent } from './turn-event.ts';

const window = { limit: 10, used: 1, reserve: 1, left: [] };
const events: fc.Arbitrary<TurnEvent> = fc.oneof(
  fc.constant<TurnEvent>({
    type: 'turn-start',
    turn: 't',
    thread: 'th',
    message: 'm',
    at: 0,
    asked: { vendor: 'v', model: 'm' },
    mode: 'chat',
    settings: {},
    window,
  }),
  fc.nat(2).map((index): TurnEvent => ({ type: 'part-start', index, kind: 'text' })),
  fc.nat(2).map((index): TurnEvent => ({ type: 'part-delta', index, text: 'a' })),
  fc.nat(2).map((index): TurnEvent => ({ type: 'part-end', index })),
  fc.constant<TurnEvent>({ type: 'prompt-delta', read: 1 }),
  fc.constant<TurnEvent>({ type: 'notice', code: 'c', detail: 'd' }),
  fc.constant<TurnEvent>({ type: 'usage', kinds: {}, raw: null }),
  fc.constant<TurnEvent>({ type: 'turn-end', reason: 'end', timing: { totalMs: 0 }, cost: { kind: 'local' } }),
);

/** Whether an event may stand after those before it. */
function isLawful(before: readonly TurnEvent[], event: TurnEvent): boolean {
  if (before.length === 0) return event.type === 'turn-start';
  if (event.type === 'turn-start' || before.some(({ type }) => type === 'turn-end')) return false;
  if (event.type === 'part-start') return event.index === before.filter(({ type }) => type === 'part-start').length;
  if (event.type !== 'part-delta' && event.type !== 'part-end') return true;
  const began = before.some((other) => other.type === 'part-start' && other.index === event.index);
  const ended = before.some((other) => other.type === 'part-end' && other.index === event.index);
  return began && !ended;
}

test('the fold takes exactly the lawful orders and refuses the first event that breaks one', () => {
  // Most lists begin lawfully, so that the later rules are reached.
  const start = fc.constant<TurnEvent[]>([
    {
      type: 'turn-start',
      turn: 't',
      thread: 'th',
      message: 'm',
      at: 0,
      asked: { vendor: 'v', model: 'm' },
      mode: 'chat',
      settings: {},
      window,
    },
  ]);
  const lists = fc.tuple(
    fc.oneof({ weight: 9, arbitrary: start }, fc.constant<TurnEvent[]>([])),
    fc.array(events, { maxLength: 12 }),
  );
  fc.assert(
    fc.property(lists, ([opening, more]) => {
      const taken: TurnEvent[] = [];
      let turn: Turn | null = null;
      for (const event of [...opening, ...more]) {
        if (isLawful(taken, event)) {
          turn = foldTurn(turn, event);
          taken.push(event);
        } else assert.throws(() => foldTurn(turn, event), BadEventOrder);
      }
      assert.equal(turn?.parts.length ?? 0, taken.filter(({ type }) => type === 'part-start').length);
    }),
    { numRuns: 1000 },
  );
});

test('an event that is refused changes nothing of the turn before it', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 8 }), (list) => {
      let turn: Turn | null = null;
      for (const event of list) {
        const before: Turn | null = structuredClone(turn);
        try {
          turn = foldTurn(turn, event);
        } catch {
          assert.deepEqual(turn, before);
        }
      }
    }),
  );
});
