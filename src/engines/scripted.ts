/**
 * A model that says what it is told: for tests, demonstrations and the documentation, without weights. Its
 * tokens, rendering and events are as real as those of a file; its probabilities are made up, from a seed.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurnOfLoop, setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '#domain/catalogue/facts';
import type { EndReason, TurnError, TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import { planWindow } from '#domain/conversation/window';
import { type Prompt, renderPrompt } from '#domain/templates/prompt';
import type { Template } from '#domain/templates/template';
import type { RowToken, Token } from '#domain/tokens/token';
import { toHex } from '#domain/tokens/token';
import { wholeTextOf } from '#domain/tokens/utf8';
import { type AnswerWriter, createAnswerWriter } from './answer-writer.ts';
import { chanceAt } from './chance.ts';
import { type TurnRequest, WindowExceeded } from './engine.ts';
import { createEventBuffer } from './event-buffer.ts';
import type { LocalModel, LocalModelState } from './local-model.ts';
import { SCRIPTED_END, SCRIPTED_SPECIALS, SCRIPTED_VOCABULARY, scriptedEncoder } from './scripted-vocabulary.ts';

/** What a script is asked: the words of the last message, and everything else. */
export type ScriptAsk = { words: string; prompt: Prompt; settings: TurnSettings; turn: string };

/** One thing that happens in an answer; a text becomes tokens, `fail` ends the turn as failed there. */
export type ScriptStep = string | { ids: number[] } | { waitMs: number } | { fail: TurnError };

export type ScriptedOptions = {
  name?: string;
  /** The answer to a question; a generator may go on for ever. */
  script: (ask: ScriptAsk) => string | Iterable<ScriptStep>;
  /** 0 = as fast as possible. Tokens are spread evenly. */
  tokensPerSecond?: number;
  /** How fast a prompt is read. 0 = at once. */
  readPerSecond?: number;
  window?: number;
  /** How long loading takes. 0 = no time. */
  loadMs?: number;
  clock?: ScriptClock;
};

export type ScriptClock = {
  now(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

const realClock: ScriptClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
};

type Outcome = { reason: EndReason; error?: TurnError };

const SOURCE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const TEMPLATE: Template = { source: SOURCE, hash: sha256(SOURCE), addsBegin: false, specials: SCRIPTED_SPECIALS };

/** Tokens between two looks at whether somebody wants to stop, where there is no rate. */
const STRIDE = 64;

export function createScriptedModel(options: ScriptedOptions): LocalModel {
  const {
    name = 'scripted',
    script,
    tokensPerSecond = 0,
    readPerSecond = 0,
    window = 8192,
    loadMs = 0,
    clock = realClock,
  } = options;
  const snapshot = sha256(`scripted ${name}`);
  const listeners = new Set<(state: LocalModelState) => void>();
  const records = new Map<string, number[]>();
  let last: number[] = [];
  let state: LocalModelState = { state: 'unloaded' };

  function enter(next: LocalModelState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  let loading: Promise<void> | undefined;
  function load(): Promise<void> {
    loading ??= open().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function open(): Promise<void> {
    if (state.state === 'ready') return;
    if (loadMs > 0) {
      enter({ state: 'loading', since: clock.now() });
      await clock.sleep(loadMs, new AbortController().signal);
    }
    const speed = tokensPerSecond > 0 ? { tokensPerSecond } : {};
    enter({ state: 'ready', threads: 1, loadMs: 0, window, candidates: ALTERNATIVES, ...speed });
  }

  async function* answer(request: TurnRequest, signal: AbortSignal): AsyncGenerator<TurnEvent> {
    const began = clock.now();
    const events = createEventBuffer<TurnEvent>();
    let firstTokenMs: number | undefined;
    yield request.start;
    await load();
    const outcome = say(request, events.push, signal)
      .catch((fault): Outcome => {
        const message = `The script failed: ${fault instanceof Error ? fault.message : String(fault)}.`;
        return { reason: 'failed', error: { kind: 'vendor-fault', message, retry: false } };
      })
      .finally(events.end);
    for await (const event of events) {
      if (event.type === 'part-delta') firstTokenMs ??= clock.now() - began;
      yield event;
    }
    const { reason, error } = await outcome;
    const timing = { ...(firstTokenMs !== undefined && { firstTokenMs }), totalMs: clock.now() - began };
    yield { type: 'turn-end', reason, timing, cost: { kind: 'local' }, ...(error && { error }) };
  }

  async function say(request: TurnRequest, emit: (event: TurnEvent) => void, signal: AbortSignal): Promise<Outcome> {
    const { prompt, start } = request;
    const ids = prompt.tokens.map(({ id }) => id ?? 0);
    const kept = commonPrefix(last, ids);
    const row = [...ids];
    last = row;
    records.set(start.turn, row);
    emit({ type: 'answered-by', vendor: 'local', snapshot });
    emit({ type: 'prompt-start', tokens: ids.length, kept });
    if (!(await read(kept, ids.length, emit, signal))) return { reason: 'stopped' };
    emit({ type: 'prompt-end', count: ids.length });

    const writer = createAnswerWriter(prompt.tokens, start.settings.stop, emit);
    const outcome = await speak(row, request, writer, signal);
    writer.end();
    let endTokens = 0;
    if (outcome.reason === 'end' && writer.stop === undefined) {
      row.push(SCRIPTED_END);
      endTokens = 1;
      emit({ type: 'end-token', id: SCRIPTED_END, bytes: toHex(scriptedEncoder.bytesOf(SCRIPTED_END)) });
    }
    const outputText = row.length - ids.length;
    emit({
      type: 'usage',
      kinds: { inputUncached: ids.length - kept, cacheRead: kept, outputText },
      raw: { prompt: ids.length, kept, read: ids.length - kept, answer: outputText - endTokens, endTokens },
    });
    return outcome;
  }

  async function read(from: number, to: number, emit: (event: TurnEvent) => void, signal: AbortSignal): Promise<boolean> {
    if (readPerSecond > 0) {
      for (let at = from; at < to && !signal.aborted; ) {
        const slice = Math.min(8, to - at);
        await clock.sleep((1000 * slice) / readPerSecond, signal);
        at += slice;
        emit({ type: 'prompt-delta', read: at });
      }
    }
    return !signal.aborted;
  }

  async function speak(row: number[], request: TurnRequest, writer: AnswerWriter, signal: AbortSignal): Promise<Outcome> {
    const { prompt, start } = request;
    const most = Math.min(window, prompt.tokens.length + (start.settings.maxTokens ?? window));
    const full = (): Outcome | undefined =>
      row.length < most ? undefined : { reason: row.length >= window ? 'window-full' : 'length' };
    let dueMs = clock.now();
    for (const step of stepsOf(script(askOf(request)))) {
      if ('fail' in step) return { reason: 'failed', error: step.fail };
      dueMs += 'waitMs' in step ? step.waitMs : tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0;
      if (dueMs > clock.now()) await clock.sleep(dueMs - clock.now(), signal);
      else if (row.length % STRIDE === 0) await nextTurnOfLoop();
      if (signal.aborted) return { reason: 'stopped' };
      if ('waitMs' in step) continue;
      const isFull = full();
      if (isFull) return isFull;
      writer.token(tokenOf(step.id, start.settings.seed ?? 0, row.length));
      row.push(step.id);
      if (writer.stop !== undefined) return { reason: 'end' };
    }
    return full() ?? { reason: 'end' };
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
    load,
    unload: async () => enter({ state: 'unloaded' }),
    facts: async () => factsOf(name, window),
    async render({ reserve, isWhole = false, ...input }) {
      await load();
      const fit = planWindow({ input, limit: window, isWhole, ...(reserve !== undefined && { reserve }) }, (part) =>
        renderPrompt(part, TEMPLATE, scriptedEncoder),
      );
      if (!fit.fits) throw new WindowExceeded(fit.needed, fit.limit);
      return { prompt: fit.prompt, window: fit.window, ...(fit.needed !== undefined && { needed: fit.needed }) };
    },
    answer,
    async encode(texts) {
      await load();
      return texts.map(
        (text) => renderPrompt({ mode: 'document', messages: [{ role: 'user', text }] }, undefined, scriptedEncoder).tokens,
      );
    },
    exact: async (ids) =>
      ids.map((id, place) => {
        if (place === 0) return {};
        const { logprob, alternatives } = tokenOf(id, 0, place);
        return { ...(logprob !== undefined && { logprob }), ...(alternatives && { alternatives }) };
      }),
    readAhead: () => {},
    evaluated: async (turn) => records.get(turn) ?? [],
  };
}

const ALTERNATIVES = 10;
const ITEMS = SCRIPTED_VOCABULARY - SCRIPTED_SPECIALS.length;
/** Distance of one alternative to the next: ten steps never come round. */
const STEP = 17;

/** A token with made-up probabilities: its own is 0.1 to 1, the others share most of the rest. */
function tokenOf(id: number, seed: number, place: number): Token {
  const own = 0.1 + 0.9 * chanceAt(seed, place);
  const alternatives = Array.from({ length: ALTERNATIVES }, (_, at) => ({
    id: (id + at * STEP) % ITEMS,
    logprob: Math.log(at === 0 ? own : (1 - own) * 0.5 ** at + 1e-9),
  }))
    .sort((a, b) => b.logprob - a.logprob)
    .map((one) => ({ ...one, bytes: toHex(scriptedEncoder.bytesOf(one.id)) }));
  return { id, bytes: toHex(scriptedEncoder.bytesOf(id)), logprob: Math.log(own), alternatives };
}

function askOf({ prompt, start }: TurnRequest): ScriptAsk {
  const spoken = (token: RowToken) => token.owner === 'person';
  const message = prompt.tokens.findLast(spoken)?.message;
  const bytes = prompt.tokens.filter((token) => spoken(token) && token.message === message).map((token) => token.bytes);
  return { words: wholeTextOf(Buffer.from(bytes.join(''), 'hex')) ?? '', prompt, settings: start.settings, turn: start.turn };
}

function* stepsOf(said: string | Iterable<ScriptStep>): Generator<{ id: number } | { waitMs: number } | { fail: TurnError }> {
  for (const step of typeof said === 'string' ? [said] : said) {
    if (typeof step === 'string') for (const id of scriptedEncoder.encode(step)) yield { id };
    else if ('ids' in step) for (const id of step.ids) yield { id };
    else yield step;
  }
}

function commonPrefix(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length - 1 && a[length] === b[length]) length++;
  return length;
}

function factsOf(name: string, window: number): Facts {
  return {
    name,
    architecture: 'scripted',
    parameters: 0,
    fileBytes: 0,
    bitsPerWeight: 0,
    vocabulary: SCRIPTED_VOCABULARY,
    trainedWindow: window,
    tensorTypes: {},
    template: SOURCE,
    templateHash: TEMPLATE.hash,
    encoding: scriptedEncoder.encoding,
    addsBegin: false,
    endOfGeneration: [SCRIPTED_END],
    specials: SCRIPTED_SPECIALS,
    licence: 'MIT',
  };
}
