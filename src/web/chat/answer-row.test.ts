import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import type { Turn } from '#domain/conversation/turn';
import { attributes, chat, draw, read, readAll, turn } from '../../../test/page-view.ts';

Object.assign(globalThis, { matchMedia: () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }) });
const { AnswerRow } = await import('./answer-row.tsx');

const answer = (text: string, parts: Message['parts'] = []): Message => ({
  id: 'a1',
  parent: 'q',
  role: 'assistant',
  parts: [...parts, { kind: 'text', text }],
  at: 0,
  turn: 't1',
});
const row = (message: Message, change: Partial<Turn> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, AnswerRow, { message }, chat({ view: { path: [message], turns: new Map([['t1', turn(change)]]) } }));

test('an answer is an article of the model, in both languages', () => {
  assert.equal(attributes(row(answer('Hi')), 'aria-label')[0], 'Model');
  assert.equal(attributes(row(answer('Hi'), {}, 'zh'), 'aria-label')[0], '模型');
});

test('its words are read as Markdown', () => {
  assert.match(row(answer('**Hi**')), /<strong>Hi<\/strong>/);
});

test('the text of a document is shown as it is', () => {
  const markup = row(answer('**Hi**'), { mode: 'document' });
  assert.doesNotMatch(markup, /<strong>/);
  assert.match(read(markup), /\*\*Hi\*\*/);
});

test('the token that hands the word back stands after the last word, by its bare name', () => {
  const endToken = { id: 2, bytes: '3c7c696d5f656e647c3e' };
  assert.match(row(answer('Hi'), { endToken }), /<p>Hi <span[^>]*>im_end<\/span><\/p>/);
  assert.match(read(row(answer('Hi'), { endToken, mode: 'document' })), /Hi im_end/);
});

test('an answer that was stopped has no such token', () => {
  assert.doesNotMatch(row(answer('Hi'), { reason: 'stopped', status: 'stopped' }), /pill border-dashed/);
});

test('reasoning stands before the words, folded', () => {
  const markup = row(answer('Hi', [{ kind: 'reasoning', text: 'They greet.' }]));
  assert.deepEqual(readAll(markup, 'details'), ['Reasoning They greet.']);
  assert.ok(markup.indexOf('They greet.') < markup.indexOf('Hi'));
});

test('an answer without reasoning has no fold', () => {
  assert.deepEqual(readAll(row(answer('Hi')), 'details'), []);
});

test('while nothing has come one waits, and nothing can be done yet', () => {
  const markup = row(answer(''), { status: 'running', parts: [] });
  assert.match(read(markup), /Waiting for the model/);
  assert.doesNotMatch(markup, /Copy the answer/);
});

test('an answer that is continued waits below its words until the first new ones', () => {
  const waiting = row(answer('Kept'), { status: 'running', parts: [] });
  assert.match(read(waiting), /Kept Waiting for the model/);
  const begun = row(answer('Kept'), {
    status: 'running',
    parts: [{ kind: 'text', text: ' and new', tokens: [], isEnded: false }],
  });
  assert.doesNotMatch(read(begun), /Waiting/);
});

test('why it ended is told below the words', () => {
  assert.match(read(row(answer('Hi'), { reason: 'length' })), /Hi Ended at the most tokens that were allowed\./);
});

test('an answer whose turn is not known shows its words alone', () => {
  const markup = draw('en', AnswerRow, { message: answer('Hi') }, chat({ view: { turns: new Map() } }));
  assert.equal(read(markup), 'Model Hi');
});
