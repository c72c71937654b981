/**
 * Looks at the last logits once more. The library samples each token of a batch once and then keeps the logits to
 * itself, while a second look costs 0.3 ms and a second evaluation a whole step.
 */
import type { LlamaContextSequence, LlamaModel } from 'node-llama-cpp';

/** Insides of node-llama-cpp 3.21.1. The version is pinned, and tests compare with what its public functions give. */
type Sampler = { applyConfig(config: object): void };
type ContextInside = {
  _context: {
    _ctx: { sampleToken(index: number, sampler: Sampler, probabilities: true, confidence: false): Promise<[number, number[]]> };
  };
};
type ModelInside = { _model: unknown; _llama: { _bindings: { AddonSampler: new (model: unknown) => Sampler } } };

/**
 * `penalised` = tokens whose raw logits are divided by `penalty` (multiplied where negative) first; `raised` = a token whose
 * logit is raised by `RAISE` first, so that it comes in sight.
 */
export type Look = { count: number; penalised?: readonly number[]; penalty?: number; raised?: number };

/** More than lies between the best of a distribution and its rarest, less than what single precision cannot hold. */
export const RAISE = 40;

/**
 * The `count` best tokens after the token at place `index` of the last batch, with the logs of their probabilities among
 * themselves, best first. No other batch may have been evaluated since.
 */
export type Resampler = (sequence: LlamaContextSequence, index: number, look: Look) => Promise<Map<number, number>>;

export function createResampler(model: LlamaModel): Resampler {
  const { _model, _llama } = model as unknown as ModelInside;
  let sampler: Sampler | undefined;
  return async (sequence, index, { count, penalised, penalty, raised }) => {
    sampler ??= new _llama._bindings.AddonSampler(_model);
    sampler.applyConfig({
      ...{ temperature: 1, topK: count, topP: 1, minP: 0, seed: 0 },
      ...(penalised && {
        repeatPenalty: penalty,
        repeatPenaltyMaxTokens: penalised.length,
        repeatPenaltyTokens: Uint32Array.from(penalised),
      }),
      ...(raised !== undefined && { tokenBiasKeys: Uint32Array.of(raised), tokenBiasValues: Float32Array.of(RAISE) }),
    });
    const [, flat] = await (sequence as unknown as ContextInside)._context._ctx.sampleToken(index, sampler, true, false);
    const logprobs = new Map<number, number>();
    for (let at = 0; at + 1 < flat.length; at += 2) logprobs.set(flat[at] ?? 0, logOf(flat[at + 1] ?? 0));
    return logprobs;
  };
}

/** The least probability that the library's numbers can hold stands for what is below it. */
const LEAST = 2 ** -149;

export function logOf(probability: number): number {
  return Math.log(Math.max(probability, LEAST));
}
