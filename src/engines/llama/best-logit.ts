/**
 * The raw logit of the best token, which the library keeps to itself: it gives probabilities, from which a constant is
 * lost, and a repeat penalty is defined on raw logits. So the last logits are sampled once more with a known penalty on
 * the two best: what that takes from them tells what they were.
 */
import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import type { Candidates } from './native.ts';

/** Insides of node-llama-cpp 3.21.1. The version is pinned, and a test compares with the library's own penalty. */
type Sampler = { applyConfig(config: object): void };
type ContextInside = {
  _context: {
    _ctx: { sampleToken(index: number, sampler: Sampler, probabilities: true, confidence: false): Promise<[number, number[]]> };
  };
};
type ModelInside = { _model: unknown; _llama: { _bindings: { AddonSampler: new (model: unknown) => Sampler } } };

export type BestLogit = (sequence: LlamaContextSequence, index: number, candidates: Candidates) => Promise<number>;

const PENALTY = 1.25;

/** `index` = place in the last batch of the token that the candidates follow. */
export function createBestLogit(model: LlamaModel): BestLogit {
  const { _model, _llama } = model as unknown as ModelInside;
  let sampler: Sampler | undefined;
  return async (sequence, index, { ids, logprobs }) => {
    const [first = 0, second = 0] = ids;
    sampler ??= new _llama._bindings.AddonSampler(_model);
    sampler.applyConfig({
      ...{ temperature: 1, topK: Math.min(ids.length, MOST) + 2, topP: 1, minP: 0, seed: 0 },
      ...{ repeatPenalty: PENALTY, repeatPenaltyMaxTokens: 2, repeatPenaltyTokens: Uint32Array.of(first, second) },
    });
    const [, flat] = await (sequence as unknown as ContextInside)._context._ctx.sampleToken(index, sampler, true, false);
    const after = new Map<number, number>();
    for (let at = 0; at + 1 < flat.length; at += 2) after.set(flat[at] ?? 0, Math.log(flat[at + 1] ?? 0));
    // Any third token lost nothing: it tells the shift between the two distributions.
    const third = ids.findIndex((id, at) => at >= 2 && after.has(id));
    const shift = (after.get(ids[third] ?? -1) ?? 0) - (logprobs[third] ?? 0);
    const lost = (at: number) => (logprobs[at] ?? 0) - ((after.get(ids[at] ?? -1) ?? 0) - shift);
    return rawLogit(lost(0), lost(1), (logprobs[0] ?? 0) - (logprobs[1] ?? 0));
  };
}

/** The two best have to stay in sight after they are punished; they fall behind some, never behind all of these. */
const MOST = 128;

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
