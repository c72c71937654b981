/**
 * The encoder of a loaded file: our own where it gives the library's ids on all hostile texts, else the library
 * itself. The library is exact by definition, but a call into native code for every text, and slow on some.
 */
import type { Facts } from '#domain/catalogue/facts';
import { bytePairEncoder } from '#domain/tokens/byte-pair';
import type { Encoder } from '#domain/tokens/encoder';
import type { Encoding } from '#domain/tokens/encoding';
import { encodingFromGguf } from '#domain/tokens/gguf-vocabulary';
import { HOSTILE_TEXTS } from '#domain/tokens/hostile-text';
import type { GgufHeader } from './gguf.ts';
import { compressKept, forgetKept, keepEncoding, readKept } from './kept-encoding.ts';
import type { NativeModel } from './native.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Unproven. `isKept` = read from the disk, where an earlier load has put it. */
export type OwnEncoder = { encoder: Encoder; encoding: Encoding; isKept: boolean };

export type ProvenEncoder = { encoder: Encoder; by: NonNullable<Facts['encoder']> };

/**
 * Our encoder of the file's vocabulary; undefined where its kind is unknown or it is broken: the library's ids are right
 * for whatever it loads. Takes 0.4 s for 150,000 items, 0.08 s where its encoding is kept.
 */
export async function ownEncoder(header: GgufHeader, vocabulary: Vocabulary, keptAt?: string): Promise<OwnEncoder | undefined> {
  try {
    const kept = keptAt === undefined ? undefined : await readKept(keptAt);
    const encoding = kept ?? encodingOf(header);
    const own = bytePairEncoder(encoding);
    const encoder = { encoding: vocabulary.name, encode: (text: string) => own.encode(text), bytesOf: vocabulary.bytesOf };
    return { encoder, encoding, isKept: kept !== undefined };
  } catch {
    return undefined;
  }
}

/** The one to use, of our own (if there is one) and the library's. */
export function provenEncoder(
  own: OwnEncoder | undefined,
  native: Pick<NativeModel, 'encode'>,
  vocabulary: Vocabulary,
): ProvenEncoder {
  const library: Encoder = { encoding: vocabulary.name, encode: native.encode, bytesOf: vocabulary.bytesOf };
  return own && isProven(own.encoder, library) ? { encoder: own.encoder, by: 'own' } : { encoder: library, by: 'library' };
}

/** Keeps the encoding of a proven encoder for the next load and for the page, and no other. A full disk is no reason to fail. */
export async function keepProven(own: OwnEncoder | undefined, { by }: ProvenEncoder, path: string): Promise<void> {
  try {
    if (by === 'library' || !own) return await forgetKept(path);
    if (!own.isKept) await keepEncoding(path, own.encoding);
    compressKept(path).catch(() => {}); // The plain form is served where a compressed one is missing.
  } catch {
    // The next load makes it again, and the page asks the server to count.
  }
}

function isProven(own: Encoder, library: Encoder): boolean {
  try {
    return HOSTILE_TEXTS.every((text) => areEqual(own.encode(text), library.encode(text)));
  } catch {
    return false; // A kept encoding that was damaged points anywhere.
  }
}

function encodingOf({ metadata }: GgufHeader): Encoding {
  const list = (key: string) => {
    const value = metadata.get(`tokenizer.ggml.${key}`);
    return Array.isArray(value) ? value : undefined;
  };
  const pre = metadata.get('tokenizer.ggml.pre');
  const addSpacePrefix = metadata.get('tokenizer.ggml.add_space_prefix');
  const [merges, types, scores] = [list('merges'), list('token_type'), list('scores')];
  return encodingFromGguf({
    model: String(metadata.get('tokenizer.ggml.model')),
    tokens: (list('tokens') ?? []).map(String),
    ...(typeof pre === 'string' && { pre }),
    ...(merges && { merges: merges.map(String) }),
    ...(types && { types: types.map(Number) }),
    ...(scores && { scores: scores.map(Number) }),
    ...(typeof addSpacePrefix === 'boolean' && { addSpacePrefix }),
  });
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
