import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpecialToken } from './encoding.ts';
import { OrdinaryTokens } from './ordinary-token.ts';
import { CUTTERS, type Cutter, cutAll } from './piece.ts';

const tokens = (...texts: string[]): OrdinaryTokens =>
  new OrdinaryTokens(texts.map((text, at): SpecialToken => ({ id: 500 + at, text, kind: 'ordinary' })));

const cut = (cutter: Cutter, text: string): string[] => {
  const ends = cutAll(cutter, text);
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
};

test('a token is a piece of its own, whatever stands around it', () => {
  assert.deepEqual(cut(tokens('<b>').cutAround(CUTTERS.whole), 'x<b>y<b><b>'), ['x', '<b>', 'y', '<b>', '<b>']);
});

test('of tokens that begin at one place the longest counts, and the first place before all', () => {
  assert.deepEqual(cut(tokens('ab', 'abcd', 'cde').cutAround(CUTTERS.whole), 'abcde'), ['abcd', 'e']);
  assert.deepEqual(cut(tokens('ab', 'bcde').cutAround(CUTTERS.whole), 'abcde'), ['ab', 'cde']);
});

test('a beginning that is no token is text', () => {
  assert.deepEqual(cut(tokens('<table>').cutAround(CUTTERS.whole), '<tab <table'), ['<tab <table']);
});

test('what is between tokens is cut as if the text ended there', () => {
  // Without the token the cutter would leave the second space to the word.
  assert.deepEqual(cut(CUTTERS.gpt2, 'a  <b>'), ['a', ' ', ' <', 'b', '>']);
  assert.deepEqual(cut(tokens('<b>').cutAround(CUTTERS.gpt2), 'a  <b>'), ['a', '  ', '<b>']);
});

test('a token that the end of the text cuts is text', () => {
  const cutter = tokens('<b>').cutAround(CUTTERS.whole);
  assert.equal(cutter('<b>', 0, 2), 2);
});

test('only a whole token has an id', () => {
  const some = tokens('<b>', '<br>');
  assert.equal(some.wholeAt('x<br>x', 1, 5), 501);
  assert.equal(some.wholeAt('x<br>x', 1, 4), -1);
  assert.equal(some.wholeAt('x<br>x', 1, 6), -1);
});

test('control tokens and empty ones are not among them', () => {
  const none = new OrdinaryTokens([
    { id: 1, text: '<s>', kind: 'control' },
    { id: 2, text: '', kind: 'ordinary' },
  ]);
  assert.equal(none.size, 0);
  assert.equal(none.cutAround(CUTTERS.gpt2), CUTTERS.gpt2);
});

test('the longest is known, since an edit can complete it', () => {
  assert.equal(tokens('ab', 'abcd', 'x').longest, 4);
});

test('a long text is searched for tokens once, not from each of them again', () => {
  let given = 0;
  const counting: Cutter = (_text, from, end) => {
    given += end - from;
    return end;
  };
  const text = 'abcdefgh<b>'.repeat(1000);
  assert.equal(cut(tokens('<b>').cutAround(counting), text).length, 2000);
  assert.equal(given, 8000);
});

test('a cutter that has seen one text is not misled by the next', () => {
  const cutter = tokens('<b>').cutAround(CUTTERS.whole);
  for (const [text, expected] of [
    ['ab<b>c', ['ab', '<b>', 'c']],
    ['abcd<b>', ['abcd', '<b>']],
    ['<b>abcd', ['<b>', 'abcd']],
    ['abcdefg', ['abcdefg']],
    ['ab<b>c', ['ab', '<b>', 'c']],
  ] as const)
    assert.deepEqual(cut(cutter, text), expected);
  assert.equal(cutter('ab<b>c', 0, 4), 4);
  assert.equal(cutter('ab<b>c', 0, 6), 2);
});
