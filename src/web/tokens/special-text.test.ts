import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpecials } from './special-text.ts';

const end = { id: 7, text: '<|end|>' };
const endOfText = { id: 8, text: '<|end|>of' };

test('special tokens stand between stretches of text', () => {
  assert.deepEqual(readSpecials('a<|end|><|end|>b', [end]), ['a', end, end, 'b']);
});

test('of two spellings at one place the longer holds', () => {
  assert.deepEqual(readSpecials('<|end|>of', [end, endOfText]), [endOfText]);
});

test('text without any is one stretch, an empty one none', () => {
  assert.deepEqual(readSpecials('a <|en d|>', [end]), ['a <|en d|>']);
  assert.deepEqual(readSpecials('', [end]), []);
});

test('signs of patterns in a spelling are only signs', () => {
  assert.deepEqual(readSpecials('x[INST]', [{ id: 1, text: '[INST]' }]), ['x', { id: 1, text: '[INST]' }]);
});
