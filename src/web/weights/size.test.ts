import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../../test/page-view.ts';
import { sizeIn } from './size.ts';

test('a file that is known tells its size', () => {
  assert.equal(sizeIn(words.en, { bytes: 98_362_432, aboutBytes: 1 }), '98 MB');
});

test('a file that only its hub knows tells about how large it is', () => {
  assert.equal(sizeIn(words.en, { aboutBytes: 640_000_000 }), 'about 640 MB');
  assert.equal(sizeIn(words.zh, { aboutBytes: 1_060_000_000 }), '约 1.1 GB');
});

test('nothing is said where nothing is known', () => {
  assert.equal(sizeIn(words.en, {}), undefined);
  assert.equal(sizeIn(words.en, undefined), undefined);
});
