import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOSTILE_TEXTS } from './hostile-text.ts';

test('the list of hostile texts has 200 entries and none twice', () => {
  assert.equal(HOSTILE_TEXTS.length, 200);
  assert.equal(new Set(HOSTILE_TEXTS).size, 200);
});
