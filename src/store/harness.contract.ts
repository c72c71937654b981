/** What the contract suite needs of a database under test, and what its tests are written with. */
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import type { Prompt } from '#domain/templates/prompt';
import type { RowToken, Token } from '#domain/tokens/token';
import { newId } from './id.ts';
import type { Batch, NewTurn, StartedTurn, Store } from './store.ts';

/** A store over a database of its own. `clock.now` is what the store takes for the time. */
export type Bench = {
  store: Store;
  clock: { now: number };
  /** Another person beside the local one. */
  addPerson(): Promise<string>;
  /** Closes the store, as a stopped server does, and opens it again. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
};

export type Harness = { name: string; open(): Promise<Bench> };

export const hexOf = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

export const tokenOf = (text: string, id = text.length): Token => ({ id, bytes: hexOf(text), logprob: -0.5 });

export const promptOf = (...tokens: RowToken[]): Prompt => ({ encoding: 'test', grade: 'exact', text: '', tokens });

export type Exchange = NewTurn & { question: Message; answer: Message };

/** A question and its answer, as the server would start them. */
export function exchangeIn(
  thread: string,
  text: string,
  more: { parent?: string; at?: number; requestId?: string } = {},
): Exchange {
  const { parent, at = 1_000, requestId } = more;
  const turn = newId();
  const question: Message = {
    id: newId(),
    role: 'user',
    parts: [{ kind: 'text', text }],
    at,
    ...(parent !== undefined && { parent }),
  };
  const answer: Message = { id: newId(), parent: question.id, role: 'assistant', parts: [], at: at + 1, turn };
  const start = startOf(turn, thread, answer.id);
  return {
    start,
    prompt: promptOf(),
    messages: [question, answer],
    question,
    answer,
    ...(requestId !== undefined && { requestId }),
  };
}

export function startOf(turn: string, thread: string, message: string): TurnStart {
  return {
    type: 'turn-start',
    turn,
    thread,
    message,
    at: 1_000,
    asked: { vendor: 'local', model: 'small' },
    mode: 'chat',
    settings: { temperature: 0 },
    window: { limit: 100, used: 3, reserve: 10, left: [] },
  };
}

export const partStart = (index = 0): TurnEvent => ({ type: 'part-start', index, kind: 'text' });

export const delta = (text: string, index = 0): TurnEvent => ({ type: 'part-delta', index, text, tokens: [tokenOf(text)] });

export const turnEnd = (reason: 'end' | 'stopped' | 'length' = 'end'): TurnEvent => ({
  type: 'turn-end',
  reason,
  timing: { firstTokenMs: 12.5, totalMs: 80.25 },
  cost: { kind: 'local' },
});

/** Everything that happens in a plain answer after its start. */
export function eventsOf(...texts: string[]): TurnEvent[] {
  return [partStart(), ...texts.map((text) => delta(text)), { type: 'part-end', index: 0 }, turnEnd()];
}

/** Runs a test on a thread of a store of its own, and closes that. */
export function inThread(open: Harness['open']) {
  return async (use: (store: Store, thread: string, bench: Bench) => Promise<void>): Promise<void> => {
    const bench = await open();
    try {
      await use(bench.store, (await bench.store.threads.create(bench.store.person, {})).id, bench);
    } finally {
      await bench.close();
    }
  };
}

export async function textIn(store: Store, thread: string, message: string): Promise<string> {
  const found = (await store.threads.messages(store.person, thread)).find((one) => one.id === message);
  return textOf(found?.parts ?? []);
}

/** A turn that is started and opened: what the model says comes next. */
export async function begin(store: Store, turn: NewTurn): Promise<StartedTurn> {
  const started = await store.turns.start(store.person, turn);
  await store.turns.open(turn.start, turn.prompt);
  return started;
}

/** A whole exchange, answered. */
export async function answered(store: Store, thread: string, text: string, reply: string, parent?: string): Promise<Exchange> {
  const exchange = exchangeIn(thread, text, parent === undefined ? {} : { parent });
  await begin(store, exchange);
  await store.turns.append(exchange.start.turn, eventsOf(reply));
  return exchange;
}

export async function batchesOf(store: Store, turn: string, after = 0, person = store.person): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of await store.turns.follow(person, turn, after, AbortSignal.timeout(20_000))) batches.push(batch);
  return batches;
}

export function foldBatches(batches: readonly Batch[]): Turn | null {
  return foldTurnEvents(batches.flatMap((batch) => JSON.parse(batch.json) as TurnEvent[]));
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
