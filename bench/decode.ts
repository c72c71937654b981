/**
 * Decoding with every token's probabilities, through child and events, beside a bare node-llama-cpp `evaluate` loop on
 * the same file with as many threads. Rounds alternate; what counts is the median of their ratios.
 * `npm run bench -- decode [FILE.gguf]..`
 */
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { TurnSettings } from '#domain/conversation/turn-event';
import type { PromptInput } from '#domain/templates/prompt';
import { createLlamaModel } from '#engines/llama/engine';
import { openBareLoop } from './weights/bare-loop.ts';
import { weightsFiles } from './weights/files.ts';
import { median } from './weights/speed.ts';
import { timeTurn } from './weights/timed-turn.ts';

const TOKENS = 96;
const ROUNDS = 7;
const TEXT = 'The history of the lighthouse begins long before electricity. In the first place,';
const INPUT: PromptInput = { mode: 'document', messages: [{ role: 'user', text: TEXT }] };

const KINDS: [string, TurnSettings][] = [
  ['best token', { temperature: 0 }],
  ['drawn, with repeat penalty', { temperature: 0.7, topP: 0.8, topK: 20, repeatPenalty: 1.1, seed: 1 }],
];

export default async function bench(): Promise<void> {
  for (const file of weightsFiles())
    for (const threads of [1, 2].filter((count) => count <= availableParallelism())) await compare(file, threads);
}

async function compare(path: string, threads: number): Promise<void> {
  const bare = await openBareLoop(path, threads);
  const model = createLlamaModel({ name: 'bench', path, snapshot: '0', window: 512, sequences: 1, threads });
  const theirs = () => bare.decode(TEXT, TOKENS);
  for (const [name, settings] of KINDS) {
    const ours = async () => (await timeTurn(model, INPUT, { ...settings, maxTokens: TOKENS })).tokensPerSecond;
    await ours();
    await theirs();
    const rounds: { ours: number; theirs: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 2) rounds.push({ ours: await ours(), theirs: await theirs() });
      else rounds.push({ theirs: await theirs(), ours: await ours() });
    }
    const ratio = median(rounds.map((one) => one.ours / one.theirs));
    const [our, their] = [rounds.map((one) => one.ours), rounds.map((one) => one.theirs)].map((speeds) =>
      median(speeds).toFixed(1),
    );
    console.log(`${basename(path)}, ${threads} thread(s), ${name}: ${ratio.toFixed(2)}x (${our} against ${their} tokens/s)`);
  }
  await model.unload();
  await bare.end();
}
