import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowToken } from '#domain/tokens/token';
import { tokenFacts } from './token-facts.ts';
import type { Unit } from './unit.ts';

const unit: Unit = { first: 30, count: 1, kind: 'text', text: 'Endless', step: 0 };
const endless: RowToken = {
  id: 142474,
  bytes: '456e646c657373',
  owner: 'model',
  message: 'a',
  logprob: Math.log(0.17),
  alternatives: [
    { id: 1, bytes: '2054', logprob: Math.log(0.31) },
    { id: 142474, bytes: '456e646c657373', logprob: Math.log(0.17) },
    { id: 2, bytes: 'e7bb', logprob: Math.log(0.22) },
    { id: 9, bytes: '3c', logprob: Math.log(0.05) },
  ],
};
const facts = (token: RowToken, where = unit) => tokenFacts(token, 30, where, new Map([[9, '<|im_end|>']]));

test('place, id, bytes and owner are told', () => {
  const { glyphs, id, bytes, byteCount, owners, message, shared } = facts(endless);
  assert.deepEqual([glyphs, id, bytes, byteCount], ['Endless', 142474, '45 6e 64 6c 65 73 73', 7]);
  assert.deepEqual([owners, message, shared], [['model'], 'a', undefined]);
});

test('choices stand by probability, the chosen one among them once, special ones by their bare name', () => {
  assert.deepEqual(
    facts(endless).choices.map(({ glyphs, isChosen, isSpecial }) => [glyphs, isChosen, isSpecial]),
    [
      ['·T', false, false],
      ['⟨e7 bb⟩', false, false],
      ['Endless', true, false],
      ['im_end', false, true],
    ],
  );
});

test('an unlikely token is listed last when there are many likelier ones', () => {
  const alternatives = Array.from({ length: 9 }, (_, at) => ({ id: at, bytes: '61', logprob: -1 - at / 10 }));
  const { choices } = facts({ ...endless, logprob: -9, alternatives });
  assert.equal(choices.length, 6);
  assert.equal(choices.at(-1)?.isChosen, true);
});

test('without alternatives there are no choices', () => {
  assert.deepEqual(facts({ bytes: '61', owner: ['template', 'person'] }).choices, []);
});

test('a token that is half a character says which half', () => {
  const shared: Unit = { first: 29, count: 2, kind: 'text', text: '绽', step: 0 };
  assert.deepEqual(facts({ bytes: 'bd', owner: 'model' }, shared).shared, { part: 2, parts: 2, glyphs: '绽' });
});

test('a special token is named without its fence', () => {
  assert.equal(facts({ bytes: '', text: '<|im_end|>', special: true, owner: 'template' }).glyphs, 'im_end');
});
