/**
 * The public encodings, by name. One is made into an encoder when it is first asked for, and once. Knows no models (the
 * catalogue says which model has which encoding) and no disk or network: whoever runs it says how a file is read.
 */
import { type BytePairEncoder, bytePairEncoder, withSpecials } from './byte-pair.ts';
import { readEncoding } from './encoding-file.ts';
import { HARMONY_SPECIALS } from './published.ts';

/** Files of encodings: `<name>.bin`. */
export const ENCODING_FILES = ['o200k', 'cl100k', 'qwen3', 'llama3', 'deepseek-v3', 'gemma3', 'tekken'] as const;

export type EncodingFile = (typeof ENCODING_FILES)[number];

/**
 * `o200k`: GPT-4o and later; `cl100k`: GPT-4, 3.5; `o200k_harmony`: gpt-oss; `qwen3`: Qwen 2.5 too, whose marks are a part of
 * these; `llama3`: 3.1 to 3.3 too; `deepseek-v3`: R1 too; `gemma3`: Gemini 2 too; `tekken`: Mistral's of July 2024.
 */
export const ENCODINGS = [...ENCODING_FILES, 'o200k_harmony'] as const;

export type EncodingName = (typeof ENCODINGS)[number];

export type Encoders = {
  /** Rejects as `load` does. A failed load is tried again at the next call. */
  get(name: EncodingName): Promise<BytePairEncoder>;
};

export function isEncodingName(name: string): name is EncodingName {
  return (ENCODINGS as readonly string[]).includes(name);
}

/** @param load the whole of a file, uncompressed. */
export function encodersFrom(load: (file: EncodingFile) => Promise<Uint8Array>): Encoders {
  const loaded = new Map<EncodingName, Promise<BytePairEncoder>>();
  const make = async (name: EncodingName): Promise<BytePairEncoder> => {
    if (name === 'o200k_harmony') return withSpecials(await get('o200k'), name, HARMONY_SPECIALS);
    return bytePairEncoder(readEncoding(await load(name)));
  };
  const get = (name: EncodingName): Promise<BytePairEncoder> => {
    const known = loaded.get(name);
    if (known) return known;
    const made = make(name);
    loaded.set(name, made);
    made.catch(() => loaded.delete(name));
    return made;
  };
  return { get };
}
