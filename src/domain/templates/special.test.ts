import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtSpecials, type Special, specialOf } from './special.ts';

const SPECIALS: Special[] = [{ id: 1, text: '<|im|>' }, { id: 2, text: '<|im|>s' }, { text: '.*' }];

test('words are cut at names, and nothing is lost', () => {
  const parts = cutAtSpecials('a<|im|>b<|im|>', SPECIALS);
  assert.deepEqual(parts, ['a', { id: 1, text: '<|im|>' }, 'b', { id: 1, text: '<|im|>' }]);
});

test('the longer of two names that begin alike is meant', () => {
  assert.deepEqual(cutAtSpecials('<|im|>s', SPECIALS), [{ id: 2, text: '<|im|>s' }]);
});

test('a name is no pattern', () => {
  assert.deepEqual(cutAtSpecials('axy.*', SPECIALS), ['axy', { text: '.*' }]);
});

test('without specials words stay whole', () => {
  assert.deepEqual(cutAtSpecials('<|im|>', []), ['<|im|>']);
});

test('a special is found by its id, and one without id by none', () => {
  assert.equal(specialOf(2, SPECIALS)?.text, '<|im|>s');
  assert.equal(specialOf(3, SPECIALS), undefined);
});
