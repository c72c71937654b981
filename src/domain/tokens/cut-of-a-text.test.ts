/** Where each cutter cuts, by the words of its published expression: pieces with a bar between them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CUTTERS, type CutterName, cutAll } from './piece.ts';

function cut(name: CutterName, text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const end of cutAll(CUTTERS[name], text)) {
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}

/** The pieces, joined, are the text. */
const TABLES: Record<Exclude<CutterName, 'whole'>, string[][]> = {
  o200k: [
    ['Hello', ' world'],
    ["It's", ' mine'],
    ["they'LL", ' see'],
    ['o', "'clock"],
    ['HTTPServer'],
    ['camel', 'Case'],
    ['i', 'Phone'],
    ['ABC', ' DEF'],
    ['123', '456', '7'],
    ['a', '1', 'b'],
    [' ', '123'],
    ['  ', ' x'],
    ['x', '  '],
    [' \n', ' x'],
    ['\n\n', 'x'],
    ['\t', '\tx'],
    ['a', '\n', 'b'],
    ['!?\n\n', 'x'],
    ['//\n/', 'x'],
    [' ==', ' y'],
    ['(a', ')'],
    ['.x'],
    ['é'],
    ['e\u0301'],
    ['你好', '，世界', '。'],
    ['\u00a0x'],
    ['😀😀'],
    ['\ufeffx'],
    ["'s"],
    ["x's", "'s"],
  ],
  tekken: [
    ['Hello', ' world'],
    ['It', "'s", ' mine'],
    ['camel', 'Case'],
    ['1', '2', '3'],
    ['//\n/', 'x'],
    ['  ', ' x'],
  ],
  cl100k: [
    ['Hello', ' world'],
    ['It', "'s", ' mine'],
    ['they', "'LL", ' see'],
    ['camelCase'],
    ['HTTPServer'],
    ['123', '456', '7'],
    ['a', '1', 'b'],
    ['  ', ' x'],
    ['\n\n', 'x'],
    ['!?\n\n', 'x'],
    ['//\n', '/x'],
    ['e', '\u0301'],
    ['\u0301x'],
    ['你好', '，世界', '。'],
    ["'s", 'ound'],
    ["'re", 'd'],
    ["'r"],
    ["'ſ", 'x'],
  ],
  qwen2: [
    ['Hello', ' world'],
    ['It', "'s", ' mine'],
    ['1', '2', '3', '4'],
    ['a', '1', 'b'],
    ['//\n', '/x'],
    ['  ', ' x'],
    ['e', '\u0301'],
  ],
  gpt2: [
    ['Hello', ' world'],
    ['It', "'s", ' mine'],
    ['IT', "'", 'S'],
    ['1234567', ' 89'],
    ['  ', ' x'],
    ['!?', '\n', '\n', 'x'],
    ['(', 'a', ')'],
    ['a', '\n', 'b'],
    ['\t', 'x'],
    ['x', '  '],
  ],
  smollm: [
    ['Hello', ' world'],
    ['1', '2', '3'],
    ['a', '1', 'b', '2'],
    ['It', "'s"],
    ['x', ' ', '1'],
    ['x', '  ', '1'],
  ],
  'deepseek-v3': [
    ['Hello', ' world'],
    ['123', '456', '7'],
    ['你好', '，', '世界', '。'],
    ['ひらがな', 'abc'],
    ['(a', ')'],
    ['.net', ' framework'],
    ['e\u0301'],
    ['  ', ' x'],
    ['!?\n\n', 'x'],
    ['안녕', ' 세계'],
    // The first and last of `[一-龥぀-ゟ゠-ヿ]`, and the letter after.
    ['a', '\u3040あ'],
    ['a', 'あ\u30ff', 'b'],
    ['a', '\u4e00\u9fa5', 'b'],
    ['a\u9fa6b'],
    ['x', '1', 'y'],
  ],
};
for (const [name, rows] of Object.entries(TABLES) as [Exclude<CutterName, 'whole'>, string[][]][])
  for (const pieces of rows)
    test(`${name}: ${JSON.stringify(pieces.join('|')).slice(1, -1)}`, () => {
      assert.deepEqual(cut(name, pieces.join('')), pieces);
    });

const NAMES = Object.keys(CUTTERS) as CutterName[];

for (const name of NAMES) {
  test(`${name} cuts nothing from nothing`, () => {
    assert.deepEqual(cut(name, ''), []);
  });

  test(`${name} loses nothing and never stands still, whatever the text, halves of characters among it`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('', '\ud83d', '\ude00'), (text, half) => {
        const pieces = cut(name, text + half + text);
        assert.equal(pieces.join(''), text + half + text);
        assert.ok(pieces.every((piece) => piece !== ''));
      }),
    );
  });

  test(`${name} never looks behind: from a border on, the rest is cut as it is cut alone`, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'A', ' ', '\n', '1', "'", 's', '!', '中', '\u0301'), maxLength: 20 }),
        fc.nat(),
        (text, pick) => {
          const pieces = cut(name, text);
          const at = pieces.length === 0 ? 0 : pick % pieces.length;
          assert.deepEqual(cut(name, pieces.slice(at).join('')), pieces.slice(at));
        },
      ),
    );
  });

  test(`${name} never cuts between the halves of a character`, () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('😀', '𝔘', '𝟙', 'a', ' ', '\n', '1'), maxLength: 20 }), (text) => {
        for (const piece of cut(name, text)) assert.ok(piece.isWellFormed(), piece);
      }),
    );
  });
}

test('text beyond the end that is given is not looked at', () => {
  const text = 'It is 12345 words';
  for (const name of NAMES)
    for (let end = 1; end < text.length; end++) assert.ok(CUTTERS[name](text, 0, end) <= end, `${name} at ${end}`);
});
