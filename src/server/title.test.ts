/** The title that a thread gets from its first question. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Message } from '#domain/conversation/message';
import { titleOf } from './title.ts';

const path = (text: string): Message[] => [
  { id: 's', role: 'system', parts: [{ kind: 'text', text: 'Be kind.' }], at: 0 },
  { id: 'q', role: 'user', parts: [{ kind: 'text', text }], at: 0, parent: 's' },
];

test('a short question is its own title', () => assert.equal(titleOf(path('Why?')), 'Why?'));

test('the first line that says something is taken, without the spaces around it', () =>
  assert.equal(titleOf(path('\n \r\n  Why?  \nBecause.')), 'Why?'));

test('a long line is cut at a word, and the cut is shown', () =>
  assert.equal(
    titleOf(path('Write a haiku about what it is like to be a Large Language Model, in the evening')),
    'Write a haiku about what it is like to be a Large Language…',
  ));

test('a line of one long word is cut after sixty characters', () =>
  assert.equal(titleOf(path('x'.repeat(100))), `${'x'.repeat(60)}…`));

test('Chinese, which has no spaces, is cut after sixty characters too', () =>
  assert.equal(titleOf(path('诗'.repeat(80))), `${'诗'.repeat(60)}…`));

test('what a person sees as one character is never cut in two', () => {
  const family = '👩‍👩‍👧‍👦';
  assert.equal(titleOf(path(family.repeat(70))), `${family.repeat(54)}…`);
});

test('a character of a thousand marks does not make a title of a thousand', () =>
  assert.equal(titleOf(path(`ab${'\u0301'.repeat(1000)}`)), 'a…'));

test('a question without a word is three dots', () => assert.equal(titleOf(path(' \n\t\n ')), '…'));

test('a path without a question is three dots', () => assert.equal(titleOf([]), '…'));

test('any text gives one line that is not empty, whole, and not longer than can be shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const title = titleOf(path(text));
      assert.ok(title.length > 0);
      assert.ok(title.isWellFormed());
      assert.equal(/[\r\n\u2028\u2029]/.test(title), false);
      assert.ok([...new Intl.Segmenter().segment(title)].length <= 61);
    }),
  );
});
