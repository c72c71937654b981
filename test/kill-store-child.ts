/**
 * The process that `kill-store.test.ts` kills: turns that are written without pause, each with two readers. What is
 * acknowledged or seen goes to standard output at once, one JSON value a line.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { NewTurn } from '#store/store';
import { randomFrom } from './random.ts';

export type Line = { started: string; message: string } | { saw: string; seq: number; json: string } | 'ready';

const [home = '', seed = '1'] = process.argv.slice(2);
const TURNS = 20;
const CONTINUED = 4;
const random = randomFrom(Number(seed));
const store = await openStore({ home, now: Date.now, newId });
const { person, threads, turns } = store;

const never = new AbortController().signal;

/** Written before it returns; a full pipe is tried again. */
function tell(line: Line): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(1, bytes, sent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function read(turn: string): Promise<void> {
  for await (const { seq, json } of await turns.follow(person, turn, 0, never)) tell({ saw: turn, seq, json });
}

async function start(thread: string, messages: Message[], answer: string): Promise<string> {
  const turn = newId();
  const begun: NewTurn = {
    start: {
      type: 'turn-start',
      turn,
      thread,
      message: answer,
      at: Date.now(),
      asked: { vendor: 'local', model: 'test' },
      mode: 'chat',
      settings: {},
      window: { limit: 1, used: 0, reserve: 0, left: [] },
    },
    prompt: { encoding: 'test', grade: 'exact', text: '', tokens: [] },
    messages,
  };
  await turns.start(person, begun);
  tell({ started: turn, message: answer });
  await turns.open(begun.start, begun.prompt);
  return turn;
}

/** Appends words, at random with and without waiting, and ends at some time. */
async function write(turn: string): Promise<void> {
  void read(turn);
  void read(turn);
  await turns.append(turn, [{ type: 'part-start', index: 0, kind: 'text' }]);
  const words = 3 + Math.floor(random() ** 3 * 300);
  for (let at = 0; at < words; at++) {
    const text = ` ${at}字`;
    const event: TurnEvent = {
      type: 'part-delta',
      index: 0,
      text,
      tokens: [{ id: at, bytes: Buffer.from(text).toString('hex') }],
    };
    const appended = turns.append(turn, [event]);
    if (random() < 0.3) await appended;
    else await sleep(random() * 4);
  }
  await turns.append(turn, [{ type: 'turn-end', reason: 'end', timing: { totalMs: 1 }, cost: { kind: 'local' } }]);
}

/** One turn after the other; resolves when the first one has started. */
async function ask(thread: string): Promise<void> {
  const question: Message = { id: newId(), role: 'user', parts: [{ kind: 'text', text: 'go on' }], at: Date.now() };
  const answer: Message = { id: newId(), parent: question.id, role: 'assistant', parts: [], at: Date.now() };
  const turn = await start(thread, [question, answer], answer.id);
  void write(turn).then(() => ask(thread));
}

/** Answers that an earlier kill interrupted are continued, so that kept text meets a kill, too. */
async function interrupted(): Promise<{ thread: string; message: string }[]> {
  const found: { thread: string; message: string }[] = [];
  for (const thread of (await threads.list(person, { limit: 3 })).rows) {
    const texts = new Map((await threads.messages(person, thread.id)).map((message) => [message.id, textOf(message.parts)]));
    for (const turn of await turns.ofThread(person, thread.id)) {
      if (turn.status === 'interrupted' && texts.get(turn.message)) found.push({ thread: thread.id, message: turn.message });
    }
  }
  return found.slice(0, CONTINUED);
}

const continued = (await interrupted()).map(({ thread, message }) => start(thread, [], message).then((turn) => void write(turn)));
const { id } = await threads.create(person, {});
await Promise.all([...continued, ...Array.from({ length: TURNS }, () => ask(id))]);
tell('ready');
