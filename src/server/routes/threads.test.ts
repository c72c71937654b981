/** Threads over HTTP. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FoundThread, ThreadPage } from '#store/store';
import { ask, type Caller, call, callerOf, problemIn } from '../../../test/caller.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  oriel = await startScripted({ script: ({ words }) => `You said: ${words}` });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

const make = (body: object = {}) => ask<FoundThread>(oriel.url, 'POST', '/threads', body);
const change = (id: string, body: object) => call(oriel.url, 'PATCH', `/threads/${id}`, body);
const list = (query = '') => ask<ThreadPage>(oriel.url, 'GET', `/threads${query}`);

async function spoken(text: string): Promise<string> {
  const thread = await caller.newThread();
  await caller.ended((await caller.say(thread, text)).turn);
  return thread;
}

test('a new thread is 201, empty, and has what is known of it and no more', async () => {
  const answer = await call(oriel.url, 'POST', '/threads', {});
  assert.equal(answer.status, 201);
  const thread = JSON.parse(answer.text);
  assert.deepEqual(Object.keys(thread).sort(), ['createdAt', 'id', 'pinned', 'updatedAt']);
  assert.match(thread.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.deepEqual([thread.pinned, Number.isInteger(thread.createdAt)], [false, true]);
});

test('a title may be given, and is kept to the letter', async () => {
  const { id } = await make({ title: ' 诗 & <b> ' });
  assert.equal((await caller.thread(id)).title, ' 诗 & <b> ');
});

test('a thread is answered with its whole tree, and the turns of its answers without their tokens', async () => {
  const id = await spoken('One');
  const [question] = (await caller.thread(id)).messages;
  await caller.ended((await caller.say(id, 'Uno', { edits: question?.id })).turn);
  const { messages, turns, head } = await caller.thread(id);
  assert.equal(messages.length, 4);
  assert.equal(head, messages.at(-1)?.id);
  assert.deepEqual(
    turns.map(({ status, parts }) => [status, parts[0]?.text, parts[0]?.tokens]),
    [
      ['ended', 'You said: One', []],
      ['ended', 'You said: Uno', []],
    ],
  );
});

test('rename, pin and move the head, each without touching the others', async () => {
  const id = await spoken('One');
  const [question] = (await caller.thread(id)).messages;
  for (const [body, field, value] of [
    [{ title: 'New' }, 'title', 'New'],
    [{ pinned: true }, 'pinned', true],
    [{ head: question?.id }, 'head', question?.id],
  ] as const) {
    const answer = await change(id, body);
    assert.equal(answer.status, 200);
    assert.equal(JSON.parse(answer.text)[field], value);
  }
  const { title, pinned, head } = await caller.thread(id);
  assert.deepEqual([title, pinned, head], ['New', true, question?.id]);
});

test('a head that is not in the thread, an empty title and unknown fields are refused', async () => {
  const id = await spoken('One');
  const other = (await caller.thread(await spoken('Two'))).messages[0]?.id;
  assert.equal(problemIn(await change(id, { head: other })).kind, 'not-found');
  for (const body of [{ title: '' }, { title: 'a'.repeat(201) }, { colour: 'red' }, { pinned: 'yes' }, { head: 'up' }])
    assert.equal(problemIn(await change(id, body)).kind, 'bad-request', JSON.stringify(body));
});

test('a removed thread is gone from everywhere, and can be restored whole', async () => {
  const id = await spoken('Remove me');
  const before = await caller.thread(id);
  const removed = await call(oriel.url, 'DELETE', `/threads/${id}`);
  assert.deepEqual([removed.status, removed.text], [204, '']);
  assert.equal((await call(oriel.url, 'GET', `/threads/${id}`)).status, 404);
  assert.equal((await call(oriel.url, 'POST', `/threads/${id}/turns`, { text: 'a' })).status, 404);
  assert.equal((await change(id, { title: 'a' })).status, 404);
  assert.equal((await list('?query=Remove')).rows.length, 0);
  assert.equal((await call(oriel.url, 'POST', `/threads/${id}/restore`)).status, 200);
  assert.deepEqual((await caller.thread(id)).messages, before.messages);
  assert.equal((await list('?query=Remove')).rows.length, 1);
});

test('a thread removed while it is being answered: the turn can be stopped, ends in the log, and is there when it is restored', async () => {
  const slow = await startScripted({ tokensPerSecond: 100, script: () => 'z'.repeat(1000) });
  try {
    const here = callerOf(slow.url);
    const thread = await here.newThread();
    const { turn } = await here.say(thread, 'Go on.');
    await call(slow.url, 'DELETE', `/threads/${thread}`);
    assert.equal((await here.stop(turn)).status, 202);
    await call(slow.url, 'POST', `/threads/${thread}/restore`);
    assert.equal((await here.ended(turn)).status, 'stopped');
  } finally {
    await slow.close();
  }
});

test('pages follow each other without a gap or a double', async () => {
  const mine = new Set<string>();
  for (let at = 0; at < 7; at++) mine.add((await make({ title: `page ${at}` })).id);
  const seen: string[] = [];
  let next: string | undefined;
  do {
    const page = await list(`?limit=3${next === undefined ? '' : `&before=${encodeURIComponent(next)}`}`);
    assert.ok(page.rows.length <= 3);
    seen.push(...page.rows.map(({ id }) => id));
    next = page.next;
  } while (next !== undefined);
  assert.equal(new Set(seen).size, seen.length);
  for (const id of mine) assert.ok(seen.includes(id));
});

test('pinned threads come first', async () => {
  const { id } = await make({ title: 'pin' });
  await make({ title: 'newer' });
  await change(id, { pinned: true });
  const { rows } = await list();
  assert.ok(rows.findIndex((row) => row.id === id) < rows.findIndex((row) => !row.pinned));
});

test('a search answers with snippets whose marks stand at the words', async () => {
  const id = await spoken('The oriel is a window in a wall');
  const { rows } = await list('?query=oriel%20wall');
  assert.equal(rows[0]?.id, id);
  const hit = rows[0]?.hits?.[0];
  assert.deepEqual(
    hit?.marks.map(([from, to]) => hit.text.slice(from, to).toLowerCase()),
    ['oriel', 'wall'],
  );
});

test('a search for nothing is the list; for signs of a query language, only words', async () => {
  assert.equal((await list('?query=%20')).rows.length, (await list()).rows.length);
  for (const query of ['"', '*', 'a AND', 'NEAR(', '-x', "';drop table thread;--", '%', '\\'])
    assert.equal((await call(oriel.url, 'GET', `/threads?query=${encodeURIComponent(query)}`)).status, 200, query);
});
