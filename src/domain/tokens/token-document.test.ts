import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BytePairEncoder, bytePairEncoder } from './byte-pair.ts';
import { FIXED_SEED, FRESH_SEED, FUZZ_SHARE, randomFrom, randomText, TRICKY } from './fuzz.contract.ts';
import { publicEncoder } from './public-encoder.contract.ts';
import { tinyCharacters } from './tiny-encoding.contract.ts';
import { type Change, TokenDocument } from './token-document.ts';

const ENGLISH = "The quick brown fox jumps over the lazy dog. It's 1234567 o'clock, isn't it?\n\n  Yes; HTTPServer said so.\n";
const CHINESE = '无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦。\n';
const SOURCE = 'if (x === 1) {\n\treturn foo(bar, 12);\n}\n\n\n    const server = new XMLHttpRequest(); // TODO\n';

/** Edits tried, of all encoders together, when all of the fuzz is run. */
const SHARES = { o200k: 100_000, cl100k: 50_000, qwen3: 50_000, 'deepseek-v3': 40_000, llama3: 20_000, gemma3: 40_000 } as const;

type Edit = { from: number; to: number; insert: string };

function randomEdit(random: () => number, text: string): Edit {
  const from = random() < 0.1 ? text.length : Math.floor(random() * (text.length + 1));
  const to = random() < 0.5 ? from : Math.min(text.length, from + Math.floor(random() ** 2 * 20));
  const kind = random();
  if (kind < 0.25) return { from, to, insert: '' };
  if (kind < 0.6) return { from, to, insert: TRICKY[Math.floor(random() * TRICKY.length)] as string };
  if (kind < 0.9) return { from, to, insert: String.fromCharCode(32 + Math.floor(random() * 95)) };
  return { from, to, insert: randomText(random).slice(0, 12) };
}

function startingText(random: () => number): string {
  const style = [ENGLISH, CHINESE, SOURCE, ''][Math.floor(random() * 4)] as string;
  let text = '';
  for (let parts = 3 + random() * 9; parts > 0; parts--) text += style === '' || random() < 0.15 ? randomText(random) : style;
  return text;
}

const applied = (ids: number[], { at, removed, ids: put }: Change): number[] =>
  ids.slice(0, at).concat(put, ids.slice(at + removed));

/** Makes the edits one after the other, and holds the document to a full encode after each. */
function checkEdits(encoder: BytePairEncoder, edits: number, seed: number): void {
  const random = randomFrom(seed);
  for (let left = edits; left > 0; ) {
    let text = startingText(random);
    const document = new TokenDocument(encoder, text);
    let ids = document.ids();
    for (let row = 60; row > 0 && left > 0; row--, left--) {
      const edit = randomEdit(random, text);
      text = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
      ids = applied(ids, document.edit(edit.from, edit.to, edit.insert));
      const expected = encoder.encode(text);
      if (ids.join() !== expected.join() || document.count !== expected.length)
        assert.deepEqual(
          ids,
          expected,
          `${encoder.encoding}, seed ${seed}, ${JSON.stringify(edit)} gave ${JSON.stringify(text)}`,
        );
    }
    assert.equal(document.text, text);
    assert.deepEqual(document.ids(), ids);
  }
}

for (const [name, share] of Object.entries(SHARES) as [keyof typeof SHARES, number][])
  test(`${share * FUZZ_SHARE} random edits leave the tokens of ${name} those of a full encode (seeds ${FIXED_SEED}, ${FRESH_SEED})`, () => {
    checkEdits(publicEncoder(name), (share * FUZZ_SHARE) / 2, FIXED_SEED);
    checkEdits(publicEncoder(name), (share * FUZZ_SHARE) / 2, FRESH_SEED);
  });

test('a vocabulary that opens with a space keeps that space first through all edits', () => {
  const encoder = bytePairEncoder(tinyCharacters(['a', 'b', ' ', ' a', 'ab', ' ab', 'ba'], { opensWithSpace: true }));
  const random = randomFrom(FRESH_SEED);
  let text = '';
  const document = new TokenDocument(encoder);
  for (let left = 3000; left > 0; left--) {
    const from = Math.floor(random() * (text.length + 1));
    const to = Math.min(text.length, from + Math.floor(random() * (left % 50 === 0 ? 1000 : 3)));
    const insert = ['a', 'b', ' ', '', '▁', 'é'][Math.floor(random() * 6)] as string;
    text = text.slice(0, from) + insert + text.slice(to);
    document.edit(from, to, insert);
    assert.deepEqual(document.ids(), encoder.encode(text), JSON.stringify(text));
    assert.equal(document.text, text);
    assert.equal(document.length, text.length);
  }
});

for (const [what, text] of [
  ['English', ENGLISH],
  ['Chinese', CHINESE],
  ['source code', SOURCE],
  ['emoji', '👩‍👩‍👧🇩🇪👍🏽😀'],
  ['white space', ' \n  \n\n   x\t\t y \r\n\r\n z'],
  ['capitals', '中AAAA中BBBb \u0301AAA ǅǅA'],
] as const)
  test(`${what} streamed unit by unit has after each whole character the tokens of a full encode`, () => {
    const encoder = publicEncoder('o200k');
    const document = new TokenDocument(encoder);
    let ids: number[] = [];
    for (let at = 0; at < text.length; at++) {
      ids = applied(ids, document.append(text[at] as string));
      const arrived = text.slice(0, at + 1);
      const whole = arrived.isWellFormed() ? arrived : arrived.slice(0, -1);
      assert.equal(document.text, whole);
      assert.deepEqual(ids, encoder.encode(whole), JSON.stringify(whole));
    }
  });

test('half a character waits for its other half, and becomes text when the stream ends without it', () => {
  const encoder = publicEncoder('o200k');
  const document = new TokenDocument(encoder);
  document.append('x\ud83d');
  assert.equal(document.text, 'x');
  document.append('\ude00');
  assert.equal(document.text, 'x😀');
  document.append('\ud83d');
  document.finish();
  assert.equal(document.text, 'x😀\ud83d');
  assert.deepEqual(document.ids(), encoder.encode('x😀\ufffd'));
});

test('an edit says which tokens gave way to which', () => {
  const document = new TokenDocument(publicEncoder('o200k'), ENGLISH.repeat(50));
  const before = document.ids();
  const change = document.edit(2000, 2003, 'word');
  assert.deepEqual(applied(before, change), document.ids());
  assert.ok(change.removed < 20 && change.ids.length < 20, `an edit of a word re-encoded ${change.removed} tokens`);
});

test('only what an edit can touch is encoded again, whatever the length of the text', () => {
  const encoder = publicEncoder('o200k');
  let encoded = 0;
  const counting: BytePairEncoder = {
    ...encoder,
    encodePiece(text, from, to, into) {
      encoded++;
      encoder.encodePiece(text, from, to, into);
    },
  };
  const document = new TokenDocument(counting, ENGLISH.repeat(2000));
  encoded = 0;
  for (const at of [0, 1000, document.length >> 1, document.length]) document.edit(at, at, 'a');
  assert.ok(encoded < 4 * 20, `${encoded} pieces were encoded for four letters`);
});

test('a text that is not its own composed form is encoded as a whole, until it is again', () => {
  const encoder = publicEncoder('qwen3');
  const document = new TokenDocument(encoder, 'cafe and more');
  document.edit(4, 4, '\u0301');
  assert.equal(document.text, 'cafe\u0301 and more');
  assert.deepEqual(document.ids(), encoder.encode('café and more'));
  document.edit(4, 5, '');
  assert.equal(document.text, 'cafe and more');
  assert.deepEqual(document.ids(), encoder.encode('cafe and more'));
});

test('pieces from a place on carry where they stand in text and row', () => {
  const encoder = publicEncoder('o200k');
  const text = ENGLISH.repeat(40);
  const document = new TokenDocument(encoder, text);
  const ids = document.ids();
  let last = 0;
  for (const { start, tokens, piece } of document.pieces(1500)) {
    assert.deepEqual(piece.ids, ids.slice(tokens, tokens + piece.ids.length));
    assert.deepEqual(encoder.encode(text.slice(start, start + piece.length)), piece.ids);
    last = start + piece.length;
  }
  assert.equal(last, text.length);
  const [first] = document.pieces(1500);
  assert.ok(first && first.start < 1500 && first.start + first.piece.length >= 1500);
});

test('an empty document has no tokens, and becomes empty again', () => {
  const document = new TokenDocument(publicEncoder('o200k'));
  assert.deepEqual([document.count, document.length, document.text, document.ids()], [0, 0, '', []]);
  document.edit(0, 0, ENGLISH);
  document.edit(0, ENGLISH.length, '');
  assert.deepEqual([document.count, document.length, document.text, document.ids()], [0, 0, '', []]);
  document.edit(0, 0, '');
  assert.equal(document.count, 0);
});

test('an edit outside the text is an error with its numbers, and changes nothing', () => {
  const document = new TokenDocument(publicEncoder('o200k'), 'abc');
  for (const [from, to] of [
    [-1, 0],
    [2, 1],
    [0, 4],
    [Number.NaN, 1],
  ] as const)
    assert.throws(() => document.edit(from, to, 'x'), RangeError);
  assert.equal(document.text, 'abc');
});
