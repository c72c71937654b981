/** Id 0, slot 0, unit 0, the first block: places that a careless comparison takes for nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import type { Encoding } from './encoding.ts';
import { mergeSteps } from './merge-step.ts';
import { OrdinaryTokens } from './ordinary-token.ts';
import { PieceRow } from './piece-row.ts';
import { packItems } from './published.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { toUtf8 } from './utf8.ts';

/** `ab` is id 0, and each byte the id after it. */
const shifted = (more: Partial<Encoding> = {}): Encoding =>
  tinyEncoding([], {
    ...packItems([toUtf8('ab'), ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte))]),
    byteIds: Int32Array.from({ length: 256 }, (_, byte) => byte + 1),
    ...more,
  });

test('a join that makes item 0 is a join', () => {
  const encoder = bytePairEncoder(shifted());
  assert.deepEqual(encoder.encode('ab'), [0]);
  assert.deepEqual(mergeSteps(encoder, 'ab').steps, [{ at: 0, left: 98, right: 99, id: 0, rank: 0 }]);
});

test('a whole piece that is item 0 is taken whole', () => {
  const joins = { kind: 'listed' as const, left: new Int32Array(), right: new Int32Array(), made: new Int32Array() };
  assert.deepEqual(bytePairEncoder(shifted({ takesWholePieces: true, joins })).encode('ab'), [0]);
});

test('a piece that the cache knows as item 0 is item 0 again, and is counted', () => {
  const encoder = bytePairEncoder(shifted());
  encoder.encode('ab');
  assert.deepEqual(encoder.encode('ab'), [0]);
  assert.equal(encoder.count('ab'), 1);
});

test('item 0 has its bytes', () => {
  assert.deepEqual(bytePairEncoder(shifted()).bytesOf(0), toUtf8('ab'));
});

test('an ordinary token whose id is 0 is found in text', () => {
  const tokens = new OrdinaryTokens([{ id: 0, text: '<b>', kind: 'ordinary' }]);
  const cutter = tokens.cutAround((_text, _from, end) => end);
  assert.equal(cutter('<b>x', 0, 4), 3);
  assert.equal(cutter('x<b>', 0, 4), 1);
  assert.equal(tokens.wholeAt('x<b>', 1, 4), 0);
});

/** 700 pieces of three units and two tokens: more than two blocks, split as they are put in. */
const PIECES = 700;
function longRow(): PieceRow {
  const row = new PieceRow();
  const pieces = Array.from({ length: PIECES }, (_, at) => ({ length: 3, ids: [2 * at, 2 * at + 1] }));
  row.replace(row.find(0), 0, pieces, 'abc'.repeat(PIECES));
  return row;
}

test('the piece found for a unit is the one that holds the unit before it, at every border of a block too', () => {
  const row = longRow();
  for (let unit = 1; unit <= row.length; unit++) {
    const { start, tokens } = row.find(unit);
    assert.equal(start, 3 * Math.floor((unit - 1) / 3), `unit ${unit}`);
    assert.equal(tokens, (start / 3) * 2);
  }
});

test('walking back over all borders finds the same places', () => {
  const row = longRow();
  for (let unit = row.length; unit >= 1; unit--)
    assert.equal(row.find(unit).start, 3 * Math.floor((unit - 1) / 3), `unit ${unit}`);
});

test('for unit 0 it is the first piece, and nothing is before that', () => {
  const row = longRow();
  const first = row.find(0);
  assert.deepEqual([first.block, first.index, first.start, first.tokens], [0, 0, 0, 0]);
  assert.equal(row.before(first), undefined);
});

test('stepping back piece by piece passes every piece once', () => {
  const row = longRow();
  let steps = 0;
  for (let place = row.before(row.find(row.length)); place; place = row.before(place)) {
    steps++;
    assert.equal(place.start, 3 * (PIECES - 1 - steps));
    assert.equal(place.tokens, 2 * (PIECES - 1 - steps));
  }
  assert.equal(steps, PIECES - 1);
});

test('a long row stands in several blocks, so that a change moves little', () => {
  const row = longRow();
  assert.ok(row.find(row.length).block >= 2);
});

test('a slice across the border of blocks is the text there', () => {
  const row = longRow();
  const text = 'abc'.repeat(PIECES);
  for (let from = 370; from < 400; from++) assert.equal(row.slice(from, from + 20), text.slice(from, from + 20));
});
