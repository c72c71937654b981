/**
 * Local models as a person meets them, a table for each file: loading, reading and decoding beside a bare node-llama-cpp
 * loop, the first token with and without what was read before, memory.
 * `npm run bench -- local [FILE.gguf]..`
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { PromptInput, PromptMessage } from '#domain/templates/prompt';
import { createLlamaModel } from '#engines/llama/engine';
import type { LocalModel } from '#engines/local-model';
import { openBareLoop } from './weights/bare-loop.ts';
import { weightsFiles } from './weights/files.ts';
import { median } from './weights/speed.ts';
import { timeTurn } from './weights/timed-turn.ts';

const ROUNDS = 3;
const TOKENS = 48;
const TEXT = 'The history of the lighthouse begins long before electricity. In the first place, fires were lit on hills. '.repeat(
  12,
);
const HAIKU: PromptMessage = { id: 'q', role: 'user', text: "Write a haiku about what it's like to be a Large Language Model." };
const GREEDY = { temperature: 0 };
const chat = (messages: PromptMessage[]): PromptInput => ({ mode: 'chat', messages });

export default async function bench(): Promise<void> {
  for (const file of weightsFiles()) {
    console.log(`\n${basename(file)}`);
    for (const threads of [1, 2].filter((count) => count <= availableParallelism())) await rates(file, threads);
    const model = modelOf(file, 2);
    await model.load();
    if (model.state.state === 'ready') console.log(`  loaded in ${(model.state.loadMs / 1000).toFixed(1)} s`);
    await opening(model);
    await secondTurn(model);
    console.log(`  resident memory of the child ${residentOf(process.pid)}`);
    await model.unload();
  }
}

const modelOf = (path: string, threads: number) =>
  createLlamaModel({ name: 'bench', path, snapshot: '0', window: 4096, sequences: 1, threads, cores: threads });

/** Reading and decoding at so many threads, rounds alternating with the bare loop. */
async function rates(path: string, threads: number): Promise<void> {
  const bare = await openBareLoop(path, threads);
  const model = modelOf(path, threads);
  const input: PromptInput = { mode: 'document', messages: [{ role: 'user', text: TEXT }] };
  const rounds: Record<'read' | 'bareRead' | 'decode' | 'bareDecode', number>[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await forget(model);
    const turn = await timeTurn(
      model,
      { ...input, messages: [{ role: 'user', text: `${round} ${TEXT}` }] },
      { ...GREEDY, maxTokens: TOKENS },
    );
    const [bareRead, bareDecode] = [await bare.read(TEXT), await bare.decode(TEXT, TOKENS)];
    if (round > 0) rounds.push({ read: turn.readPerSecond, bareRead, decode: turn.tokensPerSecond, bareDecode });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  const line = (name: string, ours: number, theirs: number, ratio: number) =>
    `${name} ${ours.toFixed(1)} tokens/s, bare ${theirs.toFixed(1)}: ${ratio.toFixed(2)}x`;
  const read = line(
    'reads',
    of((one) => one.read),
    of((one) => one.bareRead),
    of((one) => one.read / one.bareRead),
  );
  const decode = line(
    'decodes',
    of((one) => one.decode),
    of((one) => one.bareDecode),
    of((one) => one.decode / one.bareDecode),
  );
  console.log(`  ${threads} thread(s): ${read}; ${decode}`);
  await model.unload();
  await bare.end();
}

/** The first token of a new chat, with the template's opening read before and without. */
async function opening(model: LocalModel): Promise<void> {
  const { prompt } = await model.render(chat([HAIKU]));
  const ids = prompt.tokens.map(({ id }) => id ?? 0);
  const length = prompt.tokens.findIndex(({ message }) => message !== undefined);
  const first = async (isRead: boolean) => {
    await forget(model);
    if (isRead) await readAhead(model, ids.slice(0, length));
    return (await timeTurn(model, chat([HAIKU]), { ...GREEDY, maxTokens: 1 })).firstTokenMs;
  };
  const rounds: { cold: number; warm: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push({ cold: await first(false), warm: await first(true) });
  const [cold, warm] = [median(rounds.map((one) => one.cold)), median(rounds.map((one) => one.warm))];
  const ratio = median(rounds.map((one) => one.warm / one.cold));
  console.log(
    `  new chat, ${ids.length} tokens: first token after ${cold.toFixed(0)} ms, with the ${length} of the opening read before ${warm.toFixed(0)} ms: ${ratio.toFixed(2)}x`,
  );
}

/** The first token of the second question in a thread of about 2,000 tokens, with its prefix and without. */
async function secondTurn(model: LocalModel): Promise<void> {
  const long: PromptMessage = { id: 'long', role: 'user', text: `${TEXT.repeat(8).slice(0, 9000)} Sum this up in a word.` };
  const one = await timeTurn(model, chat([long]), { ...GREEDY, maxTokens: 8 });
  const messages = [long, { id: 'a', role: 'assistant' as const, text: one.text, tokens: one.ids }, HAIKU];
  const kept = await timeTurn(model, chat(messages), { ...GREEDY, maxTokens: 1 });
  await forget(model);
  const fresh = await timeTurn(model, chat(messages), { ...GREEDY, maxTokens: 1 });
  console.log(
    `  second turn of ${fresh.read} tokens: first token after ${fresh.firstTokenMs.toFixed(0)} ms, with its prefix (${kept.read} read) ${kept.firstTokenMs.toFixed(0)} ms: ${(fresh.firstTokenMs / kept.firstTokenMs).toFixed(1)}x sooner`,
  );
}

/** Fills the one sequence with something else. */
async function forget(model: LocalModel): Promise<void> {
  await model.exact([0, 1], new AbortController().signal);
}

/** Reads ahead and waits until it is done: a question about the row is answered after it. */
async function readAhead(model: LocalModel, ids: number[]): Promise<void> {
  model.readAhead(ids);
  await new Promise((resolve) => setTimeout(resolve, 3000));
}

/** Resident memory of the largest child of a process, on Linux. */
function residentOf(pid: number): string {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const kilobytes = children.map((child) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0),
    );
    return `${(Math.max(...kilobytes) / 1e6).toFixed(2)} GB`;
  } catch {
    return 'unknown: this system does not tell';
  }
}
