/**
 * The child's side of the conversation: takes calls from the parent, loads the file, and reports. Everything native
 * comes in as `open`.
 */
import type { TurnError, TurnEvent } from '#domain/conversation/turn-event';
import { joinDeltas } from '../answer-writer.ts';
import type { RenderRequest } from '../engine.ts';
import type { Call, Fault, Loaded, LoadOptions, Question, Report } from './call.ts';
import { loadFile, type OpenFile } from './load-file.ts';
import type { LoadedModel } from './loaded-model.ts';

/** Events leave in batches at most this far apart. */
const BATCH_MS = 30;

/** Steps in which the share of a file that is loaded is told. */
const LEAST_SHARE = 0.05;

export function serveCalls(open: OpenFile): void {
  const stops = new Map<string, AbortController>();
  const cancels = new Map<number, AbortController>();
  let loaded: Promise<{ model: LoadedModel; about: Loaded }> | undefined;

  const report = (message: Report) => process.send?.(message);
  process.on('message', (call: Call) => void take(call));
  process.on('disconnect', () => process.exit(0));
  setInterval(() => report({ report: 'alive', residentBytes: process.memoryUsage.rss() }), 1000).unref();

  async function take(call: Call): Promise<void> {
    if (call.call === 'ask') return ask(call.id, call.question, call.given);
    if (call.call === 'cancel') return cancels.get(call.id)?.abort();
    if (call.call === 'stop') return stops.get(call.turn)?.abort();
    if (call.call === 'answer') return answer(call.turn);
    if (call.call === 'read-ahead') return (await loaded)?.model.readAhead(call.ids);
  }

  async function ask(id: number, question: Question, given: unknown): Promise<void> {
    const cancel = new AbortController();
    cancels.set(id, cancel);
    try {
      report({ report: 'reply', id, value: await reply(question, given, cancel.signal) });
    } catch (error) {
      report({ report: 'fault', id, fault: faultOf(error) });
    } finally {
      cancels.delete(id);
    }
  }

  async function reply(question: Question, given: unknown, signal: AbortSignal): Promise<unknown> {
    if (question === 'load') {
      let told = 0;
      loaded ??= loadFile(given as LoadOptions, open, (share) => {
        if (share < told + LEAST_SHARE) return;
        told = share;
        report({ report: 'loading', share });
      });
      return (await loaded).about;
    }
    const { model } = await theLoaded();
    switch (question) {
      case 'render':
        return model.render(given as RenderRequest);
      case 'encode':
        return model.encode(given as string[]);
      case 'exact':
        return model.exact(given as number[], signal);
      case 'evaluated':
        return model.evaluated(given as string);
    }
  }

  async function theLoaded() {
    if (!loaded) throw new Error('The file is not loaded yet.');
    return loaded;
  }

  async function answer(turn: Extract<Call, { call: 'answer' }>['turn']): Promise<void> {
    const stop = new AbortController();
    stops.set(turn.turn, stop);
    const waiting: TurnEvent[] = [];
    let timer: NodeJS.Timeout | undefined;
    let sentAt = 0;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      sentAt = performance.now();
      if (waiting.length > 0) report({ report: 'events', turn: turn.turn, events: joinDeltas(waiting.splice(0)) });
    };
    const emit = (event: TurnEvent) => {
      waiting.push(event);
      // The first of a batch does not wait: what comes soon after does.
      timer ??= setTimeout(flush, Math.max(0, sentAt + BATCH_MS - performance.now()));
    };
    try {
      const { model } = await theLoaded();
      const { reason, error } = await model.answer(turn, emit, stop.signal);
      flush();
      report({ report: 'end', turn: turn.turn, reason, ...(error && { error }) });
    } catch (error) {
      flush();
      report({ report: 'end', turn: turn.turn, reason: 'failed', error: turnErrorOf(error) });
    } finally {
      stops.delete(turn.turn);
    }
  }
}

function turnErrorOf(error: unknown): TurnError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'vendor-fault', message: `The model could not go on: ${message} Try again.`, retry: true };
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  return { name: error.name, message: error.message, fields: { ...error } };
}
