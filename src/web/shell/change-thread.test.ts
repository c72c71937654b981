import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { draw, read, readAll, words } from '../../../test/page-view.ts';
import { queryClient } from '../api/queries.ts';

const told: unknown[] = [];
let hear: (() => void) | undefined;
class Channel {
  postMessage(message: unknown) {
    told.push(message);
  }
  set onmessage(listener: () => void) {
    hear = listener;
  }
}
Object.assign(globalThis, { BroadcastChannel: Channel, document: { documentElement: { lang: 'en' } } });
const { changeThread, deleteThread, threadChanged } = await import('./change-thread.ts');
const { Toasts } = await import('./toast.tsx');

let asked: string[] = [];
let refuses = false;
globalThis.fetch = async (path, init) => {
  asked.push(`${init?.method} ${path} ${init?.body ?? ''}`.trim());
  const problem = { type: '', title: '', status: 503, detail: 'The disk is full.', kind: 'overloaded' };
  return refuses ? new Response(JSON.stringify(problem), { status: 503 }) : new Response('{}');
};
/** What the last note says. */
const note = () => readAll(draw('en', Toasts, {}), 'span').at(-1);
const isAskedAgain = (key: string[]) => queryClient.getQueryState(key)?.isInvalidated;

beforeEach(() => {
  asked = [];
  told.length = 0;
  refuses = false;
  queryClient.clear();
  queryClient.setQueryData(['threads'], {});
  queryClient.setQueryData(['thread', 'h1'], {});
  queryClient.setQueryData(['thread', 'h2'], {});
});

test('after a change the thread and the list are asked for again, other threads are not', async () => {
  await threadChanged('h1');
  assert.deepEqual([['threads'], ['thread', 'h1'], ['thread', 'h2']].map(isAskedAgain), [true, true, false]);
});

test('other tabs are told which thread changed', async () => {
  await threadChanged('h1');
  assert.deepEqual(told, ['h1']);
});

test('what another tab changed is asked for again', () => {
  hear?.();
  assert.deepEqual([['threads'], ['thread', 'h1'], ['thread', 'h2']].map(isAskedAgain), [true, true, true]);
});

test('a new title is sent, and the list asked for again', async () => {
  await changeThread('h1', { title: 'Rain' });
  assert.deepEqual(asked, ['PATCH /api/threads/h1 {"title":"Rain"}']);
  assert.equal(isAskedAgain(['threads']), true);
});

test('a title that the server refuses is told, and what holds is asked for again', async () => {
  refuses = true;
  await changeThread('h1', { title: 'Rain' });
  assert.equal(note(), 'The disk is full.');
  assert.equal(isAskedAgain(['thread', 'h1']), true);
});

test('a deleted thread is told by its title and can be had back', async () => {
  await deleteThread('h1', 'Rain', words.en);
  assert.equal(note(), 'Deleted “Rain”');
  assert.ok(readAll(draw('en', Toasts, {}), 'button').includes('Undo'));
});

test('it is told in the language of the page', async () => {
  await deleteThread('h1', 'Rain', words.zh);
  assert.equal(note(), '已删除“Rain”');
});

test('a deletion that failed is not told as done', async () => {
  refuses = true;
  await deleteThread('h1', 'Snow', words.en);
  assert.equal(note(), 'The disk is full.');
  assert.doesNotMatch(read(draw('en', Toasts, {})), /Snow/);
});
