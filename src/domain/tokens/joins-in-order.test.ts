/** Merging told step by step: on real vocabularies, where outside encoders agree on the end, and on ones small enough to reckon. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import { mergeSteps } from './merge-step.ts';
import { publicEncoder } from './public-encoder.contract.ts';
import { tinyCharacters, tinyEncoding } from './tiny-encoding.contract.ts';
import { textWithGapsOf } from './utf8.ts';

/** Items, earliest first; the piece; what each step made; what is left. */
const RECKONED: [items: string[], piece: string, made: string[], left: string[]][] = [
  [[], 'abc', [], ['a', 'b', 'c']],
  [['ab'], 'abab', ['ab', 'ab'], ['ab', 'ab']],
  [['aa'], 'aaa', ['aa'], ['aa', 'a']],
  [['aa', 'aaaa'], 'aaaaa', ['aa', 'aa', 'aaaa'], ['aaaa', 'a']],
  [['bc', 'ab'], 'abc', ['bc'], ['a', 'bc']],
  [['ab', 'bc'], 'abc', ['ab'], ['ab', 'c']],
  [['bc', 'abc'], 'abc', ['bc', 'abc'], ['abc']],
  [['ab', 'bc', 'abc'], 'abc', ['ab', 'abc'], ['abc']],
  [['abc'], 'abc', [], ['a', 'b', 'c']],
  [['cd', 'ab', 'abcd'], 'abcd', ['cd', 'ab', 'abcd'], ['abcd']],
  [['ab'], '', [], []],
  [['é'], 'é', ['é'], ['é']],
];
for (const [items, piece, made, left] of RECKONED)
  test(`with ${items.join(', ') || 'no items'} ${JSON.stringify(piece)} becomes ${left.join(' ') || 'nothing'}`, () => {
    const encoder = bytePairEncoder(tinyEncoding(items));
    const spell = (id: number): string => textWithGapsOf(encoder.bytesOf(id));
    const { steps, ids } = mergeSteps(encoder, piece);
    assert.deepEqual(
      steps.map(({ id }) => spell(id)),
      made,
    );
    assert.deepEqual(ids.map(spell), left);
    assert.deepEqual(encoder.encode(piece), ids);
  });

/** The worked example and its neighbours: ids that tiktoken gives too. */
const REAL: [encoding: 'o200k' | 'cl100k', piece: string, ids: number[]][] = [
  ['o200k', ' haiku', [2472, 11169]],
  ['o200k', '绽', [2282, 121]],
  ['o200k', 'Write', [10930]],
  ['o200k', ' Language', [20333]],
  ['o200k', '<|', [27, 91]],
  ['cl100k', 'hello', [15339]],
  ['cl100k', ' world', [1917]],
  ['cl100k', 'tiktoken', [83, 1609, 5963]],
];
for (const [name, piece, ids] of REAL)
  test(`${name} makes ${JSON.stringify(piece)} of ${ids.join(' ')}, and every step joins two neighbours that stand there`, () => {
    const encoder = publicEncoder(name);
    const merging = mergeSteps(encoder, piece);
    assert.deepEqual(merging.ids, ids);
    const row = merging.start.slice();
    for (const { at, left, right, id } of merging.steps) {
      assert.deepEqual(row.slice(at, at + 2), [left, right]);
      row.splice(at, 2, id);
    }
    assert.deepEqual(row, ids);
  });

test('by score the highest is joined first, whatever its id', () => {
  const scores = Float32Array.from({ length: 261 }, () => 0);
  scores.set([-5, -5, -5, -1, -2], 256);
  const encoder = bytePairEncoder(tinyCharacters(['a', 'b', 'c', 'bc', 'ab'], { joins: { kind: 'all', scores } }));
  assert.deepEqual(encoder.encode('abc'), [256, 259]);
});

test('of equal scores the leftmost is joined first', () => {
  const scores = new Float32Array(261);
  const encoder = bytePairEncoder(tinyCharacters(['a', 'b', 'c', 'bc', 'ab'], { joins: { kind: 'all', scores } }));
  assert.deepEqual(encoder.encode('abc'), [260, 258]);
});

test('listed joins are joined in order of the list, not of ids', () => {
  const joins = {
    kind: 'listed' as const,
    left: Int32Array.of(98, 97),
    right: Int32Array.of(99, 98),
    made: Int32Array.of(257, 256),
  };
  const encoder = bytePairEncoder(tinyEncoding(['ab', 'bc'], { joins }));
  assert.deepEqual(encoder.encode('abc'), [97, 257]);
});

test('a join that the list lacks never comes about, though the item is there', () => {
  const joins = { kind: 'listed' as const, left: new Int32Array(), right: new Int32Array(), made: new Int32Array() };
  assert.deepEqual(bytePairEncoder(tinyEncoding(['ab'], { joins })).encode('ab'), [97, 98]);
});

test('a whole piece that its joins do not lead to is taken where the encoding does that, and only there', () => {
  const orphan = (takesWholePieces: boolean) => bytePairEncoder(tinyEncoding(['abc'], { takesWholePieces }));
  assert.deepEqual(orphan(true).encode('abc'), [256]);
  assert.deepEqual(orphan(false).encode('abc'), [97, 98, 99]);
  assert.equal(mergeSteps(orphan(true), 'abc').isWhole, true);
});

test('a whole piece of two bytes is whole, one of a single byte is no more than itself', () => {
  const encoder = bytePairEncoder(tinyEncoding(['ab'], { takesWholePieces: true }));
  assert.equal(mergeSteps(encoder, 'ab').isWhole, true);
  assert.equal(mergeSteps(encoder, 'a').isWhole, false);
});
