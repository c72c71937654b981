import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRESH_SEED, randomFrom } from './fuzz.contract.ts';
import { type Piece, PieceRow } from './piece-row.ts';

/** Pieces of the given texts, each with an id a unit. */
const piecesOf = (texts: readonly string[]): Piece[] =>
  texts.map((text) => ({ length: text.length, ids: Array.from(text, (letter) => letter.charCodeAt(0)) }));

const rowOf = (texts: readonly string[]): PieceRow => {
  const row = new PieceRow();
  row.replace(row.find(0), 0, piecesOf(texts), texts.join(''));
  return row;
};

test('an empty row has a first place and nothing else', () => {
  const row = new PieceRow();
  assert.deepEqual(row.find(0), { block: 0, index: 0, within: 0, start: 0, tokens: 0 });
  assert.equal(row.before(row.find(0)), undefined);
  assert.deepEqual([row.text, row.ids(), row.length, row.count], ['', [], 0, 0]);
});

test('a unit at a border belongs to the piece before it', () => {
  const row = rowOf(['ab', 'cde', 'f']);
  assert.equal(row.find(0).start, 0);
  assert.equal(row.find(2).start, 0);
  assert.equal(row.find(3).start, 2);
  assert.equal(row.find(5).start, 2);
  assert.equal(row.find(6).start, 5);
});

test('walking back passes every piece, over the borders of blocks', () => {
  const texts = Array.from({ length: 1000 }, (_, at) => 'x'.repeat(1 + (at % 3)));
  const row = rowOf(texts);
  let place = row.find(row.length);
  let start = row.length - (texts.at(-1) as string).length;
  for (let at = texts.length - 1; at > 0; at--) {
    assert.equal(place.start, start);
    assert.equal(place.tokens, start);
    place = row.before(place) as typeof place;
    start -= (texts[at - 1] as string).length;
  }
  assert.equal(row.before(place), undefined);
});

test('a slice may begin and end in any block', () => {
  const texts = Array.from({ length: 700 }, (_, at) => `${at},`);
  const row = rowOf(texts);
  const text = texts.join('');
  for (const [from, to] of [
    [0, 0],
    [0, 5],
    [100, 2000],
    [text.length - 3, text.length],
    [0, text.length],
  ] as const)
    assert.equal(row.slice(from, to), text.slice(from, to));
});

test('random replacements keep text, tokens and sums those of a plain list', () => {
  const random = randomFrom(FRESH_SEED);
  let texts: string[] = [];
  const row = new PieceRow();
  const word = (): string => 'abcdefgh'.slice(0, 1 + Math.floor(random() * 7));
  for (let left = 600; left > 0; left--) {
    const at = Math.floor(random() * texts.length);
    const removed = Math.min(texts.length - at, Math.floor(random() * (random() < 0.05 ? 900 : 4)));
    const put = Array.from({ length: Math.floor(random() * (random() < 0.05 ? 900 : 4)) }, word);
    let place = row.find(0);
    const start = texts.slice(0, at).join('').length;
    if (at > 0) place = row.find(start + 1);
    assert.equal(place.start, start);
    row.replace(place, removed, piecesOf(put), put.join(''));
    texts = texts.slice(0, at).concat(put, texts.slice(at + removed));
    const text = texts.join('');
    assert.equal(row.text, text);
    assert.deepEqual([row.length, row.count], [text.length, text.length]);
    assert.deepEqual(
      row.ids(),
      Array.from(text, (letter) => letter.charCodeAt(0)),
    );
  }
});

test('pieces from a place come with what lies before them', () => {
  const row = rowOf(['ab', 'cde', 'f']);
  assert.deepEqual(
    Array.from(row.from(row.find(3)), ({ start, tokens, piece }) => [start, tokens, piece.length]),
    [
      [2, 2, 3],
      [5, 5, 1],
    ],
  );
});
