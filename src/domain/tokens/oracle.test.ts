/** Our ids against those of two other programs, the vendor's own and the one that families of open models are published for. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { get_encoding, type Tiktoken } from 'tiktoken';
import { bytePairEncoder } from './byte-pair.ts';
import { encoderContract, FIXED_SEED, FRESH_SEED, randomTexts, trickyPairs } from './fuzz.contract.ts';
import { type NativeTokenizer, nativeFamily, nativePublished } from './native-tokenizer.contract.ts';
import { FAMILIES, publicEncoder, publicEncoding } from './public-encoder.contract.ts';

console.log(`Fuzz: fixed seed ${FIXED_SEED}, fresh seed ${FRESH_SEED}; ORIEL_SEED=${FRESH_SEED} repeats the fresh one.`);

for (const name of ['o200k', 'cl100k'] as const) {
  const vendor: Tiktoken = get_encoding(`${name}_base`);
  encoderContract(publicEncoder(name), 'tiktoken', (text) => vendor.encode_ordinary(text));
}

/** The code points in whose place two composed forms of a text differ, without the marks that every Unicode orders alike. */
function reordered(one: string, two: string): string[] {
  const [left, right] = [Array.from(one), Array.from(two)];
  return left.filter((letter, at) => letter !== right[at] && letter > '\u036f');
}

for (const name of ['o200k', 'cl100k', ...FAMILIES] as const)
  describe(`${name} against the native tokenizers`, () => {
    let native: NativeTokenizer;
    before(() => {
      native = name === 'o200k' || name === 'cl100k' ? nativePublished(name) : nativeFamily(name);
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
