/** What of a draft outlives a reload. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asKept, type ChatDraft } from './draft.ts';

const draft = (text: string): ChatDraft => ({ text, mode: 'chat', settings: { seed: 1 } });

test('words that were sent and not yet taken are kept, with the settings they were sent with', () => {
  assert.deepEqual(asKept(new Map([['a', draft('')]]), new Map([['a', 'sent']])), [['a', draft('sent')]]);
});

test('what is written meanwhile is kept instead of them', () => {
  assert.deepEqual(asKept(new Map([['a', draft('next')]]), new Map([['a', 'sent']])), [['a', draft('next')]]);
});

test('nothing is left of words that were taken', () => {
  assert.deepEqual(asKept(new Map([['a', draft('')]]), new Map()), [['a', draft('')]]);
});

test('words under way are kept where there was no draft', () => {
  assert.deepEqual(asKept(new Map(), new Map([['a', 'sent']])), [['a', { text: 'sent', mode: 'chat', settings: {} }]]);
});
