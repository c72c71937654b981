import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../i18n/english.contract.ts';
import { gradeName, ownerName, ownerNames } from './owner-name.ts';

test('owners have their names, the person is you', () => {
  assert.equal(ownerName('person', english), 'you');
  assert.equal(ownerNames(['template', 'person'], english), 'template + you');
});

test('an estimate says its error where that is known', () => {
  assert.equal(gradeName({ grade: 'metered' }, english), 'metered');
  assert.equal(gradeName({ grade: 'exact' }, english), 'exact');
  assert.equal(gradeName({ grade: 'estimated', error: 0.04 }, english), 'estimated ±4 %');
  assert.equal(gradeName({ grade: 'estimated' }, english), 'estimated');
});
