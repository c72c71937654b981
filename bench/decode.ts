/**
 * Decoding with every token's probabilities, through child and events, beside a bare node-llama-cpp `evaluate` loop on
 * the same file with as many threads. Rounds alternate; what counts is the median of their ratios.
 * `npm run bench -- decode [FILE.gguf]..`
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp';
import type { TurnSettings, TurnStart } from '#domain/conversation/turn-event';
import { createLlamaModel } from '#engines/llama/engine';
import { TEST_WEIGHTS } from '#engines/llama/test-weights';
import type { LocalModel } from '#engines/local-model';

const TOKENS = 96;
const ROUNDS = 7;
const TEXT = 'The history of the lighthouse begins long before electricity. In the first place,';

export default async function bench(): Promise<void> {
  const files = process.argv.slice(3);
  for (const file of files.length > 0 ? files : [TEST_WEIGHTS.path]) {
    if (!existsSync(file)) throw new Error(`There is no ${file}. Name a GGUF file, or set ORIEL_TEST_WEIGHTS.`);
    for (const threads of [1, 2].filter((count) => count <= availableParallelism())) await compare(file, threads);
  }
}

async function compare(path: string, threads: number): Promise<void> {
  const bare = await bareLoop(path, threads);
  const model = createLlamaModel({ name: 'bench', path, snapshot: '0', window: 512, sequences: 1, threads });
  const kinds: [string, TurnSettings][] = [
    ['best token', { temperature: 0 }],
    ['drawn, with repeat penalty', { temperature: 0.7, topP: 0.8, topK: 20, repeatPenalty: 1.1, seed: 1 }],
  ];
  await bare.run();
  for (const [name, settings] of kinds) {
    const rounds: { ours: number; theirs: number }[] = [];
    await ours(model, settings);
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second] =
        round % 2 ? [await ours(model, settings), await bare.run()] : [await bare.run(), await ours(model, settings)];
      rounds.push(round % 2 ? { ours: first, theirs: second } : { ours: second, theirs: first });
    }
    const ratio = median(rounds.map((round) => round.ours / round.theirs));
    const speeds = `${median(rounds.map((round) => round.ours)).toFixed(1)} against ${median(rounds.map((round) => round.theirs)).toFixed(1)} tokens/s`;
    console.log(`${basename(path)}, ${threads} thread${threads > 1 ? 's' : ''}, ${name}: ${ratio.toFixed(2)}x (${speeds})`);
  }
  await model.unload();
  await bare.end();
}

/** Tokens a second of one answer, from its first token to its last. */
async function ours(model: LocalModel, settings: TurnSettings): Promise<number> {
  const { prompt, window } = await model.render({ mode: 'document', messages: [{ role: 'user', text: TEXT }] });
  const start: TurnStart = {
    type: 'turn-start',
    turn: `${Math.random()}`,
    thread: 'thread',
    message: 'message',
    at: 0,
    asked: { vendor: 'local', model: 'bench' },
    mode: 'document',
    settings: { ...settings, maxTokens: TOKENS },
    window,
  };
  const times: number[] = [];
  for await (const event of model.answer({ start, prompt, person: 'bench' }, new AbortController().signal))
    if (event.type === 'part-delta') for (const _ of event.tokens ?? []) times.push(performance.now());
  return speedOf(times);
}

async function bareLoop(modelPath: string, threads: number) {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: 512, threads });
  const sequence = context.getSequence();
  return {
    async run(): Promise<number> {
      await sequence.clearHistory();
      const times: number[] = [];
      for await (const _ of sequence.evaluate(model.tokenize(TEXT, false) as Token[], { temperature: 0, yieldEogToken: true })) {
        times.push(performance.now());
        if (times.length === TOKENS) break;
      }
      return speedOf(times);
    },
    async end(): Promise<void> {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

/** Counted from the second moment: the first batch of events may hold several tokens at one moment. */
function speedOf(times: readonly number[]): number {
  const [first = 0] = times;
  const later = times.filter((time) => time > first);
  return (later.length / ((times.at(-1) ?? 0) - first)) * 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
