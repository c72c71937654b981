import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Owner, type RowToken, toHex } from '#domain/tokens/token';
import { ledgerOf } from './message-ledger.ts';

const token = (text: string, owner: Owner, message?: string, special = false): RowToken => ({
  bytes: toHex(new TextEncoder().encode(text)),
  owner,
  ...(message && { message }),
  ...(special && { special }),
});

test('each message has its words and its envelope, in the order of the row', () => {
  const lines = ledgerOf([
    token('<s>', 'template', undefined, true),
    token('user', 'template', 'q'),
    token('Hi', 'person', 'q'),
    token(' there', 'person', 'q'),
    token('', 'template', 'q', true),
    token('assistant', 'template', 'a'),
    token('Hello', 'model', 'a'),
    token('<|end|>', 'model', 'a', true),
  ]);
  assert.deepEqual(lines, [
    { owner: 'template', words: 0, envelope: 1, kept: 0, written: 0, excerpt: '', first: 0 },
    { message: 'q', owner: 'person', words: 2, envelope: 2, kept: 0, written: 0, excerpt: 'Hi there', first: 1 },
    { message: 'a', owner: 'model', words: 2, envelope: 1, kept: 0, written: 0, excerpt: 'Hello', first: 5 },
  ]);
});

test('an excerpt ends early in a long message', () => {
  const line = ledgerOf(Array.from({ length: 500 }, () => token('word ', 'person', 'q')))[0];
  assert.equal(line?.words, 500);
  assert.equal(line?.excerpt.length, 80);
});

test('half a character in an excerpt is left out visibly', () => {
  assert.equal(ledgerOf([{ bytes: 'e7bb', owner: 'person', message: 'q' }])[0]?.excerpt, '…');
});

test('a character over several tokens is whole in an excerpt', () => {
  const pieces = ['e7bb', 'bd', 'e694', 'be'].map((bytes): RowToken => ({ bytes, owner: 'person', message: 'q' }));
  assert.equal(ledgerOf(pieces)[0]?.excerpt, '绽放');
});

test('what was kept and what was written is counted for each message, across its border', () => {
  const lines = ledgerOf(
    [token('a', 'system', 's'), token('b', 'person', 'q'), token('c', 'person', 'q'), token('d', 'model', 'a')],
    { kept: 2, promptCount: 3 },
  );
  assert.deepEqual(
    lines.map(({ kept, written }) => [kept, written]),
    [
      [1, 0],
      [1, 0],
      [0, 1],
    ],
  );
});
