/**
 * What a file needs in memory and how many rows it can keep in mind. Refuses before loading: running into swap, or
 * being killed for want of memory, is worse than a sentence. Pure.
 */
import type { GgufHeader } from './gguf.ts';

export type MemoryQuestion = {
  fileBytes: number;
  /** Bytes of one token in the window of one sequence. */
  tokenBytes: number;
  window: number;
  /** Sequences wanted; at least one is given, or the file is refused. */
  sequences: number;
  freeBytes: number;
};

export type MemoryPlan = { sequences: number; neededBytes: number };

/** The file does not fit beside its window. */
export class MemoryExceeded extends Error {
  override name = 'MemoryExceeded';
}

/** File pages and the copy that llama.cpp rearranges for the processor both count (0.94 GB measured for a file of 0.49). */
const COPIES = 2;
const MARGIN = 1.15;
/** Share of what is left beside the file that further sequences may take. */
const SPARE_SHARE = 0.25;

/** @throws MemoryExceeded with the numbers, and the window that would fit. */
export function planMemory({ fileBytes, tokenBytes, window, sequences, freeBytes }: MemoryQuestion): MemoryPlan {
  const windowBytes = window * tokenBytes;
  const needed = (count: number) => (COPIES * fileBytes + count * windowBytes) * MARGIN;
  if (needed(1) > freeBytes) {
    const fits = Math.floor((freeBytes / MARGIN - COPIES * fileBytes) / tokenBytes);
    const instead = fits >= 256 ? `A window of ${fits} tokens would fit` : 'No window would fit';
    throw new MemoryExceeded(
      `The file needs ${gigabytes(needed(1))} of memory with a window of ${window} tokens, and ${gigabytes(freeBytes)} are free. ${instead}; close other programs, or choose a smaller model.`,
    );
  }
  const spare = SPARE_SHARE * (freeBytes - needed(1));
  const count = Math.max(1, Math.min(sequences, 1 + Math.floor(spare / (windowBytes * MARGIN))));
  return { sequences: count, neededBytes: needed(count) };
}

/** Bytes that one token takes in the window: a key and a value for every head of every layer, two bytes each. */
export function tokenBytesOf({ metadata }: GgufHeader): number {
  const architecture = String(metadata.get('general.architecture'));
  const number = (key: string) => {
    const value = metadata.get(`${architecture}.${key}`);
    // Files whose layers differ list a number for each: the largest is on the safe side.
    return Math.max(0, ...[value].flat().map((one) => Number(one ?? 0)));
  };
  const heads = number('attention.head_count');
  const kvHeads = number('attention.head_count_kv') || heads;
  const usual = heads > 0 ? number('embedding_length') / heads : 0;
  const keyLength = number('attention.key_length') || usual;
  const valueLength = number('attention.value_length') || usual;
  return number('block_count') * kvHeads * (keyLength + valueLength) * 2;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
