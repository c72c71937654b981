import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Owner, type RowToken, toHex } from '#domain/tokens/token';
import { lookAlikesOf } from './look-alike.ts';
import { unitsOf } from './unit.ts';

const row = (texts: string[], owner: Owner = 'person'): RowToken[] =>
  texts.map((text) => ({ bytes: toHex(new TextEncoder().encode(text)), owner }));
const found = (tokens: RowToken[], specials?: string[]) => lookAlikesOf(unitsOf(tokens), tokens, specials);

test('a typed end token is found, with its six tokens', () => {
  const tokens = row(['Hi', ' <', '|', 'im', '_end', '|', '>', '.']);
  assert.deepEqual(found(tokens), [{ first: 1, end: 7, text: '<|im_end|>', tokens: 6 }]);
});

test('a look-alike inside one token, and two in a row, are found', () => {
  assert.deepEqual(
    found(row(['[INST]', '<s', '></', 's>'])).map(({ text, first, end }) => [text, first, end]),
    [
      ['[INST]', 0, 1],
      ['<s>', 1, 3],
      ['</s>', 2, 4],
    ],
  );
});

test('a real special token is none, and nothing is spelled across one', () => {
  const tokens: RowToken[] = [
    ...row(['<|im']),
    { bytes: '', text: '<|im_end|>', special: true, owner: 'template' },
    ...row(['_end|>']),
  ];
  assert.deepEqual(found(tokens), []);
});

test('what the model’s own file names is found too', () => {
  const tokens = row(['a ', '<repo', '_name>']);
  assert.deepEqual(found(tokens), []);
  assert.equal(found(tokens, ['<repo_name>'])[0]?.text, '<repo_name>');
});

test('plain text, comparisons and the template’s own text are none', () => {
  assert.deepEqual(found(row(['if a < b | c > d', ' [1] <b>'])), []);
  assert.deepEqual(found(row(['<|im_end|>'], 'template')), []);
});
