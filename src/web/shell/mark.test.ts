import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtMarks } from './mark.ts';

test('a text is cut at its marks', () => {
  assert.deepEqual(cutAtMarks('a row of tokens', [[2, 5]]), [
    { text: 'a ', isMarked: false, at: 0 },
    { text: 'row', isMarked: true, at: 2 },
    { text: ' of tokens', isMarked: false, at: 5 },
  ]);
});

test('marks that touch, overlap or leave the text lose nothing of it', () => {
  for (const marks of [
    [
      [0, 2],
      [2, 3],
    ],
    [
      [0, 4],
      [2, 5],
    ],
    [[3, 99]],
    [],
  ] as [number, number][][]) {
    assert.equal(
      cutAtMarks('abcdef', marks)
        .map(({ text }) => text)
        .join(''),
      'abcdef',
    );
  }
});
