/**
 * The engine of one weights file: a child process that loads it, a queue before it, and turns that end well
 * whatever becomes of the child. Never loads native code and never waits: the server's event loop stays free.
 */
import { join } from 'node:path';
import type { TurnError, TurnEvent } from '#domain/conversation/turn-event';
import { TemplateRefused } from '#domain/templates/template';
import type { RowToken } from '#domain/tokens/token';
import { ModelUnusable, type TurnRequest, WindowExceeded } from '../engine.ts';
import { createEventBuffer, type EventBuffer } from '../event-buffer.ts';
import type { LocalModel, LocalModelState } from '../local-model.ts';
import type { Question, Questions, Report } from './call.ts';
import { createLife } from './life.ts';
import { ChildFault, ChildGone, type Link } from './link.ts';
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
  /** Threads that may be used at all. Default: as many as there are cores. */
  cores?: number;
  /** Rows kept in mind, at most; memory may make it less. Default 4. */
  sequences?: number;
  /** Turns that share the machine; the others wait. Default 2. */
  turns?: number;
  /** Best tokens looked at in each step. Default 128. */
  candidates?: number;
  /** The child is given up after so long without use. Default 10 minutes. */
  idleMs?: number;
  /** Silence after which the child is taken to hang. Default 10 s. */
  silenceMs?: number;
  /** Pauses before the starts after the second crash in a row, the third, .. Default 1, 2, 4 s. */
  pausesMs?: readonly number[];
  /** Where encodings of files are kept, each as `<snapshot>.bin`; absent = nowhere. */
  encodingFolder?: string;
  /** What the child runs; tests put something else here. */
  entry?: URL;
};

/** A stopped turn's child has this long to end it; then the engine does. The contract says 200 ms. */
const STOP_MS = 120;
/** A native call that has not returned by then hangs, and the child with it. Long: a busy machine may need seconds for one. */
const HANG_MS = 30_000;

type Outcome = Omit<Extract<Report, { report: 'end' }>, 'report' | 'turn'>;
type Live = { events: EventBuffer<TurnEvent>; end: (outcome: Outcome) => void };

export function createLlamaModel(options: LlamaOptions): LocalModel {
  const { name, path, snapshot, threads, cores, window = 8192, sequences = 4, candidates = 128, encodingFolder } = options;
  let turns = options.turns ?? 2;
  const queue = createQueue(() => turns);
  const listeners = new Set<(state: LocalModelState) => void>();
  const live = new Map<string, Live>();
  /** Stopped turns whose child has not ended them yet. */
  const stopped = new Map<string, NodeJS.Timeout>();
  const records = new Map<string, Link>();
  let asking = 0;

  const life = createLife({
    name,
    entry: options.entry ?? new URL('./child.ts', import.meta.url),
    load: {
      ...{ path, window, sequences, candidates },
      ...(threads !== undefined && { threads }),
      ...(cores !== undefined && { cores }),
      ...(encodingFolder !== undefined && { encodingPath: join(encodingFolder, `${snapshot}.bin`) }),
    },
    silenceMs: options.silenceMs ?? 10_000,
    idleMs: options.idleMs ?? 600_000,
    pausesMs: options.pausesMs ?? [1000, 2000, 4000],
    isBusy: () => queue.running > 0 || asking > 0,
    onReport: hear,
    onState(state) {
      for (const listener of listeners) listener(state);
    },
    onGone(link) {
      for (const [turn, owner] of records) if (owner === link) records.delete(turn);
    },
  });

  function hear(report: Report): void {
    if (report.report === 'events') for (const event of report.events) live.get(report.turn)?.events.push(event);
    if (report.report !== 'end') return;
    const { turn, reason, error } = report;
    clearTimeout(stopped.get(turn));
    stopped.delete(turn);
    if (reason !== 'failed') life.prove();
    live.get(turn)?.end({ reason, ...(error && { error }) });
  }

  async function ask<Kind extends Question>(question: Kind, given: Questions[Kind][0], signal?: AbortSignal) {
    const { link } = await life.ready();
    asking++;
    try {
      return await link.ask(question, given, signal);
    } catch (error) {
      throw revived(error);
    } finally {
      asking--;
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
      const { link, loaded } = await unlessAborted(life.ready(), signal);
      turns = Math.min(options.turns ?? 2, loaded.sequences);
      events.push({ type: 'answered-by', vendor: 'local', snapshot });
      return await converse(request, link, events, signal);
    } catch (error) {
      if (signal.aborted) return { reason: 'stopped' };
      return { reason: 'failed', error: faultSentence(error instanceof Error ? error.message : String(error)) };
    } finally {
      if (hasTime) queue.leave();
    }
  }

  function converse({ start, prompt }: TurnRequest, link: Link, events: EventBuffer<TurnEvent>, signal: AbortSignal) {
    const { turn, settings } = start;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const stop = () => {
      link.send({ call: 'stop', turn });
      setTimeout(() => resolve({ reason: 'stopped' }), STOP_MS);
      const hangs = () => link.kill(`A stopped answer did not end within ${HANG_MS / 1000} s, and its process was ended.`);
      stopped.set(turn, setTimeout(hangs, HANG_MS).unref());
    };
    live.set(turn, { events, end: resolve });
    void link.gone.then((error) => resolve({ reason: 'failed', error: faultSentence(error.message) }));
    records.set(turn, link);
    const ids = prompt.tokens.flatMap(({ id }) => (id === undefined ? [] : [id]));
    link.send({
      call: 'answer',
      turn: { turn, ids, answerFrom: answerFrom(prompt.tokens), tail: prompt.tokens.slice(-4), settings },
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return promise.finally(() => {
      signal.removeEventListener('abort', stop);
      live.delete(turn);
    });
  }

  return {
    name,
    snapshot,
    get state() {
      return life.state;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: async () => void (await life.ready()),
    unload: () => life.end(),
    facts: async () => (await life.ready()).loaded.facts,
    render: (request) => ask('render', request),
    answer,
    encode: (texts) => ask('encode', texts),
    exact: (ids, signal) => ask('exact', ids, signal),
    readAhead(ids) {
      life.current()?.then(
        ({ link }) => link.send({ call: 'read-ahead', ids }),
        () => {}, // Nothing was asked for: who asks next meets the failure.
      );
    },
    async evaluated(turn) {
      return records.get(turn)?.ask('evaluated', turn) ?? [];
    },
  };
}

/** The place after the last token that the template wrote: from here on it is answer. */
function answerFrom(tokens: readonly RowToken[]): number {
  return tokens.findLastIndex(({ owner }) => [owner].flat().includes('template')) + 1;
}

function faultSentence(because: string): TurnError {
  return { kind: 'vendor-fault', message: `${because} What was answered is kept; try again.`, retry: true };
}

/** Errors of the contract, made again from what the child said. */
function revived(error: unknown): unknown {
  if (error instanceof ChildGone) return new ModelUnusable(`${error.message} Try again.`);
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
