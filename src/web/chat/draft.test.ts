import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

mock.timers.enable({ apis: ['setTimeout'] });
const draft = { text: '', mode: 'chat', settings: {} };
const before = [
  ['old', { ...draft, text: 'Before' }],
  ['cut', { ...draft, sent: 'On its way' }],
  ['typed', { ...draft, text: 'Typed since', sent: 'On its way' }],
];
const kept = new Map([['oriel.drafts', JSON.stringify(before)]]);
let isFull = false;
Object.defineProperty(globalThis, 'localStorage', {
  value: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (isFull) throw new Error('QuotaExceededError');
      kept.set(name, value);
    },
  },
});
const { changeDraft, draftOf, moveNewDraft, NEW } = await import('./draft.ts');
const saved = () => new Map<string, { text: string; sent?: string }>(JSON.parse(kept.get('oriel.drafts') ?? '[]'));
/** Waits until what was changed is kept. */
const wait = () => mock.timers.tick(300);

test('a draft of the last visit is there again', () => {
  assert.equal(draftOf('old').text, 'Before');
});

test('words that were on their way when the page went are back, unless others were typed since', () => {
  assert.deepEqual(draftOf('cut'), { ...draft, text: 'On its way' });
  assert.deepEqual(draftOf('typed'), { ...draft, text: 'Typed since' });
});

test('words on their way are kept at once, and no longer once they are taken', () => {
  changeDraft('g', { text: '', sent: 'Hello' });
  assert.equal(saved().get('g')?.sent, 'Hello');
  changeDraft('g', { sent: undefined });
  assert.deepEqual(saved().get('g'), draft);
});

test('a thread without a draft has an empty one', () => {
  assert.deepEqual(draftOf('unseen'), { text: '', mode: 'chat', settings: {} });
});

test('a change keeps the other fields', () => {
  changeDraft('a', { text: 'Hi', settings: { seed: 1 } });
  changeDraft('a', { text: 'Hi there' });
  assert.deepEqual(draftOf('a'), { text: 'Hi there', mode: 'chat', settings: { seed: 1 } });
});

test('undefined takes a field away', () => {
  changeDraft('b', { model: 'local/small' });
  changeDraft('b', { model: undefined });
  assert.ok(!('model' in draftOf('b')));
});

test('drafts of threads do not mix', () => {
  changeDraft('c', { text: 'one' });
  changeDraft('d', { text: 'two' });
  assert.equal(draftOf('c').text, 'one');
});

test('it is kept a moment after the last key, not at each', () => {
  changeDraft('e', { text: 'H' });
  mock.timers.tick(200);
  changeDraft('e', { text: 'Hi' });
  mock.timers.tick(200);
  assert.ok(!saved().has('e'));
  mock.timers.tick(100);
  assert.equal(saved().get('e')?.text, 'Hi');
});

test('a new chat that became a thread takes its draft along, and the next one begins empty', () => {
  changeDraft(NEW, { text: '', model: 'local/large' });
  moveNewDraft('f');
  assert.equal(draftOf('f').model, 'local/large');
  assert.ok(!('model' in draftOf(NEW)));
});

test('of very many drafts the oldest go, the last one changed stays', () => {
  for (let at = 0; at < 45; at++) changeDraft(`m${at}`, { text: 'x' });
  changeDraft('m6', { text: 'again' });
  wait();
  assert.equal(saved().size, 40);
  assert.ok(saved().has('m6'));
  assert.ok(!saved().has('m0'));
});

test('storage that is full loses nothing of this page', () => {
  isFull = true;
  changeDraft('g', { text: 'kept here' });
  wait();
  assert.equal(draftOf('g').text, 'kept here');
});
