/** Values of options. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberValue, textValue, WrongOption } from './command.ts';

const RANGE = { min: 0, max: 10 };
const number = (text: string, range: Parameters<typeof numberValue>[2] = RANGE) => numberValue({ n: text }, 'n', range);
const wrong = (sentence: string) => (error: unknown) => error instanceof WrongOption && error.message === sentence;

test('an option that was not given has no value', () => {
  assert.equal(numberValue({}, 'n', RANGE), undefined);
  assert.equal(textValue({}, 'n'), undefined);
});

test('a text is the text, also when it is empty; what was given twice or as a flag is none', () => {
  assert.equal(textValue({ n: '' }, 'n'), '');
  assert.equal(textValue({ n: true }, 'n'), undefined);
  assert.equal(textValue({ n: ['a', 'b'] }, 'n'), undefined);
});

test('numbers at the ends of the range are in it', () => {
  assert.deepEqual(
    ['0', '10', '2.5', '1e1'].map((text) => number(text)),
    [0, 10, 2.5, 10],
  );
});

test('what is no number, or outside, is named with the range', () => {
  for (const text of ['', ' ', 'x', '-0.1', '10.1', 'NaN', 'Infinity', '1,5', '--2'])
    assert.throws(() => number(text), wrong(`--n takes a number from 0 to 10, not "${text}".`), text);
});

test('where a whole number is asked for, halves are wrong', () => {
  assert.equal(number('7', { ...RANGE, isWhole: true }), 7);
  assert.throws(() => number('7.5', { ...RANGE, isWhole: true }), wrong('--n takes a whole number from 0 to 10, not "7.5".'));
});
