import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import { draw, read, readAll } from '../../../test/page-view.ts';

const { changeEdit } = await import('./draft.ts');
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

const question: Message = { id: 'q', role: 'user', parts: [{ kind: 'text', text: 'whole' }], at: 0 };
const edited = (text: string) => {
  changeEdit('h1', 'q', text);
  return draw('en', QuestionRow, { message: question });
};

test('half a character in a changed question is said, and the question cannot be sent so', () => {
  const markup = edited('a\ud800b');
  assert.match(read(markup), /The text holds half a character/);
  assert.ok(readAll(markup, 'button').includes('Replace it with �'));
  assert.match(markup, /disabled=""/);
});

test('a changed question of whole characters can be sent', () => {
  const markup = edited('a b');
  assert.doesNotMatch(markup, /half a character|disabled=""/);
});
