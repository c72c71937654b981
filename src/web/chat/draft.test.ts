import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });

/** The browser's: what is kept are its own properties. */
class Kept {
  getItem(place: string): string | null {
    return Object.getOwnPropertyDescriptor(this, place)?.value ?? null;
  }
  setItem(place: string, text: string): void {
    if (isFull) throw new Error('QuotaExceededError');
    Object.assign(this, { [place]: text });
  }
  removeItem(place: string): void {
    Reflect.deleteProperty(this, place);
  }
}
let isFull = false;
const forAll = new Kept();
const ofTab = new Kept();
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
Object.assign(globalThis, { window: new EventTarget(), document: page });
Object.defineProperty(globalThis, 'localStorage', { value: forAll });
Object.defineProperty(globalThis, 'sessionStorage', { value: ofTab });

const draft = { text: '', mode: 'chat', settings: {} };
const leave = (storage: Kept, thread: string, change: object, at = 0) =>
  storage.setItem(`oriel.draft.${thread}`, JSON.stringify({ ...draft, ...change, at }));
leave(forAll, 'old', { text: 'Before' });
leave(forAll, 'cut', { sent: 'On its way' });
leave(forAll, 'typed', { text: 'Typed since', sent: 'On its way' });
leave(forAll, 'both', { text: 'of another tab' }, 2);
leave(ofTab, 'both', { text: 'of this tab' }, 1);
for (let at = 0; at < 45; at++) leave(forAll, `many${at}`, { text: 'x' }, -at);

const { changeDraft, changeEdit, draftOf, moveNewDraft, NEW, saveAtLeaving } = await import('./draft.ts');
const saved = (thread: string, storage = forAll) => JSON.parse(storage.getItem(`oriel.draft.${thread}`) ?? 'null');
/** Waits until what was changed is kept. */
const wait = () => mock.timers.tick(2000);

test('a draft of the last visit is there again', () => {
  assert.deepEqual(draftOf('old'), { ...draft, text: 'Before' });
});

test('words that were on their way when the page went are back, unless others were typed since', () => {
  assert.deepEqual(draftOf('cut'), { ...draft, text: 'On its way' });
  assert.deepEqual(draftOf('typed'), { ...draft, text: 'Typed since' });
});

test('what this tab wrote itself goes before what another tab wrote in the same place', () => {
  assert.equal(draftOf('both').text, 'of this tab');
});

test('of very many drafts the oldest go', () => {
  assert.equal(Object.keys(forAll).length, 40);
  assert.equal(saved('many40'), null);
  assert.equal(saved('many1').text, 'x');
});

test('words on their way are kept at once, and no longer once they are taken', () => {
  changeDraft('g', { text: '', sent: 'Hello' });
  assert.equal(saved('g').sent, 'Hello');
  changeDraft('g', { sent: undefined });
  assert.equal(saved('g'), null);
});

test('a thread without a draft has an empty one', () => {
  assert.deepEqual(draftOf('unseen'), draft);
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

test('it is kept not at each key, and at least every two seconds of typing without a pause', () => {
  wait();
  for (const text of ['H', 'He', 'Hel', 'Hell']) {
    changeDraft('e', { text });
    assert.equal(saved('e'), null);
    mock.timers.tick(499);
  }
  changeDraft('e', { text: 'Hello' });
  mock.timers.tick(4);
  assert.equal(saved('e').text, 'Hello');
});

test('it is kept when the page goes, is put away, or shows something else', () => {
  const undo = saveAtLeaving();
  changeDraft('f', { text: 'gone' });
  window.dispatchEvent(new Event('pagehide'));
  assert.equal(saved('f').text, 'gone');
  changeDraft('f', { text: 'put away' });
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(saved('f').text, 'gone');
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(saved('f').text, 'put away');
  changeDraft('f', { text: 'elsewhere' });
  undo();
  assert.equal(saved('f').text, 'elsewhere');
});

test('what this tab finds again is what it had when it went', () => {
  const undo = saveAtLeaving();
  changeDraft('f', { text: 'words' });
  window.dispatchEvent(new Event('pagehide'));
  assert.equal(saved('f', ofTab).text, 'words');
  changeDraft('f', { text: '' });
  window.dispatchEvent(new Event('pagehide'));
  assert.equal(saved('f', ofTab), null);
  undo();
});

test('what another tab left for other threads stays', () => {
  leave(forAll, 'theirs', { text: 'theirs' });
  changeDraft('mine', { text: 'mine' });
  wait();
  assert.deepEqual([saved('theirs').text, saved('mine').text], ['theirs', 'mine']);
});

test('a draft that is sent goes, the one that another tab left in its place since stays', () => {
  changeDraft('old', { text: '' });
  changeDraft(NEW, { text: 'mine' });
  wait();
  assert.equal(saved('old'), null);
  leave(forAll, NEW, { text: 'theirs' });
  changeDraft(NEW, { text: '' });
  wait();
  assert.equal(saved(NEW).text, 'theirs');
});

test('a new chat that became a thread takes its draft along, and the next one begins empty', () => {
  changeDraft(NEW, { text: '', model: 'local/large' });
  moveNewDraft('f');
  assert.equal(draftOf('f').model, 'local/large');
  assert.deepEqual(draftOf(NEW), draft);
});

test('questions are changed each for itself, and closed each for itself', () => {
  changeEdit('h', 'q1', 'first');
  changeEdit('h', 'q2', 'second');
  changeEdit('h', 'q1', 'first, changed');
  wait();
  assert.deepEqual(saved('h').edits, { q1: 'first, changed', q2: 'second' });
  changeEdit('h', 'q1', undefined);
  assert.deepEqual(draftOf('h').edits, { q2: 'second' });
  changeEdit('h', 'q2', undefined);
  assert.deepEqual(draftOf('h'), draft);
});

test('storage that is full loses nothing of this page', () => {
  isFull = true;
  changeDraft('g', { text: 'kept here' });
  wait();
  assert.equal(draftOf('g').text, 'kept here');
});
