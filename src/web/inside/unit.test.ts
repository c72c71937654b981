import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RowToken, toHex } from '#domain/tokens/token';
import { bareName, growUnits, type Unit, unitOfToken, unitsOf } from './unit.ts';

const token = (bytes: string, more: Partial<RowToken> = {}): RowToken => ({ bytes, owner: 'model', ...more });
const hex = (text: string): string => toHex(new TextEncoder().encode(text));
const word = (text: string): RowToken => token(hex(text));
const texts = (units: Unit[]): string[] => units.map((unit) => unit.text);

test('a token of whole characters is a unit of its own, its leading space inside', () => {
  const units = unitsOf([word('Words'), word(' flow'), word(' 水')]);
  assert.deepEqual(texts(units), ['Words', ' flow', ' 水']);
  assert.deepEqual(
    units.map((unit) => unit.count),
    [1, 1, 1],
  );
});

test('a character over two tokens is drawn once', () => {
  const units = unitsOf([word('言语'), token('e7bb'), token('bd'), word('放')]);
  assert.deepEqual(texts(units), ['言语', '绽', '放']);
  assert.deepEqual(units[1], { first: 1, count: 2, kind: 'text', text: '绽', step: 1 });
});

test('a family emoji of eight tokens is one unit', () => {
  const bytes = hex('👩‍👩‍👧');
  const cuts = [0, 6, 8, 14, 20, 22, 28, 34, 36];
  const tokens = cuts.slice(1).map((end, at) => token(bytes.slice(cuts[at], end)));
  const units = unitsOf(tokens);
  assert.deepEqual(texts(units), ['👩‍👩‍👧']);
  assert.equal(units[0]?.count, 8);
});

test('a combining mark joins the letter before it', () => {
  assert.deepEqual(texts(unitsOf([word('caf'), word('e'), word('\u0301'), word(' au')])), ['caf', 'é'.normalize('NFD'), ' au']);
});

test('a line break of two tokens, CR and LF, is one unit, and LF after text is another', () => {
  assert.deepEqual(texts(unitsOf([word('a\r'), word('\n'), word('b'), word('\n')])), ['a\r\n', 'b', '\n']);
});

test('bytes that never become a character are drawn as bytes, and what follows is read afresh', () => {
  const units = unitsOf([token('e7'), word('A'), token('ff'), token('80')]);
  assert.deepEqual(
    units.map((unit) => [unit.kind, unit.text]),
    [
      ['bytes', 'e7'],
      ['text', 'A'],
      ['bytes', 'ff'],
      ['bytes', '80'],
    ],
  );
});

test('a special token is a unit with its bare name, and never joins bytes', () => {
  const units = unitsOf([token('e7bb'), token(hex('<|im_end|>'), { special: true, text: '<|im_end|>' }), token('bd')]);
  assert.deepEqual(
    units.map((unit) => [unit.kind, unit.text, unit.count]),
    [
      ['bytes', 'e7bb', 1],
      ['special', 'im_end', 1],
      ['bytes', 'bd', 1],
    ],
  );
});

test('neighbours alternate in step, and a special token begins anew', () => {
  const units = unitsOf([word('a'), word(' b'), word(' c'), token('', { special: true, text: '<s>' }), word('d')]);
  assert.deepEqual(
    units.map((unit) => unit.step),
    [0, 1, 0, 0, 0],
  );
});

test('a million combining marks make many units', () => {
  const tokens = [word('a'), ...Array.from({ length: 2000 }, () => word('\u0301'))];
  assert.ok(unitsOf(tokens).length > 20);
});

test('names lose their fence', () => {
  assert.equal(bareName('<|im_end|>'), 'im_end');
  assert.equal(bareName('<｜User｜>'), 'User');
  assert.equal(bareName('</s>'), '/s');
  assert.equal(bareName('[INST]'), 'INST');
  assert.equal(bareName('endoftext'), 'endoftext');
});

const anyTokens = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }).map(hex), fc.uint8Array({ maxLength: 3 }).map(toHex)), {
    maxLength: 30,
  })
  .map((list) => list.map((bytes) => token(bytes)));

test('units cover the row without gap or overlap, whatever the bytes', () => {
  fc.assert(
    fc.property(anyTokens, (tokens) => {
      let next = 0;
      for (const unit of unitsOf(tokens)) {
        assert.equal(unit.first, next);
        next += unit.count;
      }
      assert.equal(next, tokens.length);
    }),
  );
});

test('a row that grows token by token has the units of the whole row', () => {
  fc.assert(
    fc.property(anyTokens, (tokens) => {
      const grown: Unit[] = [];
      const row: RowToken[] = [];
      for (const one of tokens) {
        row.push(one);
        growUnits(grown, row);
      }
      assert.deepEqual(grown, unitsOf(tokens));
    }),
  );
});

test('the unit of a token is found, inside a unit of several too', () => {
  const units = unitsOf([word('言语'), token('e7bb'), token('bd'), word('放')]);
  assert.deepEqual(
    [0, 1, 2, 3].map((position) => unitOfToken(units, position)),
    [0, 1, 1, 2],
  );
});
