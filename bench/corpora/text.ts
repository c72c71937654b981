/**
 * Texts to measure with, made on the spot: English from the read-me files of our own dependencies, source code from their
 * JavaScript, Chinese from a seed and the words of a vocabulary. Nothing of theirs is kept here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BytePairEncoder } from '#domain/tokens/byte-pair';
import { wholeTextOf } from '#domain/tokens/utf8';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A source of numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Prose of read-me files, without their code, up to about so many characters. */
export function english(characters: number): string {
  const prose = gather(
    characters,
    (name) => /^(readme|changelog|license)(\.md)?$/i.test(name),
    (text) =>
      text
        .replace(/```[\s\S]*?```/g, '')
        .replace(/^[^a-z]*$/gm, '')
        .replace(/[^\n\x20-\x7e]/g, ''),
  );
  return prose.slice(0, characters);
}

export function sourceCode(characters: number): string {
  return gather(
    characters,
    (name) => /\.(js|mjs|d\.ts)$/.test(name) && !/min\./.test(name),
    (text) => text,
  ).slice(0, characters);
}

/** Clauses of 3 to 14 characters between marks, of the vocabulary's Chinese words, the earlier ones oftener (Zipf). */
export function chinese(characters: number, encoder: BytePairEncoder, size: number, seed = 7): string {
  const words: string[] = [];
  for (let id = 0; id < size; id++) {
    const text = wholeTextOf(encoder.bytesOf(id)) ?? '';
    if (/^[\u4e00-\u9fa5]{1,4}$/.test(text)) words.push(text);
  }
  const random = randomFrom(seed);
  const parts: string[] = [];
  for (let made = 0; made < characters; ) {
    let clause = '';
    for (const length = 3 + random() * 12; clause.length < length; )
      clause += words[Math.floor(words.length ** random())] ?? '的';
    clause += '，。，，、，。：；\n'[Math.floor(random() * 10)];
    parts.push(clause);
    made += clause.length;
  }
  return parts.join('').slice(0, characters);
}

function gather(characters: number, isWanted: (name: string) => boolean, clean: (text: string) => string): string {
  let gathered = '';
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (gathered.length >= characters) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (isWanted(entry.name)) gathered += clean(readFileSync(path, 'utf8').slice(0, 60_000));
    }
  };
  walk(MODULES);
  return gathered;
}
