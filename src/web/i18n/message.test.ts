import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseForm, cutAtNames, fill } from './message.ts';

const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');
const tokens = { one: '{count} token', other: '{count} tokens' };

test('names are filled in', () => {
  assert.equal(fill('{a} before {b}', { a: 'x', b: 'y' }, plural, number), 'x before y');
});

test('numbers are written in the language’s form', () => {
  assert.equal(fill('{a}', { a: 8192 }, plural, number), '8,192');
});

test('one has its own form', () => {
  assert.equal(fill(tokens, { count: 1 }, plural, number), '1 token');
  assert.equal(fill(tokens, { count: 0 }, plural, number), '0 tokens');
});

test('a language without a form for one uses the other', () => {
  assert.equal(chooseForm({ other: '{count} 个' }, 1, new Intl.PluralRules('zh')), '{count} 个');
});

test('what looks like a name in a value stays as it is', () => {
  assert.equal(fill('{a}{b}', { a: '{b}', b: 'y' }, plural, number), '{b}y');
});

test('a text is cut into words and names in turn', () => {
  assert.deepEqual(cutAtNames('{a} of {b}'), ['', 'a', ' of ', 'b', '']);
});
