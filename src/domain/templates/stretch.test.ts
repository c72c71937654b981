import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Encoder } from '#domain/tokens/encoder';
import type { Owner } from '#domain/tokens/token';
import { byteLengthOf, toUtf8 } from '#domain/tokens/utf8';
import type { Span } from './span.ts';
import type { Special } from './special.ts';
import { rowOf, spells } from './stretch.ts';
import { tinyEncoder } from './tiny-encoder.contract.ts';

const SPECIALS: Special[] = [{ id: 900, text: '<|im|>' }, { text: '<|no-id|>' }];
const template = (text: string, message?: string): Span => ({
  text,
  owners: ['template'],
  isTemplate: true,
  ...(message && { message }),
});
const words = (text: string, owner: Owner = 'person', message = 'u'): Span => ({
  text,
  owners: [owner],
  isTemplate: false,
  message,
});
const row = (...spans: Span[]) => rowOf(spans, SPECIALS, tinyEncoder);

test("a special token comes from the template's words by id, never from people's", () => {
  assert.deepEqual(
    row(template('<|im|>'), words('<|im|>')).map(({ id, special }) => [id, special]),
    [[900, true], ...tinyEncoder.encode('<|im|>').map((id) => [id, undefined])],
  );
});

test('a special whose id is not published has its name and no id', () => {
  const [token] = row(template('<|no-id|>'));
  assert.deepEqual(token, { bytes: '3c7c6e6f2d69647c3e', text: '<|no-id|>', owner: 'template', special: true });
});

test('a stretch is encoded as one string: a token across a border has both owners', () => {
  const tokens = row(template('user\n', 'u'), words('Hello'));
  assert.equal(tokens[0]?.text, 'user\nH');
  assert.deepEqual(tokens[0]?.owner, ['template', 'person']);
  assert.equal(tokens[0]?.message, 'u');
  assert.deepEqual(tokens[1]?.owner, 'person');
});

test('a special token parts two stretches', () => {
  const tokens = row(words('\n'), template('<|im|>'), words('\n'));
  assert.deepEqual(
    tokens.map(({ text }) => text),
    ['\n', '<|im|>', '\n'],
  );
});

test('half a character has bytes and no text', () => {
  const halves = row(words('文'));
  assert.deepEqual(
    halves.map(({ bytes, text }) => [bytes, text]),
    [
      ['e6', undefined],
      ['96', undefined],
      ['87', undefined],
    ],
  );
});

test('own ids stand as they were, and what is around them is encoded around them', () => {
  const tokens = row(template('user\n'), { ...words('Hi', 'model', 'a'), ids: [72, 105] }, template('.'));
  assert.deepEqual(
    tokens.map(({ id }) => id),
    [...tinyEncoder.encode('user\n'), 72, 105, ...tinyEncoder.encode('.')],
  );
  assert.deepEqual(
    tokens.map(({ owner }) => owner),
    ['template', 'model', 'model', 'template'],
  );
});

test('an own id may be a special token: the model may write one', () => {
  const [token] = row({ ...words('<|im|>', 'model', 'a'), ids: [900] });
  assert.deepEqual(token, { id: 900, bytes: '3c7c696d7c3e', text: '<|im|>', owner: 'model', message: 'a', special: true });
});

test('every byte of a stretch is owned by who wrote it', () => {
  const spans = fc.array(
    fc.tuple(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom<Owner>('system', 'person', 'model')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(spans, (list) => {
      const tokens = rowOf(
        list.map(([text, owner]) => words(text, owner, owner)),
        [],
        tinyEncoder,
      );
      const owners = list.flatMap(([text, owner]) => Array<Owner>(byteLengthOf(text)).fill(owner));
      let at = 0;
      for (const token of tokens) {
        const length = token.bytes.length / 2;
        assert.deepEqual([token.owner].flat(), [...new Set(owners.slice(at, at + length))]);
        at += length;
      }
      assert.equal(at, owners.length);
    }),
  );
});

/** Normalises as Qwen does. */
const composing: Encoder = { ...tinyEncoder, encode: (text) => tinyEncoder.encode(text.normalize('NFC')) };
/** Puts a space before the first word, as older SentencePiece vocabularies do. */
const spacing: Encoder = { ...tinyEncoder, encode: (text) => tinyEncoder.encode(` ${text}`) };

test('where an encoding composes characters, borders are those of the composed text', () => {
  const tokens = rowOf([words('e\u0301'), words('x', 'model', 'a')], [], composing);
  assert.deepEqual(
    tokens.map(({ text, owner }) => [text, owner]),
    [
      ['é', 'person'],
      ['x', 'model'],
    ],
  );
});

test('where an encoding puts a space before the text, that is with the first words', () => {
  const tokens = rowOf([words('a'), words('x', 'model', 'a')], [], spacing);
  assert.deepEqual(
    tokens.map(({ text, owner }) => [text, owner]),
    [
      [' ', 'person'],
      ['a', 'person'],
      ['x', 'model'],
    ],
  );
});

test('where bytes cannot be explained, every token has all who could own it', () => {
  const doubling: Encoder = { ...tinyEncoder, encode: (text) => tinyEncoder.encode(text + text) };
  const tokens = rowOf([words('ab'), words('x', 'model', 'a')], [], doubling);
  assert(tokens.every(({ owner }) => String(owner) === 'person,model'));
});

test('ids spell a text when their bytes are its bytes; ids that do not exist spell nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => spells(tinyEncoder, [...toUtf8(text)], text)));
  assert.equal(spells(tinyEncoder, [72], 'Hi'), false);
  assert.equal(spells(tinyEncoder, [-1], ''), false);
});
