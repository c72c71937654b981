/** 200 turns of 100 tokens a second: from event to committed, and what it costs the loop that serves everybody. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '#domain/conversation/message';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { newId } from '#store/id';
import type { NewTurn, Store } from '#store/store';
import type { Figure } from '../store.ts';
import { inHome, ms, quantile } from './home.ts';

const TURNS = 200;
const TOKENS_A_SECOND = 100;
const SECONDS = 5;
const WARM_UP_MS = 500;

export function benchStream(): Promise<Figure[]> {
  return inHome(async (store) => {
    const { id } = await store.threads.create(store.person, {});
    const alone: number[] = [];
    for (let round = 0; round < 60; round++) await begin(store, id, alone);
    const firsts: number[] = [];
    const turns = await Promise.all(Array.from({ length: TURNS }, () => begin(store, id, firsts)));
    for (const turn of turns) void store.turns.append(turn, [{ type: 'part-start', index: 0, kind: 'text' }, tokenAt(0)]);
    await sleep(WARM_UP_MS);
    const waits: number[] = [];
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const start = performance.now();
    for (let sent = 0; sent < SECONDS * TOKENS_A_SECOND; ) {
      const due = Math.min(SECONDS * TOKENS_A_SECOND, Math.floor(((performance.now() - start) / 1000) * TOKENS_A_SECOND));
      for (; sent < due; sent++) for (const turn of turns) append(store, turn, sent, waits);
      await sleep(1000 / TOKENS_A_SECOND);
    }
    loop.disable();
    await Promise.all(turns.map((turn) => store.turns.append(turn, [end])));
    return [
      { name: `${TURNS} turns x ${TOKENS_A_SECOND} tokens/s: event to committed, p50`, value: ms(quantile(waits, 0.5)) },
      { name: '  event to committed, p99', value: ms(quantile(waits, 0.99)), target: '75 ms' },
      { name: '  delay of the event loop, p99', value: ms(loop.percentile(99) / 1e6 - 1), target: '10 ms' },
      { name: '  start of a turn (its first event), alone, p50', value: ms(quantile(alone, 0.5)), target: '10 ms' },
      { name: '  start of a turn, all 200 at once, p50', value: ms(quantile(firsts, 0.5)) },
    ];
  });
}

const end: TurnEvent = { type: 'turn-end', reason: 'end', timing: { totalMs: 1 }, cost: { kind: 'local' } };

function tokenAt(at: number): TurnEvent {
  return { type: 'part-delta', index: 0, text: ' word', tokens: [{ id: at % 50_000, bytes: '20776f7264', logprob: -1.234567 }] };
}

function append(store: Store, turn: string, at: number, waits: number[]): void {
  const asked = performance.now();
  void store.turns.append(turn, [tokenAt(at)]).then(() => waits.push(performance.now() - asked));
}

async function begin(store: Store, thread: string, firsts: number[]): Promise<string> {
  const turn = newId();
  const question: Message = { id: newId(), role: 'user', parts: [{ kind: 'text', text: 'Go on.' }], at: 1 };
  const answer: Message = { id: newId(), parent: question.id, role: 'assistant', parts: [], at: 2, turn };
  const asked = performance.now();
  const begun: NewTurn = {
    start: {
      type: 'turn-start',
      turn,
      thread,
      message: answer.id,
      at: 1,
      asked: { vendor: 'local', model: 'bench' },
      mode: 'chat',
      settings: {},
      window: { limit: 1, used: 0, reserve: 0, left: [] },
    },
    prompt: { encoding: 'bench', grade: 'exact', text: '', tokens: [] },
    messages: [question, answer],
  };
  await store.turns.start(store.person, begun);
  await store.turns.open(begun.start, begun.prompt);
  firsts.push(performance.now() - asked);
  return turn;
}
