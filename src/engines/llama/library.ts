/**
 * llama.cpp through node-llama-cpp, as the plain functions of `native.ts`. Loaded by the child process alone: native
 * code may crash.
 */
import { getLlama, type LlamaContextSequence, LlamaLogLevel, type LlamaModel, type Token } from 'node-llama-cpp';
import { bestLogit } from './best-logit.ts';
import type { OpenFile } from './load-file.ts';
import { type Candidates, type NativeSequence, WEIGHED, type Weighing } from './native.ts';
import { createResampler, logOf, RAISE, type Resampler } from './resampler.ts';

/** Tokens of the largest slice, and one to spare. llama.cpp keeps logits for a whole batch, so small is cheap. */
const BATCH = 64;

export const openFile: OpenFile = async ({ path, window, sequences, cores }, onShare) => {
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
  const resample = createResampler(model);
  return {
    vocabulary: vocabularySize(model),
    sequences: Array.from({ length: sequences }, () =>
      nativeSequence(context.getSequence({ contextShift: { strategy: neverShift } }), resample),
    ),
    encode: (text) => model.tokenize(text, false),
    isEnd: (id) => model.isEogToken(id as Token),
    setThreads: (count) => {
      llama.maxThreads = count;
    },
  };
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

function nativeSequence(sequence: LlamaContextSequence, resample: Resampler): NativeSequence {
  const stepper = createStepper(sequence);

  /** How far the logit of a token lies below the best's, after the token at a place of the last batch. */
  async function belowBest(id: number, best: number, inSight: Map<number, number>, place: number): Promise<number> {
    const known = inSight.get(id);
    if (known !== undefined) return (inSight.get(best) ?? 0) - known;
    const raised = await resample(sequence, place, { count: IN_SIGHT, raised: id });
    return (raised.get(best) ?? 0) - (raised.get(id) ?? 0) + RAISE;
  }

  return {
    evaluated: () => sequence.contextTokens,
    get length() {
      return sequence.nextTokenIndex;
    },
    async keep(length) {
      const end = sequence.nextTokenIndex;
      if (length === 0) await sequence.clearHistory();
      else if (length < end) await sequence.eraseContextTokenRanges([{ start: length, end }]);
    },
    async read(ids) {
      await sequence.controlledEvaluate(ids as Token[]);
    },
    async step(ids, { count, withBestLogit }) {
      const candidates = sorted(await stepper(ids as Token[], count));
      return withBestLogit
        ? { ...candidates, bestLogit: await bestLogit(resample, sequence, ids.length - 1, candidates) }
        : candidates;
    },
    async weigh(ids, following) {
      // Greedy: nothing is cut off, so the best token's share is its share of the whole vocabulary.
      const generateNext = { confidence: true, options: { temperature: 0 } };
      const outputs = await sequence.controlledEvaluate(ids.map((id): [Token, object] => [id as Token, { generateNext }]));
      const weighings: Weighing[] = [];
      for (const [place, output] of outputs.entries()) {
        const next = following[place];
        const inSight = await resample(sequence, place, { count: IN_SIGHT });
        const sorted = [...inSight].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, WEIGHED);
        const [best, bestShare] = sorted[0] ?? [0, 0];
        const below = next === undefined ? undefined : await belowBest(next, best, inSight, place);
        const bestLogprob = logOf(output?.next.confidence ?? 0);
        weighings.push({
          best: sorted.map(([id, logprob]) => ({ id, logprob: bestLogprob + logprob - bestShare })),
          ...(below !== undefined && { logprob: bestLogprob - below }),
        });
      }
      return weighings;
    },
  };
}

/**
 * Steps of a sequence through one open iterator of the library, which is told what to evaluate next: each call of its
 * own would allocate a sampler, half a megabyte for 50,000 items. It holds no lock between two steps.
 */
function createStepper(sequence: LlamaContextSequence) {
  let open: { count: number; steps: ReturnType<typeof begin> } | undefined;
  // Neutral but for top-k: temperature 1 leaves the logits as they are.
  const begin = (ids: Token[], topK: number) =>
    sequence.evaluateWithMetadata(
      ids,
      { probabilities: true },
      { temperature: 1, topK, topP: 1, minP: 0, seed: 0, yieldEogToken: true },
    );
  return async (ids: Token[], count: number): Promise<Map<Token, number>> => {
    const known = open?.count === count ? open.steps : undefined;
    const steps = known ?? begin(ids, count);
    if (!known) void open?.steps.return();
    open = undefined; // A step that fails closes the iterator.
    const { value } = await (known ? steps.next(ids) : steps.next());
    if (!value) throw new Error('llama.cpp gave no probabilities for the last token of the row.');
    open = { count, steps };
    return value.probabilities;
  };
}

/** Best first, the lowest id where two are equal: the library's order among equals is not defined. */
function sorted(probabilities: Map<Token, number>): Candidates {
  const entries = [...probabilities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return { ids: entries.map(([id]) => id), logprobs: entries.map(([, p]) => logOf(p)) };
}

/** Among so many of the best the token that stands in a row is mostly found; else a second look is needed. */
const IN_SIGHT = 128;
