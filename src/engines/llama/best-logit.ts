/**
 * The raw logit of the best token, which the library keeps to itself: it gives probabilities, from which a constant is
 * lost, and a repeat penalty is defined on raw logits. So the last logits are sampled once more with a known penalty on
 * the two best: what that takes from them tells what they were.
 */
import type { LlamaContextSequence } from 'node-llama-cpp';
import type { Candidates } from './native.ts';
import type { Resampler } from './resampler.ts';

const PENALTY = 1.25;

/** The two best have to stay in sight after they are punished; they fall behind some, never behind all of these. */
const MOST = 128;

/** `index` = place in the last batch of the token that the candidates follow. */
export async function bestLogit(
  resample: Resampler,
  sequence: LlamaContextSequence,
  index: number,
  { ids, logprobs }: Candidates,
): Promise<number> {
  const penalised = ids.slice(0, 2);
  const after = await resample(sequence, index, { count: Math.min(ids.length, MOST) + 2, penalised, penalty: PENALTY });
  // Any third token lost nothing: it tells the shift between the two distributions.
  const third = ids.findIndex((id, at) => at >= 2 && after.has(id));
  const shift = (after.get(ids[third] ?? -1) ?? 0) - (logprobs[third] ?? 0);
  const lost = (at: number) => (logprobs[at] ?? 0) - ((after.get(ids[at] ?? -1) ?? 0) - shift);
  return rawLogit(lost(0), lost(1), (logprobs[0] ?? 0) - (logprobs[1] ?? 0));
}

/**
 * A positive logit l loses l - l / q, a negative one l - l q. Which it was, the second token tells: its distance to the
 * first is known. Where the two are equal nothing tells; the best is positive in any model that has learnt something.
 */
export function rawLogit(lostByFirst: number, lostBySecond: number, gap: number): number {
  const ifPositive = (lost: number) => lost / (1 - 1 / PENALTY);
  const ifNegative = (lost: number) => lost / (1 - PENALTY);
  const fits = (logit: (lost: number) => number) =>
    Math.abs(logit(lostByFirst) - logit(lostBySecond) - gap) < 0.01 * Math.max(1, gap);
  const isNegative = fits(ifNegative) && !fits(ifPositive);
  return isNegative ? ifNegative(lostByFirst) : ifPositive(lostByFirst);
}
