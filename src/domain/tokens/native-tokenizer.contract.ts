/** Our vocabularies as the native `tokenizers` package takes them: an oracle for tests and a peer for benchmarks. */
import tokenizers from 'tokenizers';
import { ItemTable } from './item-table.ts';
import { type FamilyName, publicEncoder, publicEncoding, tokenizerJsonOf } from './public-encoder.contract.ts';
import type { PublishedName } from './published.ts';

export type NativeTokenizer = InstanceType<typeof tokenizers.Tokenizer>;

/** GPT-2's alphabet for bytes. */
const LETTER_OF: string[] = [];
for (let byte = 0, other = 0x100; byte < 256; byte++)
  LETTER_OF.push(String.fromCharCode((byte > 32 && byte < 127) || (byte > 160 && byte !== 173) ? byte : other++));

export function nativePublished(name: PublishedName): NativeTokenizer {
  return tokenizers.Tokenizer.fromString(tokenizerFileOf(name));
}

/** A published vocabulary as `tokenizers` takes it: every item, and every split of it into two as a merge. */
export function tokenizerFileOf(name: PublishedName): string {
  const { bytes, starts } = publicEncoding(name);
  const table = new ItemTable({ bytes, starts });
  const written = (id: number): string =>
    Array.from(bytes.subarray(starts[id], starts[id + 1]), (byte) => LETTER_OF[byte]).join('');
  const items = Array.from({ length: starts.length - 1 }, (_, id) => written(id));
  const merges: [string, string][] = [];
  items.forEach((item, id) => {
    const [from, to] = [starts[id] as number, starts[id + 1] as number];
    for (let at = 1; at < item.length; at++)
      if (table.find(bytes, from, from + at) >= 0 && table.find(bytes, from + at, to) >= 0)
        merges.push([item.slice(0, at), item.slice(at)]);
  });
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: EXPRESSION[name] }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: null,
    model: { type: 'BPE', ignore_merges: true, vocab: Object.fromEntries(items.map((item, id) => [item, id])), merges },
  });
}

/** A family's file without its control tokens, which the native package would read in text. */
export function nativeFamily(name: FamilyName): NativeTokenizer {
  const ordinary = new Set(
    publicEncoder(name)
      .specials.filter(({ kind }) => kind === 'ordinary')
      .map(({ id }) => id),
  );
  const file = tokenizerJsonOf(name);
  return tokenizers.Tokenizer.fromString(
    JSON.stringify({ ...file, post_processor: null, added_tokens: file.added_tokens.filter(({ id }) => ordinary.has(id)) }),
  );
}

const ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const EXPRESSION: Record<PublishedName, string> = {
  o200k: `[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+${ENDINGS}?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*${ENDINGS}?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
  cl100k: `${ENDINGS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
};
