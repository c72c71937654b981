/**
 * llama.cpp through node-llama-cpp, as the plain functions of `native.ts`. Loaded by the child process alone: native
 * code may crash.
 */
import { availableParallelism } from 'node:os';
import { getLlama, type LlamaContextSequence, LlamaLogLevel, type LlamaModel, type Token } from 'node-llama-cpp';
import type { OpenFile } from './load-file.ts';
import type { Candidates, NativeModel, NativeSequence } from './native.ts';

const cores = availableParallelism();

/** Tokens of the largest slice, and one to spare. llama.cpp keeps logits for a whole batch, so small is cheap. */
const BATCH = 64;

export const openFile: OpenFile = async ({ path, window, sequences }, onShare) => {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: cores,
    logLevel: LlamaLogLevel.warn,
    // The engine keeps the last lines of standard error.
    logger: (level, message) => process.stderr.write(`${level}: ${message.trimEnd()}\n`),
  });
  const model = await llama.loadModel({ modelPath: path, ignoreMemorySafetyChecks: true, onLoadProgress: onShare });
  const context = await model.createContext({
    // One more than the window: the library keeps its last place free.
    contextSize: window + 1,
    sequences,
    batchSize: BATCH,
    threads: cores,
    flashAttention: 'auto',
    // With F16 a single token past 256 is split among the threads, and how many there are changes the answer. BF16 takes as
    // much memory, is never split, and is as near to F32 (426 tokens: 0.024 mean difference of log-probability, F16 0.023).
    experimentalKvCacheValueType: 'BF16',
    swaFullCache: true,
    ignoreMemorySafetyChecks: true,
  });
  const native: NativeModel = {
    vocabulary: vocabularySize(model),
    sequences: Array.from({ length: sequences }, () =>
      nativeSequence(context.getSequence({ contextShift: { strategy: neverShift } }), model),
    ),
    encode: (text) => model.tokenize(text, false),
    isEnd: (id) => model.isEogToken(id as Token),
    setThreads: (count) => {
      llama.maxThreads = count;
    },
  };
  return { native, cores };
};

/** The decode loop ends before the window is full; the library must never erase tokens of its own accord. */
function neverShift(): never {
  throw new Error('The window is full, and nothing may leave it unseen.');
}

function vocabularySize(model: LlamaModel): number {
  let size = 0;
  for (const _ of model.iterateAllTokens()) size++;
  return size;
}

function nativeSequence(sequence: LlamaContextSequence, model: LlamaModel): NativeSequence {
  return {
    evaluated: () => sequence.contextTokens,
    async keep(length) {
      const end = sequence.nextTokenIndex;
      if (length === 0) await sequence.clearHistory();
      else if (length < end) await sequence.eraseContextTokenRanges([{ start: length, end }]);
    },
    async read(ids) {
      await sequence.controlledEvaluate(ids as Token[]);
    },
    async step(ids, { count, withBestLogit }) {
      const last = ids.length - 1;
      // Neutral but for top-k: temperature 1 leaves the logits as they are.
      const options = { temperature: 1, topK: count, topP: 1, minP: 0, seed: 0 };
      const input = ids.map((id, at): Token | [Token, object] =>
        at === last ? [id as Token, { generateNext: { probabilities: true, options } }] : (id as Token),
      );
      const probabilities = (await sequence.controlledEvaluate(input)).at(last)?.next.probabilities;
      if (!probabilities) throw new Error('llama.cpp gave no probabilities for the last token of the row.');
      const candidates = sorted(probabilities);
      return withBestLogit ? { ...candidates, bestLogit: await bestLogit(sequence, model, last, candidates) } : candidates;
    },
    async distributions(ids, visit) {
      const generateNext = { probabilities: true, options: { temperature: 0 } };
      const input = ids.map((id): [Token, object] => [id as Token, { generateNext }]);
      await sequence.controlledEvaluate(input, {
        onTokenResult(place, { next }) {
          if (next.probabilities) visit(place, next.probabilities);
          delete next.probabilities; // A map of the whole vocabulary each: not kept until the slice ends.
        },
      });
    },
  };
}

/** Best first, the lowest id where two are equal: the library's order among equals is not defined. */
function sorted(probabilities: Map<Token, number>): Candidates {
  const entries = [...probabilities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return { ids: entries.map(([id]) => id), logprobs: entries.map(([, p]) => Math.log(p)) };
}

/** What the library keeps to itself in 3.21.1; the version is pinned and a test compares with the library's own penalty. */
type Internals = {
  _context: {
    _ctx: { sampleToken(index: number, sampler: unknown, probabilities: true, confidence: false): Promise<[number, number[]]> };
  };
};
type ModelInternals = {
  _model: unknown;
  _llama: { _bindings: { AddonSampler: new (model: unknown) => { applyConfig(config: object): void; dispose(): void } } };
};

/**
 * The library gives probabilities only, and a repeat penalty is defined on raw logits. So the last logits are
 * sampled once more with a known penalty on the two best: what that took from them tells their raw logits.
 * A positive logit l loses l - l/q, a negative one l - lq; the second token tells which of the two it was.
 */
async function bestLogit(
  sequence: LlamaContextSequence,
  model: LlamaModel,
  index: number,
  { ids, logprobs }: Candidates,
): Promise<number> {
  const context = (sequence as unknown as Internals)._context._ctx;
  const { _model, _llama } = model as unknown as ModelInternals;
  const penalty = 1.25;
  const [first = 0, second = 0] = ids;
  const sampler = new _llama._bindings.AddonSampler(_model);
  try {
    sampler.applyConfig({
      ...{ temperature: 1, topK: ids.length + 2, topP: 1, minP: 0, seed: 0 },
      ...{ repeatPenalty: penalty, repeatPenaltyMaxTokens: 2, repeatPenaltyTokens: Uint32Array.of(first, second) },
    });
    const [, flat] = await context.sampleToken(index, sampler, true, false);
    const after = new Map<number, number>();
    for (let at = 0; at + 1 < flat.length; at += 2) after.set(flat[at] ?? 0, Math.log(flat[at + 1] ?? 0));
    // Any third token lost nothing: it tells the shift between the two distributions.
    const third = ids.findIndex((id, at) => at >= 2 && after.has(id));
    const shift = (after.get(ids[third] ?? -1) ?? 0) - (logprobs[third] ?? 0);
    const lost = (at: number) => (logprobs[at] ?? 0) - ((after.get(ids[at] ?? -1) ?? 0) - shift);
    const positive = (at: number) => lost(at) / (1 - 1 / penalty);
    const gap = (logprobs[0] ?? 0) - (logprobs[1] ?? 0);
    const isPositive = Math.abs(positive(0) - positive(1) - gap) < 0.01 * Math.max(1, gap);
    return isPositive ? positive(0) : lost(0) / (1 - penalty);
  } finally {
    sampler.dispose();
  }
}
