import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { columnsOf } from '#domain/tokens/row-columns';
import type { RowToken } from '#domain/tokens/token';
import {
  countTokens,
  removeWeights,
  restoreWeights,
  stopWeights,
  threads,
  turns,
  verifyWeights,
  writePreferences,
} from './calls.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const noColumns = { items: [], row: [], owners: [], odds: [] };

/** What one call asks of the server: method, path, body. */
async function asked(run: () => Promise<unknown>): Promise<unknown[]> {
  let seen: unknown[] = [];
  globalThis.fetch = async (path, init) => {
    seen = [init?.method, path, ...(init?.body === undefined ? [] : [JSON.parse(String(init.body))])];
    return Response.json({ columns: noColumns });
  };
  await run();
  return seen;
}

test('a list is asked for by words, page and length, each encoded', async () => {
  assert.deepEqual(await asked(() => threads.list({ query: 'a&b 水', before: 'h9', limit: 30 })), [
    'GET',
    '/api/threads?query=a%26b+%E6%B0%B4&before=h9&limit=30',
  ]);
});

test('a thread is made, changed, removed and had back by its id', async () => {
  assert.deepEqual(await asked(() => threads.create()), ['POST', '/api/threads', {}]);
  assert.deepEqual(await asked(() => threads.change('h1', { title: 'T' })), ['PATCH', '/api/threads/h1', { title: 'T' }]);
  assert.deepEqual(await asked(() => threads.remove('h1')), ['DELETE', '/api/threads/h1']);
  assert.deepEqual(await asked(() => threads.restore('h1')), ['POST', '/api/threads/h1/restore', {}]);
});

test('a turn is stopped and continued by its id', async () => {
  assert.deepEqual(await asked(() => turns.stop('t1')), ['POST', '/api/turns/t1/stop', {}]);
  const from = { at: 3, token: 7, requestId: 'r' };
  assert.deepEqual(await asked(() => turns.continue('t1', from)), ['POST', '/api/turns/t1/continue', from]);
});

test('a row is asked for in columns, and is a list of tokens here', async () => {
  const tokens: RowToken[] = [
    { id: 1, bytes: '61', text: 'a', owner: 'person', message: 'm' },
    { id: 2, bytes: 'e7bb', owner: 'model', message: 'n', logprob: -1, alternatives: [{ id: 1, bytes: '61', logprob: -2 }] },
  ];
  const facts = { model: 'local/small', encoding: 'tiny', grade: 'exact', counts: {}, text: 'a' };
  const asked: string[] = [];
  globalThis.fetch = async (path) => {
    asked.push(String(path));
    return Response.json({ ...facts, columns: columnsOf(tokens) });
  };
  assert.deepEqual(await turns.row('t1', false), { ...facts, tokens });
  await turns.row('t1', true);
  assert.deepEqual(asked, ['/api/turns/t1/row?form=columns', '/api/turns/t1/row?form=columns&exact=true']);
});

test('the id of a file may hold a slash: it is encoded', async () => {
  const id = 'owner/name/file.gguf';
  const path = '/api/weights/owner%2Fname%2Ffile.gguf';
  assert.deepEqual(await asked(() => stopWeights(id)), ['POST', `${path}/stop`, {}]);
  assert.deepEqual(await asked(() => removeWeights(id)), ['DELETE', path]);
  assert.deepEqual(await asked(() => restoreWeights(id)), ['POST', `${path}/restore`, {}]);
  assert.deepEqual(await asked(() => verifyWeights(id)), ['POST', `${path}/verify`, {}]);
});

test('texts to count and preferences go in the body, never in the address', async () => {
  const ask = { model: 'local/small', text: 'secret' };
  assert.deepEqual(await asked(() => countTokens(ask)), ['POST', '/api/tokens', { ...ask, form: 'columns' }]);
  assert.deepEqual(await asked(() => writePreferences({ theme: 'dark' })), ['PUT', '/api/preferences', { theme: 'dark' }]);
});
