/**
 * The engine of one weights file: a child process that loads it, a queue before it, and turns that end well
 * whatever becomes of the child. Never loads native code and never waits: the server's event loop stays free.
 */
import type { TurnError, TurnEvent } from '#domain/conversation/turn-event';
import { TemplateRefused } from '#domain/templates/template';
import type { RowToken } from '#domain/tokens/token';
import { type TurnRequest, WindowExceeded } from '../engine.ts';
import { createEventBuffer, type EventBuffer } from '../event-buffer.ts';
import type { LocalModel, LocalModelState } from '../local-model.ts';
import type { Loaded, Question, Questions, Report } from './call.ts';
import { ChildFault, type ChildGone, type Link, startLink } from './link.ts';
import { createQueue } from './queue.ts';

export type LlamaOptions = {
  name: string;
  path: string;
  /** SHA-256 of the file, hexadecimal. */
  snapshot: string;
  /** Most tokens of the window. Default 8,192; the file's own limit may be less. */
  window?: number;
  /** Threads to decode with, when known from an earlier start; absent = found out by a trial while loading. */
  threads?: number;
  /** Rows kept in mind. Default 4. */
  sequences?: number;
  /** Turns that share the machine; the others wait. Default 2. */
  turns?: number;
  candidates?: number;
  /** The child is given up after so long without use. Default 10 minutes. */
  idleMs?: number;
  /** What the child runs; tests put something else here. */
  entry?: URL;
  /** Silence after which the child is taken to hang. Default 10 s. */
  silenceMs?: number;
};

/** The child has this long to end a stopped turn itself; then the engine does. The contract says 200 ms. */
const STOP_MS = 120;
/** Pauses before a new start after crashes in a row. */
const PAUSES_MS = [0, 1000, 2000, 4000];
/** So many crashes within this time, and the file is set aside. */
const CRASHES = { most: 3, withinMs: 5 * 60_000 };

type Live = { events: EventBuffer<TurnEvent>; end: (outcome: Outcome) => void };
type Outcome = Omit<Extract<Report, { report: 'end' }>, 'report' | 'turn'>;

export function createLlamaModel(options: LlamaOptions): LocalModel {
  const {
    name,
    path,
    snapshot,
    window = 8192,
    sequences = 4,
    turns = 2,
    candidates = 128,
    idleMs = 600_000,
    silenceMs = 10_000,
  } = options;
  const entry = options.entry ?? new URL('./child.ts', import.meta.url);
  const queue = createQueue(turns);
  const listeners = new Set<(state: LocalModelState) => void>();
  const live = new Map<string, Live>();
  const records = new Map<string, Link>();
  let state: LocalModelState = { state: 'unloaded' };
  let current: Promise<{ link: Link; loaded: Loaded }> | undefined;
  let crashes: number[] = [];
  let idle: NodeJS.Timeout | undefined;

  function enter(next: LocalModelState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  /** The child with the file loaded; starts it when there is none. */
  function ready(): Promise<{ link: Link; loaded: Loaded }> {
    current ??= start().catch((error: unknown) => {
      current = undefined;
      enter({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      throw error;
    });
    touch();
    return current;
  }

  async function start(): Promise<{ link: Link; loaded: Loaded }> {
    const now = Date.now();
    crashes = crashes.filter((at) => now - at < CRASHES.withinMs);
    if (crashes.length >= CRASHES.most)
      throw new Error(
        `${name} crashed ${crashes.length} times within five minutes and is set aside. Choose another model, or verify the file with "oriel weights verify".`,
      );
    enter({ state: 'loading', since: now });
    const pauseMs = PAUSES_MS[crashes.length] ?? 0;
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const link = startLink({ entry, silenceMs, onReport: hear });
    void link.gone.then((error) => bury(link, error));
    const given = { path, window, sequences, candidates, ...(options.threads !== undefined && { threads: options.threads }) };
    const loaded = await link.ask('load', given);
    const { threads, tokensPerSecond, loadMs, window: limit } = loaded;
    enter({
      state: 'ready',
      threads,
      loadMs,
      window: limit,
      candidates,
      ...(tokensPerSecond !== undefined && { tokensPerSecond }),
    });
    return { link, loaded };
  }

  function bury(link: Link, error: ChildGone): void {
    current = undefined;
    clearTimeout(idle);
    if (!error.isWanted) crashes.push(Date.now());
    for (const [turn, one] of live) {
      records.delete(turn);
      one.end({ reason: 'failed', error: faultSentence(error.message) });
    }
    for (const [turn, owner] of records) if (owner === link) records.delete(turn);
    if (state.state !== 'failed') enter(error.isWanted ? { state: 'unloaded' } : { state: 'failed', message: error.message });
  }

  function hear(report: Report): void {
    if (report.report === 'loading' && state.state === 'loading') enter({ ...state, share: report.share });
    if (report.report === 'events') for (const event of report.events) live.get(report.turn)?.events.push(event);
    if (report.report === 'end') {
      const { reason, error } = report;
      live.get(report.turn)?.end({ reason, ...(error && { error }) });
    }
  }

  /** Puts off the giving up of the child. */
  function touch(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (queue.running > 0) touch();
      else void unload();
    }, idleMs);
    idle.unref();
  }

  async function ask<Kind extends Question>(question: Kind, given: Questions[Kind][0], signal?: AbortSignal) {
    const { link } = await ready();
    try {
      return await link.ask(question, given, signal);
    } catch (error) {
      throw revived(error);
    }
  }

  async function* answer(request: TurnRequest, signal: AbortSignal): AsyncGenerator<TurnEvent> {
    const began = performance.now();
    const events = createEventBuffer<TurnEvent>();
    let firstTokenMs: number | undefined;
    yield request.start;
    const outcome = run(request, events, signal).finally(() => events.end());
    for await (const event of events) {
      if (event.type === 'part-delta') firstTokenMs ??= performance.now() - began;
      yield event;
    }
    const { reason, error } = await outcome;
    const timing = { ...(firstTokenMs !== undefined && { firstTokenMs }), totalMs: performance.now() - began };
    yield { type: 'turn-end', reason, timing, cost: { kind: 'local' }, ...(error && { error }) };
  }

  /** One turn, from the queue to its outcome. Never rejects. */
  async function run(request: TurnRequest, events: EventBuffer<TurnEvent>, signal: AbortSignal): Promise<Outcome> {
    let hasTime = false;
    try {
      await queue.enter(
        request.person,
        (place) => events.push({ type: 'notice', code: 'queued', detail: String(place) }),
        signal,
      );
      hasTime = true;
      const { link } = await unlessAborted(ready(), signal);
      events.push({ type: 'answered-by', vendor: 'local', snapshot });
      return await converse(request, link, events, signal);
    } catch (error) {
      if (signal.aborted) return { reason: 'stopped' };
      return { reason: 'failed', error: faultSentence(error instanceof Error ? error.message : String(error)) };
    } finally {
      if (hasTime) queue.leave();
      touch();
    }
  }

  function converse(request: TurnRequest, link: Link, events: EventBuffer<TurnEvent>, signal: AbortSignal): Promise<Outcome> {
    const { turn, settings } = request.start;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    let impatience: NodeJS.Timeout | undefined;
    const stop = () => {
      link.send({ call: 'stop', turn });
      impatience = setTimeout(() => resolve({ reason: 'stopped' }), STOP_MS);
    };
    live.set(turn, { events, end: resolve });
    records.set(turn, link);
    const tokens = request.prompt.tokens;
    const ids = tokens.flatMap(({ id }) => (id === undefined ? [] : [id]));
    link.send({ call: 'answer', turn: { turn, ids, answerFrom: answerFrom(tokens), tail: tokens.slice(-4), settings } });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return promise.finally(() => {
      clearTimeout(impatience);
      signal.removeEventListener('abort', stop);
      live.delete(turn);
    });
  }

  async function unload(): Promise<void> {
    const child = await current?.catch(() => undefined);
    if (!child) return;
    child.link.kill();
    await child.link.gone;
  }

  return {
    name,
    snapshot,
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: async () => void (await ready()),
    unload,
    facts: async () => (await ready()).loaded.facts,
    render: (request) => ask('render', request),
    answer,
    encode: (texts) => ask('encode', texts),
    exact: (ids, signal) => ask('exact', ids, signal),
    readAhead(ids) {
      void current?.then(
        ({ link }) => link.send({ call: 'read-ahead', ids }),
        () => {},
      );
    },
    async evaluated(turn) {
      const link = records.get(turn);
      return link ? link.ask('evaluated', turn) : [];
    },
  };
}

/** The place after the last token that the template wrote: from here on it is answer. */
function answerFrom(tokens: readonly RowToken[]): number {
  return tokens.findLastIndex(({ owner }) => (Array.isArray(owner) ? owner.includes('template') : owner === 'template')) + 1;
}

function faultSentence(because: string): TurnError {
  return { kind: 'vendor-fault', message: `${because} What was answered is kept; try again.`, retry: true };
}

/** Errors of the contract, made again from what the child said. */
function revived(error: unknown): unknown {
  if (!(error instanceof ChildFault)) return error;
  if (error.name === 'WindowExceeded') return new WindowExceeded(Number(error.fields.needed), Number(error.fields.limit));
  if (error.name === 'TemplateRefused') return new TemplateRefused(error.message);
  return error;
}

function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
