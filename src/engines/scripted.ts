/**
 * A model that says what it is told: for tests, demonstrations and the documentation, without weights. Its
 * tokens, rendering and events are as real as those of a file; its probabilities are made up, from a seed.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '#domain/catalogue/facts';
import type { EndReason, TurnError, TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import { planWindow } from '#domain/conversation/window';
import { type Prompt, renderPrompt } from '#domain/templates/prompt';
import type { Template } from '#domain/templates/template';
import type { RowToken, Token } from '#domain/tokens/token';
import { toHex } from '#domain/tokens/token';
import { wholeTextOf } from '#domain/tokens/utf8';
import { createAnswerWriter } from './answer-writer.ts';
import { chanceAt } from './chance.ts';
import { type TurnRequest, WindowExceeded } from './engine.ts';
import type { LocalModel, LocalModelState } from './local-model.ts';
import { SCRIPTED_END, SCRIPTED_SPECIALS, SCRIPTED_VOCABULARY, scriptedEncoder } from './scripted-vocabulary.ts';

/** What a script is asked: the words of the last message, and everything else. */
export type ScriptAsk = { words: string; prompt: Prompt; settings: TurnSettings; turn: string };

/** One thing that happens in an answer; a text becomes tokens, `fail` ends the turn as failed there. */
export type ScriptStep = string | { ids: number[] } | { waitMs: number } | { fail: TurnError };

export type ScriptedOptions = {
  name?: string;
  script: (ask: ScriptAsk) => string | ScriptStep[];
  /** 0 = as fast as possible. Tokens are spread evenly. */
  tokensPerSecond?: number;
  window?: number;
};

const SOURCE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const TEMPLATE: Template = { source: SOURCE, hash: sha256(SOURCE), addsBegin: false, specials: SCRIPTED_SPECIALS };

export function createScriptedModel(options: ScriptedOptions): LocalModel {
  const { name = 'scripted', script, tokensPerSecond = 0, window = 8192 } = options;
  const snapshot = sha256(`scripted ${name}`);
  const listeners = new Set<(state: LocalModelState) => void>();
  const records = new Map<string, number[]>();
  let last: number[] = [];
  let state: LocalModelState = { state: 'unloaded' };

  function enter(next: LocalModelState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  async function load(): Promise<void> {
    if (state.state === 'ready') return;
    const speed = tokensPerSecond > 0 ? { tokensPerSecond } : {};
    enter({ state: 'ready', threads: 1, loadMs: 0, window, candidates: ALTERNATIVES, ...speed });
  }

  async function* answer(request: TurnRequest, signal: AbortSignal): AsyncGenerator<TurnEvent> {
    const began = performance.now();
    yield request.start;
    await load();
    const { prompt, start } = request;
    const ids = prompt.tokens.map(({ id }) => id ?? 0);
    const record = [...ids];
    records.set(start.turn, record);
    const kept = commonPrefix(last, ids);
    const out: TurnEvent[] = [];
    const writer = createAnswerWriter(prompt.tokens, start.settings.stop, (event) => out.push(event));
    let firstTokenMs: number | undefined;
    let endTokens = 0;
    let reason: EndReason = 'end';
    let error: TurnError | undefined;

    yield { type: 'answered-by', vendor: 'local', snapshot };
    yield { type: 'prompt-start', tokens: ids.length, kept };
    yield { type: 'prompt-end', count: ids.length };
    try {
      const most = start.settings.maxTokens ?? Number.POSITIVE_INFINITY;
      let dueMs = performance.now();
      for (const step of stepsOf(script(askOf(request)))) {
        if ('fail' in step) {
          reason = 'failed';
          error = step.fail;
          break;
        }
        dueMs += 'waitMs' in step ? step.waitMs : tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0;
        if (signal.aborted || !(await waitUntil(dueMs, signal))) reason = 'stopped';
        else if ('waitMs' in step) continue;
        else if (record.length >= window) reason = 'window-full';
        else if (record.length - ids.length >= most) reason = 'length';
        if (reason !== 'end' || 'waitMs' in step) break;
        firstTokenMs ??= performance.now() - began;
        writer.token(tokenOf(step.id, start.settings.seed ?? 0, record.length));
        record.push(step.id);
        yield* out.splice(0);
        if (writer.stop !== undefined) break;
      }
    } catch (fault) {
      reason = 'failed';
      error = { kind: 'vendor-fault', message: `The script failed: ${String(fault)}`, retry: false };
    }
    writer.end();
    yield* out.splice(0);
    const answered = record.length - ids.length;
    if (reason === 'end' && writer.stop === undefined) {
      record.push(SCRIPTED_END);
      endTokens = 1;
      yield { type: 'end-token', id: SCRIPTED_END, bytes: toHex(scriptedEncoder.bytesOf(SCRIPTED_END)) };
    }
    last = record;
    yield {
      type: 'usage',
      kinds: { inputUncached: ids.length - kept, cacheRead: kept, outputText: answered + endTokens },
      raw: { prompt: ids.length, kept, read: ids.length - kept, answer: answered, endTokens },
    };
    const timing = { ...(firstTokenMs !== undefined && { firstTokenMs }), totalMs: performance.now() - began };
    yield { type: 'turn-end', reason, timing, cost: { kind: 'local' }, ...(error && { error }) };
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
    async render({ reserve, ...input }) {
      const fit = planWindow({ input, limit: window, ...(reserve !== undefined && { reserve }) }, (part) =>
        renderPrompt(part, TEMPLATE, scriptedEncoder),
      );
      if (!fit.fits) throw new WindowExceeded(fit.needed, fit.limit);
      return { prompt: fit.prompt, window: fit.window };
    },
    answer,
    encode: async (texts) =>
      texts.map(
        (text) => renderPrompt({ mode: 'document', messages: [{ role: 'user', text }] }, undefined, scriptedEncoder).tokens,
      ),
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

/** A token with made-up probabilities: its own is 0.1 to 1, the others share most of the rest. */
function tokenOf(id: number, seed: number, place: number): Token {
  const own = 0.1 + 0.9 * chanceAt(seed, place);
  const others = Array.from({ length: ALTERNATIVES - 1 }, (_, at) => ({
    id: (id + 1 + Math.floor(7 * chanceAt(seed + 1, place)) + 7 * at) % 256,
    logprob: Math.log((1 - own) * 0.5 ** (at + 1) + 1e-9),
  })).filter((other) => other.id !== id);
  const alternatives = [{ id, logprob: Math.log(own) }, ...others]
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

function* stepsOf(said: string | ScriptStep[]): Generator<{ id: number } | { waitMs: number } | { fail: TurnError }> {
  for (const step of typeof said === 'string' ? [said] : said) {
    if (typeof step === 'string') for (const id of scriptedEncoder.encode(step)) yield { id };
    else if ('ids' in step) for (const id of step.ids) yield { id };
    else yield step;
  }
}

/** False when the signal came first. Never yields to the event loop for a moment that has passed. */
async function waitUntil(dueMs: number, signal: AbortSignal): Promise<boolean> {
  const leftMs = dueMs - performance.now();
  if (leftMs > 0) await sleep(leftMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
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
