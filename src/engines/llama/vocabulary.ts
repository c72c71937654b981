/**
 * The bytes of every token, from the header of a weights file. A token's text alone would not do: it may be half a
 * character. Knows nothing of how text becomes tokens.
 */
import { toHex } from '#domain/tokens/token';
import { BadWeights, type GgufHeader, type GgufScalar } from './gguf.ts';

export type Vocabulary = {
  /** Name of the encoding: how the file cuts text, as its header says it. */
  name: string;
  size: number;
  bytesOf(id: number): Uint8Array;
  /** The same, hexadecimal; remembered, because the same few thousand are asked for with every step. */
  hexOf(id: number): string;
  /** Special tokens: text never becomes one. */
  specials: { id: number; text: string }[];
  isSpecial(id: number): boolean;
};

// Values of `tokenizer.ggml.token_type`.
const CONTROL = 3;
const USER_DEFINED = 4;
const BYTE = 6;

export function vocabularyOf({ metadata }: GgufHeader): Vocabulary {
  const listed = metadata.get('tokenizer.ggml.tokens');
  const types = metadata.get('tokenizer.ggml.token_type');
  if (!Array.isArray(listed))
    throw new BadWeights('The file has no vocabulary, so it cannot read text. Choose a file of a language model.');
  const items: readonly GgufScalar[] = listed;
  const model = String(metadata.get('tokenizer.ggml.model') ?? 'unknown');
  const pre = metadata.get('tokenizer.ggml.pre');
  const typeOf = (id: number) => Number(Array.isArray(types) ? types[id] : 1);
  const size = items.length;
  const hex: string[] = [];
  const decode = model === 'gpt2' ? fromByteLetters : fromPieces;
  const specials = items.flatMap((text, id) => (typeOf(id) === CONTROL ? [{ id, text: String(text) }] : []));
  function bytesOf(id: number): Uint8Array {
    const item = items[id];
    if (item === undefined) throw new RangeError(`Token ${id} is not in the file's vocabulary of ${size}.`);
    const text = String(item);
    const type = typeOf(id);
    if (type === BYTE) return Uint8Array.of(Number.parseInt(text.slice(3, 5), 16));
    return type === CONTROL || type === USER_DEFINED ? encoder.encode(text) : decode(text);
  }

  return {
    name: typeof pre === 'string' ? pre : model,
    size,
    bytesOf,
    hexOf(id) {
      hex[id] ??= toHex(bytesOf(id));
      return hex[id];
    },
    specials,
    isSpecial: (id) => typeOf(id) === CONTROL,
  };
}

const encoder = new TextEncoder();

/** SentencePiece items spell a space as `▁`. */
function fromPieces(item: string): Uint8Array {
  return encoder.encode(item.replaceAll('▁', ' '));
}

/** Byte-level items spell each byte as one letter: printable ones as themselves, the other 68 from U+0100 on. */
const BYTE_OF_LETTER = new Map<string, number>();
for (let byte = 0, next = 0x100; byte < 256; byte++) {
  const isItself = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  BYTE_OF_LETTER.set(String.fromCodePoint(isItself ? byte : next++), byte);
}

function fromByteLetters(item: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of item) {
    const byte = BYTE_OF_LETTER.get(letter);
    if (byte === undefined) bytes.push(...encoder.encode(letter));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
