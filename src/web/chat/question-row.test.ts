import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, read } from '../../../test/page-view.ts';

const { QuestionRow } = await import('./question-row.tsx');

const blocks = (text: string) => [...draw('en', QuestionRow, { text }).matchAll(/content-visibility:auto/g)].length;

test('a long question is drawn in blocks, of which only those in sight are laid out', () => {
  assert.ok(blocks('a line of text\n'.repeat(3000)) > 8);
});

test('all of it is there', () => {
  const text = 'a line of text\n'.repeat(3000);
  assert.equal(read(draw('en', QuestionRow, { text })), read(`You ${text}`));
});

test('a short question is one text', () => {
  assert.equal(blocks('a line of text\n'.repeat(30)), 0);
});
