/**
 * The decode loop of one turn: reads the row in slices, then draws, writes and evaluates one token after the
 * other. Knows no process and no files; the model comes as a sequence.
 */
import type { EndReason, TurnEvent } from '#domain/conversation/turn-event';
import type { Token } from '#domain/tokens/token';
import { createAnswerWriter } from '../answer-writer.ts';
import { chanceAt } from '../chance.ts';
import type { TurnCall } from './call.ts';
import type { Candidates } from './native.ts';
import type { Reader } from './reader.ts';
import { draw, isPenalising } from './sampler.ts';
import type { Vocabulary } from './vocabulary.ts';

export type DecodeNeeds = {
  reader: Reader;
  vocabulary: Vocabulary;
  isEnd: (id: number) => boolean;
  /** Tokens that the window holds. */
  window: number;
  /** Best tokens looked at in each step. */
  candidates: number;
  emit: (event: TurnEvent) => void;
  signal: AbortSignal;
};

export type Decoded = { reason: EndReason; kept: number; drawn: number[] };

const ALTERNATIVES = 10;

/** @returns why the turn ended, and the drawn ids, the end token included. Throws only what llama.cpp throws. */
export async function decode(turn: TurnCall, kept: number, needs: DecodeNeeds): Promise<Decoded> {
  const { reader, emit, signal, vocabulary } = needs;
  const { ids, settings } = turn;
  const ask = {
    count: Math.max(needs.candidates, Math.min(settings.topK ?? 0, vocabulary.size)),
    withBestLogit: isPenalising(settings),
  };
  const writer = createAnswerWriter(turn.tail, settings.stop, emit);
  const row = [...ids];
  const drawn: number[] = [];
  const finish = (reason: EndReason): Decoded => {
    writer.end();
    const end = reason === 'end' && writer.stop === undefined ? drawn.at(-1) : undefined;
    if (end !== undefined) emit({ type: 'end-token', id: end, bytes: vocabulary.hexOf(end) });
    return { reason, kept, drawn };
  };

  emit({ type: 'prompt-start', tokens: ids.length, kept });
  let candidates = await reader.readRow(ids.slice(kept), ask, signal, (read) =>
    emit({ type: 'prompt-delta', read: kept + read }),
  );
  if (!candidates) return finish('stopped');
  emit({ type: 'prompt-end', count: ids.length });

  for (;;) {
    if (signal.aborted) return finish('stopped');
    const history = row.slice(turn.answerFrom);
    const id = draw(candidates, settings, { history, chance: chanceAt(settings.seed ?? 0, row.length) });
    drawn.push(id);
    row.push(id);
    if (needs.isEnd(id)) return finish('end');
    writer.token(tokenOf(id, candidates, vocabulary));
    if (writer.stop !== undefined) return finish('end');
    if (row.length >= needs.window) return finish('window-full');
    if (drawn.length >= (settings.maxTokens ?? Number.POSITIVE_INFINITY)) return finish('length');
    if (signal.aborted) return finish('stopped');
    candidates = await reader.step(id, ask);
  }
}

/** A drawn token with the model's own probability and the best others. */
export function tokenOf(id: number, { ids, logprobs }: Candidates, vocabulary: Vocabulary): Token {
  const logprob = logprobs[ids.indexOf(id)];
  return {
    id,
    bytes: vocabulary.hexOf(id),
    ...(logprob !== undefined && { logprob }),
    alternatives: ids.slice(0, ALTERNATIVES).map((other, at) => ({
      id: other,
      bytes: vocabulary.hexOf(other),
      logprob: logprobs[at] ?? Number.NEGATIVE_INFINITY,
    })),
    ...(vocabulary.isSpecial(id) && { special: true }),
  };
}
