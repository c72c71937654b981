/**
 * From a path to a model that answers: header, memory, native load, threads, encoder. Refuses with one sentence.
 * What is native comes in as `open`.
 */

import { availableParallelism } from 'node:os';
import type { Facts } from '#domain/catalogue/facts';
import type { Loaded, LoadOptions } from './call.ts';
import { factsOf } from './facts.ts';
import { keepProven, ownEncoder, provenEncoder } from './file-encoder.ts';
import { readGguf } from './gguf.ts';
import { createLoadedModel, type LoadedModel } from './loaded-model.ts';
import { planMemory, tokenBytesOf } from './memory-plan.ts';
import type { NativeModel } from './native.ts';
import { createPace, type PaceStart, threadCounts, tryThreads } from './pace.ts';
import { vocabularyOf } from './vocabulary.ts';
import { freeMemory } from './weights/memory.ts';

export type OpenOptions = { path: string; window: number; sequences: number; cores: number };

export type OpenFile = (options: OpenOptions, onShare: (share: number) => void) => Promise<NativeModel>;

/** For files that do not say what window they were trained on. */
const UNKNOWN_WINDOW = 2048;

const TRIAL_TEXT = 'The quick brown fox jumps over the lazy dog.';

/** @throws BadWeights, MemoryExceeded, or what the library throws. */
export async function loadFile(
  options: LoadOptions,
  open: OpenFile,
  onShare: (share: number) => void,
): Promise<{ model: LoadedModel; about: Loaded }> {
  const began = performance.now();
  const { path, candidates, encodingPath } = options;
  const header = await readGguf(path);
  const vocabulary = vocabularyOf(header);
  const window = Math.min(options.window, factsOf(header).trainedWindow || UNKNOWN_WINDOW);
  const { sequences, neededBytes } = planMemory({
    fileBytes: header.fileBytes,
    tokenBytes: tokenBytesOf(header),
    window,
    sequences: options.sequences,
    freeBytes: await freeMemory(),
  });
  const cores = options.cores ?? availableParallelism();
  const opening = open({ path, window, sequences, cores }, onShare);
  // Native code loads on a thread of its own meanwhile. Its failure is met below; here it must not count as unmet.
  opening.catch(() => {});
  await new Promise(setImmediate);
  const own = await ownEncoder(header, vocabulary, encodingPath);
  const native = await opening;
  const proven = provenEncoder(own, native, vocabulary);
  if (encodingPath !== undefined) await keepProven(own, proven, encodingPath);
  const { encoder, by } = proven;
  const facts: Facts = { ...factsOf(header, native.isEnd), encoder: by };
  const trial = options.threads === undefined ? await tryThreads(native, native.encode(TRIAL_TEXT), cores) : undefined;
  const known: PaceStart = {
    decodeThreads: options.threads ?? 1,
    readMs: new Map(threadCounts(cores).map((count) => [count, undefined])),
  };
  const start = trial ?? known;
  const pace = createPace(native, start);
  const model = createLoadedModel({ native, facts, vocabulary, encoder, window, candidates, pace });
  const about: Loaded = {
    facts,
    window,
    threads: start.decodeThreads,
    candidates,
    sequences,
    neededBytes,
    loadMs: performance.now() - began,
    ...(trial && { tokensPerSecond: 1000 / trial.stepMs }),
  };
  return { model, about };
}
