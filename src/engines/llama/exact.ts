/**
 * Exact probabilities of a whole row: one pass over it in which the whole distribution after every token is weighed. Slow and rare; the decode loop knows only its candidates. Knows no turns.
 */
import type { ExactToken } from '../local-model.ts';
import type { NativeSequence, Weighing } from './native.ts';
import type { Pace } from './pace.ts';
import type { Processor } from './processor.ts';
import { slicesOf } from './reader.ts';
import type { Vocabulary } from './vocabulary.ts';

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
  for (const { from, to } of slicesOf(ids.length, () => pace.sliceTokens)) {
    signal.throwIfAborted();
    await processor.run(async () => {
      const weighings = await sequence.weigh(ids.slice(from, to), ids.slice(from + 1, to + 1));
      for (const weighing of weighings.slice(0, ids.length - exact.length)) exact.push(exactToken(weighing, vocabulary));
    });
  }
  return exact;
}

function exactToken({ logprob, best }: Weighing, { hexOf }: Vocabulary): ExactToken {
  const alternatives = best.map((one) => ({ id: one.id, bytes: hexOf(one.id), logprob: one.logprob }));
  return { ...(logprob !== undefined && { logprob }), alternatives };
}
