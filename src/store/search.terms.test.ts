/** Terms: what is cut, what is folded, and that no slice of a long text loses one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldText, termsOf, termsOfNeedle } from './search.terms.ts';

const breathe = async (): Promise<void> => {};

test('words of letters, marks, digits and _ are terms, in lower case', async () => {
  assert.deepEqual(await termsOf('Hello, foo_bar-baz 3.5 Über', breathe), ['hello', 'foo_bar', 'baz', '3', '5', 'über']);
});

test('scripts without spaces are pairs and the last character; a switch of script cuts', async () => {
  assert.deepEqual(await termsOf('GPT大模型v2', breathe), ['gpt', '大模', '模型', '型', 'v2']);
  assert.deepEqual(await termsOf('カナ กขค', breathe), ['カナ', 'ナ', 'กข', 'ขค', 'ค']);
  assert.deepEqual(await termsOf('𠮷野', breathe), ['𠮷野', '野']);
});

test('compatible forms are one: full width, half width, ligatures, both sigmas', async () => {
  assert.deepEqual(await termsOf('ＡＢＣ ｶﾞ ﬁn ΣΑΣ σας', breathe), ['abc', 'ガ', 'fin', 'σασ']);
});

test('accents are kept: a search for another letter does not find it', () => {
  assert.notEqual(foldText('café'), foldText('cafe'));
  assert.equal(foldText('cafe\u0301'), foldText('café'));
});

test('a word is cut at 64 characters, in the text and in the query alike', async () => {
  const long = 'é'.repeat(100);
  assert.deepEqual(await termsOf(long, breathe), ['é'.repeat(64)]);
  assert.deepEqual(termsOfNeedle(foldText(long)), ['é'.repeat(64)]);
});

test('a needle asks for pairs, and for a single character only when it is one', () => {
  assert.deepEqual(termsOfNeedle('大模型'), ['大模', '模型']);
  assert.deepEqual(termsOfNeedle('大'), ['大']);
  assert.deepEqual(termsOfNeedle('c++'), ['c']);
  assert.deepEqual(termsOfNeedle('?!'), []);
});

test('each term comes once', async () => {
  assert.deepEqual(await termsOf('a b a b', breathe), ['a', 'b']);
});

test('a long text breathes between slices, and has the terms of the whole', async () => {
  const unit = 'word中文字x モデル quite-a-long_word\n';
  const text = `${'前'.repeat(65_500)}${unit.repeat(6_000)}`;
  let breaths = 0;
  const terms = await termsOf(text, async () => {
    breaths += 1;
  });
  assert.ok(breaths >= 3, `${breaths} breaths`);
  // More than these may come: a slice may end with a character that stands alone as its last one.
  const found = new Set(terms);
  const missing = (await termsOf(`前前${unit}${unit}`, breathe)).filter((term) => !found.has(term));
  assert.deepEqual(missing, []);
});

test('the terms of every needle of one word are among the terms of a text that holds it', () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      async (around, word) => {
        const terms = new Set(await termsOf(`${around} ${word} ${around}`, breathe));
        for (const term of termsOfNeedle(foldText(word))) {
          const isThere = terms.has(term) || [...terms].some((other) => other.startsWith(term));
          assert.ok(isThere, `${JSON.stringify(term)} of ${JSON.stringify(word)}`);
        }
      },
    ),
    { numRuns: 300 },
  ));
