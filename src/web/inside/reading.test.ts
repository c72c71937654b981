import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingOf } from './reading.ts';

test('while a prompt is read it is told how far', () => {
  assert.deepEqual(readingOf({ prompt: { tokens: 400, read: 120 }, parts: [] }), { read: 120, total: 400 });
});

test('nothing is told once it is read, when the model writes, or when nothing is known', () => {
  assert.equal(readingOf({ prompt: { tokens: 400, read: 400 }, parts: [] }), undefined);
  assert.equal(
    readingOf({ prompt: { tokens: 400, read: 120 }, parts: [{ kind: 'text', text: '', tokens: [], isEnded: false }] }),
    undefined,
  );
  assert.equal(readingOf({ prompt: { read: 120 }, parts: [] }), undefined);
  assert.equal(readingOf({ parts: [] }), undefined);
});
