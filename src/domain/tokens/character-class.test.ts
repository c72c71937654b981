import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generateCharacterClasses } from '../../../test/character-classes.ts';
import { CASELESS, classAt, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, SYMBOL, UPPER, WIDE } from './character-class.ts';

const classOf = (text: string): number => classAt(text, 0, text.length);

test('the committed table is the one that Unicode 16.0 gives', async () => {
  const committed = readFileSync(new URL('./character-class.generated.ts', import.meta.url), 'utf8');
  assert.equal(committed, await generateCharacterClasses());
});

test('the generated table stays small: a page carries it', () => {
  assert.ok(readFileSync(new URL('./character-class.generated.ts', import.meta.url)).length < 8_000);
});

for (const [name, expected, letters] of [
  ['capitals and title case', UPPER, ['A', 'Z', 'É', 'Ж', 'ǅ', 'Σ']],
  ['small letters', LOWER, ['a', 'ß', 'ſ', 'ж', 'ª'.normalize('NFKD'), 'ﬁ']],
  ['letters without case', CASELESS, ['中', 'あ', 'א', 'ʰ', 'ª', '々', 'ー', '가']],
  ['marks', MARK, ['\u0301', '\u20dd', '\u0903', '\ufe0f']],
  ['numbers of every kind', NUMBER, ['0', '٣', '²', 'Ⅷ', '½', '〇']],
  [
    'white space',
    SPACE,
    [' ', '\t', '\v', '\f', '\u0085', '\u00a0', '\u1680', '\u2000', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000'],
  ],
  ['ends of lines', NEWLINE, ['\r', '\n']],
  ['punctuation and symbols', SYMBOL, ['!', '_', '«', '…', '$', '€', '^', '´', '∑', '，', '▁']],
  [
    'what is none of these',
    OTHER,
    ['\u0000', '\u001c', '\u007f', '\u00ad', '\u200b', '\u200d', '\ufeff', '\ue000', '\u0378', '\ufffe'],
  ],
] as const)
  test(`${name} are one class`, () => {
    for (const letter of letters) assert.equal(classOf(letter), expected, `U+${letter.codePointAt(0)?.toString(16)}`);
  });

test('a character of two units says so', () => {
  assert.equal(classOf('😀'), SYMBOL + WIDE);
  assert.equal(classOf('𝔘'), UPPER + WIDE);
  assert.equal(classOf('𠀀'), CASELESS + WIDE);
  assert.equal(classOf('𝟙'), NUMBER + WIDE);
  assert.equal(classOf('\u{10ffff}'), OTHER + WIDE);
});

test('half a character is a symbol of one unit, as U+FFFD that is written for it', () => {
  assert.equal(classOf('\ud83d'), SYMBOL);
  assert.equal(classOf('\ude00'), SYMBOL);
  assert.equal(classOf('\ud83dx'), SYMBOL);
  assert.equal(classOf('\ufffd'), SYMBOL);
});

test('a pair that the end of the text cuts is half a character', () => {
  assert.equal(classAt('😀', 0, 1), SYMBOL);
});
