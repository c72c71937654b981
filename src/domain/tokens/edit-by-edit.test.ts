/** Edits of a small vocabulary in full view: what the document says it did, token for token. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytePairEncoder } from './byte-pair.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { type Change, TokenDocument } from './token-document.ts';

/** Letters and signs are one byte; `the`, ` the` and `12` are one token each. Cut as GPT-2 cuts. */
const tiny = bytePairEncoder(tinyEncoding(['th', 'the', ' the', '12', ' t', 'he'], { cutter: 'gpt2', takesWholePieces: true }));
const THE = 257;
const SPACED_THE = 258;
const TWELVE = 259;

const applied = (ids: readonly number[], { at, removed, ids: put }: Change): number[] => [
  ...ids.slice(0, at),
  ...put,
  ...ids.slice(at + removed),
];

const TABLE: [before: string, from: number, to: number, insert: string, after: number[]][] = [
  ['', 0, 0, '', []],
  ['', 0, 0, 'the', [THE]],
  ['the', 0, 3, '', []],
  ['the', 3, 3, ' the', [THE, SPACED_THE]],
  ['the the', 3, 4, '', [THE, THE]],
  ['th', 2, 2, 'e', [THE]],
  ['te', 1, 1, 'h', [THE]],
  ['he', 0, 0, 't', [THE]],
  ['the', 1, 2, '', [116, 101]],
  ['the12', 3, 5, '', [THE]],
  ['1', 1, 1, '2', [TWELVE]],
  ['1x2', 1, 2, '', [TWELVE]],
  ['12', 1, 1, 'the', [49, THE, 50]],
  ['the the the', 4, 7, '12', [THE, 32, TWELVE, SPACED_THE]],
  ['  the', 0, 1, '', [SPACED_THE]],
  ['the', 0, 0, ' ', [SPACED_THE]],
  ['the', 0, 0, '  ', [32, SPACED_THE]],
  ['the the', 0, 7, '12', [TWELVE]],
  ["the's", 3, 4, '', [THE, 115]],
];
for (const [before, from, to, insert, after] of TABLE)
  test(`${JSON.stringify(before)} with ${JSON.stringify(insert)} for units ${from} to ${to}`, () => {
    const document = new TokenDocument(tiny, before);
    const ids = document.ids();
    const change = document.edit(from, to, insert);
    assert.deepEqual(document.ids(), after);
    assert.deepEqual(applied(ids, change), after);
    assert.equal(document.count, after.length);
    assert.equal(document.text, before.slice(0, from) + insert + before.slice(to));
  });

const STREAMS: [what: string, deltas: string[], text: string][] = [
  ['nothing', [], ''],
  ['empty deltas', ['', 'a', '', ''], 'a'],
  ['words cut anywhere', ['t', 'h', 'e', ' ', 't', 'he'], 'the the'],
  ['a character in two halves', ['\ud83d', '\ude00'], '😀'],
  ['a half, then a letter', ['\ud83d', 'a'], '\ud83da'],
  ['two first halves, then the second', ['\ud83d', '\ud83d', '\ude00'], '\ud83d😀'],
  ['a second half alone', ['\ude00', 'a'], '\ude00a'],
  ['a half that nothing follows', ['a\ud83d'], 'a\ud83d'],
];
for (const [what, deltas, text] of STREAMS)
  test(`a stream of ${what} ends as the text that it is`, () => {
    const document = new TokenDocument(tiny);
    for (const delta of deltas) document.append(delta);
    document.finish();
    assert.equal(document.text, text);
    assert.deepEqual(document.ids(), tiny.encode(text));
  });

test('a half that waits is in no count and changes no token', () => {
  const document = new TokenDocument(tiny, 'a');
  assert.deepEqual(applied([97], document.append('\ud83d')), [97]);
  assert.deepEqual([document.length, document.count], [1, 1]);
});

test('the half that waits stands at the end, whatever is edited before it', () => {
  const document = new TokenDocument(tiny, 'a');
  document.append('\ud83d');
  document.edit(0, 1, 'the');
  document.append('\ude00');
  assert.equal(document.text, 'the😀');
});

test('to end a stream twice adds nothing the second time', () => {
  const document = new TokenDocument(tiny);
  document.append('\ud83d');
  document.finish();
  document.finish();
  assert.equal(document.text, '\ud83d');
});

for (const [from, to] of [
  [-1, 0],
  [0, 4],
  [2, 1],
  [4, 4],
] as const)
  test(`an edit from ${from} to ${to} of three units is refused with its numbers`, () => {
    const document = new TokenDocument(tiny, 'the');
    assert.throws(() => document.edit(from, to, ''), {
      name: 'RangeError',
      message: `There is no text from ${from} to ${to}: the text has 3 units.`,
    });
  });

test('pieces of the document are those of the cutter, each with its place', () => {
  const document = new TokenDocument(tiny, 'the the12');
  assert.deepEqual(Array.from(document.pieces()), [
    { start: 0, tokens: 0, piece: { length: 3, ids: [THE] } },
    { start: 3, tokens: 1, piece: { length: 4, ids: [SPACED_THE] } },
    { start: 7, tokens: 2, piece: { length: 2, ids: [TWELVE] } },
  ]);
});

test('pieces from a place begin with the one that holds the unit before it', () => {
  const document = new TokenDocument(tiny, 'the the12');
  const starts = (from: number) => Array.from(document.pieces(from), ({ start }) => start);
  assert.deepEqual(starts(3), [0, 3, 7]);
  assert.deepEqual(starts(4), [3, 7]);
  assert.deepEqual(starts(9), [7]);
});

test('an edit and its opposite leave the row as it was', () => {
  const text = fc.string({ unit: fc.constantFrom('the', ' ', '12', "'s", '\n', 'x', '😀'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(), (before, insert, pick) => {
      const document = new TokenDocument(tiny, before);
      const at = pick % (before.length + 1);
      document.edit(at, at, insert);
      document.edit(at, at + insert.length, '');
      assert.equal(document.text, before);
      assert.deepEqual(document.ids(), tiny.encode(before));
    }),
  );
});
