/** Our ids against those of two other programs, the vendor's own and the one that families of open models are published for. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { get_encoding, type Tiktoken } from 'tiktoken';
import tokenizers from 'tokenizers';
import { bytePairEncoder } from './byte-pair.ts';
import { encoderContract, FIXED_SEED, FRESH_SEED, randomTexts, trickyPairs } from './fuzz.contract.ts';
import { ItemTable } from './item-table.ts';
import { FAMILIES, type FamilyName, publicEncoder, publicEncoding, tokenizerJsonOf } from './public-encoder.contract.ts';
import type { PublishedName } from './published.ts';

console.log(`Fuzz: fixed seed ${FIXED_SEED}, fresh seed ${FRESH_SEED}; ORIEL_SEED=${FRESH_SEED} repeats the fresh one.`);

for (const name of ['o200k', 'cl100k'] as const) {
  const vendor: Tiktoken = get_encoding(`${name}_base`);
  encoderContract(publicEncoder(name), 'tiktoken', (text) => vendor.encode_ordinary(text));
}

/** GPT-2's alphabet for bytes. */
const LETTER_OF: string[] = [];
for (let byte = 0, other = 0x100; byte < 256; byte++)
  LETTER_OF.push(String.fromCharCode((byte > 32 && byte < 127) || (byte > 160 && byte !== 173) ? byte : other++));

/** A published vocabulary as `tokenizers` takes it: every item, and every split of it into two as a merge. */
function nativeOf(name: PublishedName, expression: string): InstanceType<typeof tokenizers.Tokenizer> {
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
  return tokenizers.Tokenizer.fromString(
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: expression }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: null,
      model: { type: 'BPE', ignore_merges: true, vocab: Object.fromEntries(items.map((item, id) => [item, id])), merges },
    }),
  );
}

/** A family's file without its control tokens, which the native package would read in text. */
function nativeFamily(name: FamilyName): InstanceType<typeof tokenizers.Tokenizer> {
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

/** The code points in whose place two composed forms of a text differ, without the marks that every Unicode orders alike. */
function reordered(one: string, two: string): string[] {
  const [left, right] = [Array.from(one), Array.from(two)];
  return left.filter((letter, at) => letter !== right[at] && letter > '\u036f');
}

for (const name of ['o200k', 'cl100k', ...FAMILIES] as const)
  describe(`${name} against the native tokenizers`, () => {
    let native: InstanceType<typeof tokenizers.Tokenizer>;
    before(() => {
      native = name === 'o200k' || name === 'cl100k' ? nativeOf(name, EXPRESSION[name]) : nativeFamily(name);
    });

    for (const [what, texts] of [
      ['random texts', () => randomTexts(2)],
      ['all pairs of tricky fragments', trickyPairs],
    ] as const)
      test(`gives the same ids for ${what}`, async (context) => {
        const encoder = publicEncoder(name);
        // Given the text as the native package composes it, there may be no difference at all.
        const uncomposed = bytePairEncoder({ ...publicEncoding(name), normalises: false });
        const normaliser = encoder.normalises ? native.getNormalizer() : null;
        const newer = new Set<string>();
        let tried = 0;
        for (const batch of batches(texts(), 500)) {
          const encodings = await native.encodeBatch(batch, { addSpecialTokens: false });
          batch.forEach((text, at) => {
            tried++;
            const composed = normaliser?.normalizeString(text) ?? text;
            const ours = normaliser ? uncomposed.encode(composed) : encoder.encode(text);
            const expected = encodings[at]?.getIds() ?? [];
            if (ours.join() !== expected.join()) assert.deepEqual(ours, expected, JSON.stringify(text));
            const newerHere = reordered(encoder.spelling(text), composed);
            if (encoder.spelling(text) !== composed) assert.ok(newerHere.length > 0, `no new mark in ${JSON.stringify(text)}`);
            for (const letter of newerHere) newer.add(letter);
          });
        }
        const codes = Array.from(newer, (letter) => `U+${letter.codePointAt(0)?.toString(16).toUpperCase()}`);
        context.diagnostic(
          `${tried} texts, 0 differences; marks that the native package, of an older Unicode, orders otherwise: ${codes.join(' ') || 'none'}`,
        );
      });
  });

function* batches(texts: Iterable<string>, size: number): Generator<string[]> {
  let batch: string[] = [];
  for (const text of texts) {
    batch.push(text);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
