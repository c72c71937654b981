import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf } from './direction.ts';

test('the first letter gives the direction', () => {
  assert.equal(directionOf('שלום world'), 'rtl');
  assert.equal(directionOf('عالم'), 'rtl');
  assert.equal(directionOf('hello שלום'), 'ltr');
  assert.equal(directionOf('写一首诗'), 'ltr');
});

test('signs, figures and spaces before it do not', () => {
  assert.equal(directionOf('  12. "שלום"'), 'rtl');
});

test('a text without letters goes to the right', () => {
  assert.equal(directionOf(''), 'ltr');
  assert.equal(directionOf('123'), 'ltr');
});
