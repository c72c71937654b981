/**
 * A loaded file, as the child has it: renders, encodes, answers turns, says exact probabilities, reads ahead.
 * Knows no process and no library: the model comes as `NativeModel`.
 */
import type { Facts } from '#domain/catalogue/facts';
import type { EndReason, TurnError, TurnEvent } from '#domain/conversation/turn-event';
import { leastReserve, planWindow } from '#domain/conversation/window';
import { type PromptInput, renderPrompt } from '#domain/templates/prompt';
import type { Template } from '#domain/templates/template';
import type { Encoder } from '#domain/tokens/encoder';
import type { RowToken } from '#domain/tokens/token';
import { type Rendered, type RenderRequest, WindowExceeded } from '../engine.ts';
import type { ExactToken } from '../local-model.ts';
import type { TurnCall } from './call.ts';
import { decode } from './decode.ts';
import { exactRow } from './exact.ts';
import type { NativeModel } from './native.ts';
import type { Pace } from './pace.ts';
import { createProcessor } from './processor.ts';
import { createReadAhead } from './read-ahead.ts';
import { createReader } from './reader.ts';
import { createSequences } from './sequences.ts';
import type { Vocabulary } from './vocabulary.ts';

export type LoadedModelNeeds = {
  native: NativeModel;
  facts: Facts;
  vocabulary: Vocabulary;
  encoder: Encoder;
  window: number;
  candidates: number;
  pace: Pace;
};

/** How a turn ended, for the engine to say. */
export type TurnOutcome = { reason: EndReason; error?: TurnError };

export type LoadedModel = ReturnType<typeof createLoadedModel>;

/** A UTF-16 unit is at most three bytes of UTF-8, and a token at least one of them. */
const MOST_BYTES_A_UNIT = 3;

/** Turns whose record is remembered. */
const RECORDS = 100;

export function createLoadedModel(needs: LoadedModelNeeds) {
  const { native, facts, vocabulary, encoder, window, pace } = needs;
  const processor = createProcessor();
  const sequences = createSequences(native.sequences);
  const ahead = createReadAhead(sequences, processor, pace);
  const template = templateOf(facts, vocabulary);
  const records = new Map<string, number[]>();

  function render({ reserve, isWhole = false, ...input }: RenderRequest): Rendered {
    if (!isWhole) refuseHopeless(input, reserve);
    const fit = planWindow({ input, limit: window, isWhole, ...(reserve !== undefined && { reserve }) }, (part) =>
      renderPrompt(part, template, encoder),
    );
    if (!fit.fits) throw new WindowExceeded(fit.needed, fit.limit);
    return { prompt: fit.prompt, window: fit.window, ...(fit.needed !== undefined && { needed: fit.needed }) };
  }

  /** A row of millions of tokens takes gigabytes: words that alone are more than the window are counted and no more. */
  function refuseHopeless(input: PromptInput, reserve: number | undefined): void {
    const staying = input.messages.filter(({ role }, at) => role === 'system' || at === input.messages.length - 1);
    if (staying.every(({ text }) => text.length * MOST_BYTES_A_UNIT <= window)) return;
    const words = staying.reduce((sum, { text }) => sum + encoder.encode(text).length, 0);
    if (words <= window) return;
    const silent = staying.map((message) => ({ ...message, text: '' }));
    const around = renderPrompt({ ...input, messages: silent }, template, encoder).tokens.length;
    throw new WindowExceeded(words + around + leastReserve(window, reserve), window);
  }

  function encode(texts: readonly string[]): RowToken[][] {
    return texts.map((text) => renderPrompt({ mode: 'document', messages: [{ role: 'user', text }] }, undefined, encoder).tokens);
  }

  async function answer(turn: TurnCall, emit: (event: TurnEvent) => void, signal: AbortSignal): Promise<TurnOutcome> {
    if (turn.ids.length === 0) return { reason: 'failed', error: EMPTY };
    if (turn.ids.length >= window) return { reason: 'window-full' };
    await ahead.pause();
    const { sequence, kept } = await sequences.take(turn.ids);
    try {
      const reader = createReader(sequence, processor, pace);
      const { reason, drawn } = await decode(turn, kept, {
        reader,
        vocabulary,
        isEnd: native.isEnd,
        window,
        candidates: needs.candidates,
        emit,
        signal,
      });
      const evaluated = sequence.evaluated();
      const read = Math.min(evaluated.length, turn.ids.length) - kept;
      const endTokens = drawn.length > 0 && native.isEnd(drawn.at(-1) ?? -1) ? 1 : 0;
      emit({
        type: 'usage',
        kinds: { inputUncached: read, cacheRead: kept, outputText: drawn.length },
        raw: { prompt: turn.ids.length, kept, read, answer: drawn.length - endTokens, endTokens },
      });
      remember(turn.turn, [...evaluated, ...drawn.slice(Math.max(0, evaluated.length - turn.ids.length))]);
      return { reason };
    } finally {
      sequences.release(sequence);
      ahead.resume();
    }
  }

  async function exact(ids: readonly number[], signal: AbortSignal): Promise<ExactToken[]> {
    await ahead.pause();
    const { sequence } = await sequences.take(ids);
    try {
      return await exactRow(ids, sequence, processor, pace, vocabulary, signal);
    } finally {
      sequences.release(sequence);
      ahead.resume();
    }
  }

  function remember(turn: string, ids: number[]): void {
    records.set(turn, ids);
    for (const oldest of records.keys()) {
      if (records.size <= RECORDS) break;
      records.delete(oldest);
    }
  }

  return { facts, render, encode, answer, exact, readAhead: ahead.wish, evaluated: (turn: string) => records.get(turn) ?? [] };
}

const EMPTY: TurnError = {
  kind: 'bad-request',
  message: 'The row is empty, and this model has no token that a row begins with. Write something for it to continue.',
  retry: false,
};

function templateOf(facts: Facts, vocabulary: Vocabulary): Template | { begin?: number; beginText?: string; addsBegin: boolean } {
  const { begin, addsBegin, template, templateHash } = facts;
  const text = (id: number | undefined) => vocabulary.specials.find((special) => special.id === id)?.text;
  const beginText = text(begin);
  const endText = text(facts.endOfGeneration[0]);
  const beginning = { addsBegin, ...(begin !== undefined && { begin }), ...(beginText !== undefined && { beginText }) };
  if (template === undefined || templateHash === undefined) return beginning;
  return {
    ...beginning,
    source: template,
    hash: templateHash,
    specials: vocabulary.specials,
    ...(endText !== undefined && { endText }),
  };
}
