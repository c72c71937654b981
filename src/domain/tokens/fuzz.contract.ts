/**
 * What every encoder is tried with: random text from a seed, and one suite over it. A fixed seed finds the same again; a
 * fresh one, printed, finds something new.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BytePairEncoder } from './byte-pair.ts';
import { textWithGapsOf, toUtf8 } from './utf8.ts';

/** The share of the whole fuzz that a run tries: a tenth unless `ORIEL_FUZZ` says more; 1 tries all. */
export const FUZZ_SHARE = Number(process.env.ORIEL_FUZZ ?? 0.1);

/** How many random strings a run tries. */
export const FUZZ_STRINGS = Math.ceil(20_000 * FUZZ_SHARE);

export const FIXED_SEED = 20260801;
export const FRESH_SEED = Number(process.env.ORIEL_SEED ?? Date.now() % 2 ** 31);

/** A source of numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fragments on which encoders of the field have been wrong, or could be. */
export const TRICKY = [
  ...'aAzZéÉßſǅʰªλΩжЖ中文の가あア٣5Ⅷ²_-.,/\\\'’"!#@ \t\n\r\v\f|<>=▁ˈ',
  "'s", "'S", "'ſ", "'t", "'re", "'RE", "'ve", "'ll", "'lL", "'d", "'m", "'x",
  '\u0085', '\u00a0', '\u1680', '\u2003', '\u200b', '\u200d', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff', '\u001c', '\u0000',
  '\u0301', '\u0300', '\u20dd', '\u0903', '\ufe0f', 'e\u0301', '\u00ad', '\ue000', '\ufffd', '\ufffe', '\u0378',
  '😀', '👩‍👩‍👧', '🇩🇪', '👍🏽', '𝔘𝔫', '𝟙𝟚', '𐐀𐐨', '𠀀', '\u{1d165}', '\u{e0001}', '\u{10ffff}', '\u{f0000}',
  'ing', ' the', 'The', 'THE', 'Hello', 'hELLO', '123', '1234567', '\r\n', '\n\n', '  ', '   ', '//', '/\n', '===', '…', '—', '，无', '绽', 'ﬁ', 'İ', 'K',
  '<|im_end|>', '<|endoftext|>', '<table>', '<s>', '</s>', '<unk>', '<0x41>', '[INST]',
]; // biome-ignore format: a list to read

/** Text of up to about forty fragments: tricky ones, runs of one, and any code points. */
export function randomText(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const any = (): string => {
    const code = Math.floor(random() * (random() < 0.5 ? 0x3000 : random() < 0.6 ? 0xffff : 0x110000));
    return code >= 0xd800 && code < 0xe000 ? '中' : String.fromCodePoint(code);
  };
  const ascii = (): string => String.fromCharCode(32 + Math.floor(random() * 95));
  const kinds = [
    () => pick(TRICKY),
    () => pick(TRICKY),
    () => pick(TRICKY).repeat(1 + Math.floor(random() * 9)),
    any,
    ascii,
    ascii,
  ];
  const favourites = random() < 0.3 ? [pick(kinds)] : kinds;
  let text = '';
  for (let left = Math.floor(random() * 40); left >= 0; left--) text += pick(favourites)();
  return text;
}

/** `FUZZ_STRINGS` random texts of each seed. */
export function* randomTexts(salt: number): Generator<string> {
  for (const seed of [FIXED_SEED, FRESH_SEED]) {
    const random = randomFrom(seed + salt);
    for (let left = FUZZ_STRINGS / 2; left > 0; left--) yield randomText(random);
  }
}

/** All pairs of tricky fragments, between letters and alone. */
export function* trickyPairs(): Generator<string> {
  for (const left of TRICKY)
    for (const right of TRICKY) {
      yield left + right;
      yield `a${left}${right}b`;
    }
}

/** The text that ids spell, for comparing with what was encoded. */
export function decode(encoder: BytePairEncoder, ids: readonly number[]): string {
  const parts = ids.map((id) => encoder.bytesOf(id));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return textWithGapsOf(bytes);
}

/**
 * Every encoder: the oracle's ids for every text, and tokens that spell the text.
 * @param oracle ids by another's code; undefined where it cannot be asked (a character newer than its tables).
 */
export function encoderContract(
  encoder: BytePairEncoder,
  oracleName: string,
  oracle: (text: string) => ArrayLike<number> | undefined,
): void {
  for (const [what, texts] of [
    [`${FUZZ_STRINGS} random texts (seeds ${FIXED_SEED} and ${FRESH_SEED})`, () => randomTexts(0)],
    ['all pairs of tricky fragments', trickyPairs],
  ] as const)
    test(`${encoder.encoding} gives the ids of ${oracleName} for ${what}`, () => {
      for (const text of texts()) {
        const expected = oracle(text);
        if (expected && !equal(encoder.encode(text), expected))
          assert.deepEqual(encoder.encode(text), Array.from(expected), `text ${JSON.stringify(text)}, codes ${codesOf(text)}`);
      }
    });

  test(`${encoder.encoding} spells every random text with its tokens, and counts them as it lists them`, () => {
    for (const text of randomTexts(1)) {
      const ids = encoder.encode(text);
      assert.equal(
        decode(encoder, ids),
        textWithGapsOf(toUtf8(encoder.spelling(text).replaceAll('▁', encoder.symbols.bytesOfText('▁').length === 1 ? ' ' : '▁'))),
      );
      assert.equal(encoder.count(text), ids.length);
    }
  });
}

function equal(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

function codesOf(text: string): string {
  return Array.from(text, (letter) => (letter.codePointAt(0) as number).toString(16)).join(' ');
}
