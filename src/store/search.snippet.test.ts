/** Marks stand on the text as it was written, whatever folding did to its length. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marksIn, snippetOf } from './search.snippet.ts';
import { foldText } from './search.terms.ts';

const marked = (text: string, ...needles: string[]): string[] =>
  marksIn(text, needles.map(foldText)).map(([from, to]) => text.slice(from, to));

test('a mark covers what was written, where folding makes it longer or shorter', () => {
  assert.deepEqual(marked('an oﬃce here', 'office'), ['oﬃce']);
  assert.deepEqual(marked('cafe\u0301 noir', 'café'), ['cafe\u0301']);
  assert.deepEqual(marked('Iﬁ ＡＢ℡ x', 'abtel'), ['ＡＢ℡']);
  assert.deepEqual(marked('ｶﾞｽ', 'ガス'), ['ｶﾞｽ']);
  assert.deepEqual(marked('İstanbul', 'i\u0307stanbul'), ['İstanbul']);
  assert.deepEqual(marked('각 한글', '한글'), ['한글']);
});

test('every place is marked, overlapping ones as one', () => {
  assert.deepEqual(marked('banana bandana', 'an', 'ana'), ['anana', 'an', 'ana']);
  assert.deepEqual(marksIn('aaaa', ['a', 'aa']), [[0, 4]]);
});

test('a snippet begins a little before the first mark, and says where it was cut', () => {
  const { text, marks } = snippetOf(`${'before '.repeat(50)}needle${' after'.repeat(50)}`, ['needle']);
  assert.match(text, /^….{30,45}needle.{100,125}…$/);
  assert.deepEqual(
    marks.map(([from, to]) => text.slice(from, to)),
    ['needle'],
  );
});

test('a short text is its own snippet, on one line', () => {
  assert.deepEqual(snippetOf('a\nneedle\there', ['needle']), { text: 'a needle here', marks: [[2, 8]] });
});

test('no snippet begins or ends in half a character', () => {
  for (let shift = 0; shift < 4; shift++) {
    const { text } = snippetOf(`${'x'.repeat(shift)}${'👩🏽\u0301'.repeat(300)}needle${'𠮷'.repeat(300)}`, ['needle']);
    assert.ok(text.isWellFormed());
  }
});

test('the first mark is found in a text of megabytes, after folding changed its length', () => {
  const text = `${'ﬃ e\u0301 漢字 '.repeat(100_000)}needle`;
  assert.deepEqual(snippetOf(text, ['needle']).marks.length, 1);
  assert.match(snippetOf(text, ['needle']).text, /needle$/);
});

test('folding cluster by cluster is folding the whole, so that marks never drift', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
    fc.constantFrom(
      '가',
      '\u11a8',
      '\u1100',
      '\u1161',
      'ㅋ',
      'ﾊ',
      'ﾟ',
      '\u0301',
      '\u0345',
      'ﬃ',
      'İ',
      'Σ',
      'ς',
      '\u09c7',
      '\u09be',
      'か',
      '\u3099',
      '\ufdfa',
      '\u0f77',
      '\u1e9b\u0323',
    ),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const text = `${units.join('')}|needle`;
      if (!foldText(text).includes('|needle')) return;
      const [first] = marksIn(text, ['|needle']);
      assert.equal(text.slice(...(first ?? [0, 0])).endsWith('needle'), true);
      assert.equal(marksIn(text, [foldText(text)]).length, 1, 'the whole folded text is found');
    }),
    { numRuns: 2_000 },
  );
});
