/**
 * Exact probabilities of a whole row: one pass over it in which the whole distribution after every token is looked
 * at. Slow and rare; the decode loop knows only its candidates. Knows no turns.
 */
import { toHex } from '#domain/tokens/token';
import type { ExactToken } from '../local-model.ts';
import type { NativeSequence } from './native.ts';
import type { Pace } from './pace.ts';
import type { Processor } from './processor.ts';
import { slicesOf } from './reader.ts';
import type { Vocabulary } from './vocabulary.ts';

const ALTERNATIVES = 10;

/** The first position has no probability: nothing stands before it. Rejects with the signal's reason when it aborts. */
export async function exactRow(
  ids: readonly number[],
  sequence: NativeSequence,
  processor: Processor,
  pace: Pace,
  vocabulary: Vocabulary,
  signal: AbortSignal,
): Promise<ExactToken[]> {
  const exact: ExactToken[] = ids.length > 0 ? [{}] : [];
  await processor.run(() => sequence.keep(0));
  for (const { from, to } of slicesOf(ids.length, pace.sliceTokens)) {
    signal.throwIfAborted();
    await processor.run(async () => {
      await sequence.distributions(ids.slice(from, to), (place, probabilities) => {
        const next = ids[from + place + 1];
        if (next !== undefined) exact.push(exactToken(next, probabilities, vocabulary));
      });
    });
  }
  return exact;
}

/** `probabilities` comes sorted, best first. */
function exactToken(id: number, probabilities: Map<number, number>, vocabulary: Vocabulary): ExactToken {
  const alternatives: NonNullable<ExactToken['alternatives']> = [];
  for (const [other, p] of probabilities) {
    if (alternatives.length === ALTERNATIVES) break;
    alternatives.push({ id: other, bytes: toHex(vocabulary.bytesOf(other)), logprob: Math.log(p) });
  }
  const p = probabilities.get(id);
  return { ...(p !== undefined && { logprob: Math.log(p) }), alternatives };
}
