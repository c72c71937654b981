/** Facts: what a weights file says of itself, from its header alone. */
import { createHash } from 'node:crypto';
import type { Facts } from '#domain/catalogue/facts';
import type { GgufHeader } from './gguf.ts';
import { vocabularyOf } from './vocabulary.ts';

/** `isEnd` = the library's list of end-of-generation tokens; without it the header's own end tokens are taken. */
export function factsOf(header: GgufHeader, isEnd?: (id: number) => boolean): Facts {
  const { metadata, tensors, fileBytes } = header;
  const text = (key: string) => optional(metadata.get(key), 'string');
  const number = (key: string) => {
    const value = metadata.get(key);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
  };
  const architecture = text('general.architecture') ?? 'unknown';
  const own = (key: string) => number(`${architecture}.${key}`);
  const vocabulary = vocabularyOf(header);
  const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
  const template = text('tokenizer.chat_template');
  const ends = ['eos_token_id', 'eot_token_id', 'eom_token_id'].map((key) => number(`tokenizer.ggml.${key}`));
  const endOfGeneration = isEnd
    ? Array.from({ length: vocabulary.size }, (_, id) => id).filter(isEnd)
    : [...new Set(ends.filter((id) => id !== undefined))];
  return {
    architecture,
    parameters,
    fileBytes,
    bitsPerWeight: parameters > 0 ? (8 * fileBytes) / parameters : 0,
    vocabulary: vocabulary.size,
    trainedWindow: own('context_length') ?? 0,
    tensorTypes: histogram(tensors.map(({ type }) => TENSOR_TYPES[type] ?? `type ${type}`)),
    encoding: vocabulary.name,
    addsBegin: metadata.get('tokenizer.ggml.add_bos_token') === true,
    endOfGeneration,
    specials: vocabulary.specials,
    ...present({
      name: text('general.name'),
      layers: own('block_count'),
      width: own('embedding_length'),
      heads: own('attention.head_count'),
      kvHeads: own('attention.head_count_kv') ?? own('attention.head_count'),
      feedForward: own('feed_forward_length'),
      begin: number('tokenizer.ggml.bos_token_id'),
      licence: text('general.license'),
    }),
    ...(template !== undefined && { template, templateHash: createHash('sha256').update(template).digest('hex') }),
  };
}

function histogram(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function optional(value: unknown, type: 'string'): string | undefined {
  return typeof value === type ? String(value) : undefined;
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function present<Fields extends Record<string, unknown>>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}

/** `ggml_type` of ggml.h. */
const TENSOR_TYPES: Record<number, string> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  9: 'Q8_1',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  20: 'IQ4_NL',
  21: 'IQ3_S',
  22: 'IQ2_S',
  23: 'IQ4_XS',
  29: 'IQ1_M',
  30: 'BF16',
};
