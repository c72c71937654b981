import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../i18n/english.contract.ts';
import { createFormat } from '../i18n/format.ts';
import { bitsText, probabilityOf, shareOf } from './probability-text.ts';

test('a share says whether it is a bound', () => {
  assert.equal(shareOf(Math.log(0.31), false, english), '31 %');
  assert.equal(shareOf(Math.log(0.31), true, english), '≤ 31 %');
  assert.equal(shareOf(0.01, false, english), '100 %');
  assert.equal(shareOf(Math.log(0.31), false, { format: createFormat('zh') }), '31%');
});

test('probability and surprise bound each other: at most so likely, at least so surprising', () => {
  assert.equal(probabilityOf(Math.log(0.25), false, english), 'p = 25 %');
  assert.equal(bitsText(Math.log(0.25), false, english), '2 bits');
  assert.equal(probabilityOf(Math.log(0.25), true, english), 'p ≤ 25 %');
  assert.equal(bitsText(Math.log(0.25), true, english), '≥ 2 bits');
});
