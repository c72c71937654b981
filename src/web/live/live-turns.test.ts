import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { followLive, forgetEnded, onLiveEnd, useHasEnded, useLiveTurn } from './live-turns.ts';

const start = (turn: string): TurnEvent => ({
  type: 'turn-start',
  turn,
  thread: 'h',
  message: 'a',
  at: 0,
  asked: { vendor: 'local', model: 'small' },
  mode: 'chat',
  settings: {},
  window: { limit: 10, used: 1, reserve: 1, left: [] },
});
const words: TurnEvent[] = [
  { type: 'part-start', index: 0, kind: 'text' },
  { type: 'part-delta', index: 0, text: 'Hi' },
];
const end: TurnEvent = { type: 'turn-end', reason: 'end', timing: { totalMs: 1 }, cost: { kind: 'local' } };

let asked: string[] = [];
let answer: (turn: string) => Response;
globalThis.fetch = async (path) => {
  const turn = String(path).split('/')[3] ?? '';
  asked.push(turn);
  return answer(turn);
};
const stream = (...batches: TurnEvent[][]) =>
  new Response(batches.map((batch, at) => `id: ${at + 1}\ndata: ${JSON.stringify(batch)}\n\n`).join(''));
Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });

/** What a component sees now, through a hook. */
function through<Seen>(hook: () => Seen): Seen | undefined {
  let seen: Seen | undefined;
  renderToStaticMarkup(
    createElement(() => {
      seen = hook();
      return null;
    }),
  );
  return seen;
}
const seen = (turn: string | undefined) => through(() => useLiveTurn(turn));
/** Follows a turn until it has ended. */
async function followed(turn: string, thread = 'h'): Promise<Turn> {
  const ended = new Promise<Turn>((resolve) => {
    const forget = onLiveEnd((one) => {
      if (one.turn !== turn) return;
      forget();
      resolve(one);
    });
  });
  followLive(thread, turn);
  return ended;
}

beforeEach(() => {
  asked = [];
  answer = (turn) => stream([start(turn)], words, [end]);
});

test('a turn is folded as its batches come, and its end is told', async () => {
  const turn = await followed('t1');
  assert.deepEqual([turn.status, turn.parts[0]?.text], ['ended', 'Hi']);
});

test('a turn that has ended can still be seen', async () => {
  await followed('t2');
  assert.equal(seen('t2')?.turn?.status, 'ended');
  assert.equal(seen('t2')?.isCut, false);
});

test('a turn is read once, however many ask for it', async () => {
  const first = followed('t3');
  followLive('h', 't3');
  await first;
  followLive('h', 't3');
  assert.deepEqual(asked, ['t3']);
});

test('the end of a turn is seen apart from its words', async () => {
  const ended = (turn: string) => through(() => useHasEnded(turn));
  assert.equal(ended('t4'), false);
  const end = followed('t4');
  assert.equal(ended('t4'), false);
  await end;
  assert.equal(ended('t4'), true);
});

test('turns of a thread are forgotten once they have ended, but for those that are kept', async () => {
  for (const turn of ['t5', 't6']) await followed(turn, 'h5');
  await followed('t7', 'h7');
  const end = followed('t10', 'h5');
  forgetEnded('h5', new Set(['t6']));
  assert.deepEqual(
    ['t5', 't6', 't7', 't10'].map((turn) => seen(turn) !== undefined),
    [false, true, true, true],
  );
  await end;
});

test('a refusal is kept with its reason', async () => {
  answer = () =>
    new Response('{"type":"","title":"","status":404,"detail":"There is no turn t8.","kind":"not-found"}', { status: 404 });
  followLive('h', 't8');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.equal(seen('t8')?.refused, 'There is no turn t8.');
});

test('who no longer listens hears no end', async () => {
  let heard = 0;
  const forget = onLiveEnd(() => heard++);
  forget();
  await followed('t9');
  assert.equal(heard, 0);
});

test('no turn, nothing to see', () => {
  assert.equal(seen(undefined), undefined);
  assert.equal(seen('unheard-of'), undefined);
});
