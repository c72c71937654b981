/** Weights over HTTP: the list, a fetch with its progress, and what a fetch that cannot begin answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { WeightsError } from '#engines/llama/weights/failure';
import type { WeightsView } from '#engines/llama/weights/view';
import type { WireWeights } from '#wire/model';
import { madeUpWeights } from '../../../test/made-up-weights.ts';
import { mapErrors } from '../problem.ts';
import { registerRoutes } from '../route.ts';
import { weightsRoutes } from './weights.ts';

type Add = (id: string, acceptance: { acceptsTerms?: boolean }) => Promise<WeightsView>;

/** A server over two made-up files; `add` is what a fetch does. */
async function serverOf(add?: Add) {
  const weights = madeUpWeights([
    { id: 'small', state: 'absent', bytes: 100 },
    { id: 'other', state: 'ready' },
  ]);
  const { library: madeUp } = weights;
  const calls: string[] = [];
  const note = (verb: string) => async (id: string) => {
    calls.push(`${verb} ${id}`);
    const [view] = (await madeUp.list()).filter((one) => one.id === id);
    if (!view) throw new WeightsError('not-found', `There is no weights file "${id}".`);
    return view;
  };
  const library = Object.assign(madeUp, {
    ...(add && { add }),
    stop: note('stop'),
    verify: note('verify'),
    remove: note('remove'),
    restore: note('restore'),
    find: async () => [{ path: '/models/a.gguf', bytes: 7, program: 'Ollama' }],
  });
  const app = Fastify();
  mapErrors(app);
  registerRoutes(
    app,
    weightsRoutes(library, async ({ errorKind: _, ...view }) => ({ ...view, tokensPerSecond: 7 })),
    'me',
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/api/weights`;
  const send = (method: string, path = '', body: object = {}) =>
    fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { ...weights, app, url, calls, send };
}

/** Events of a stream, in order. */
const eventsOf = (text: string) =>
  [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event, data]) => [event, JSON.parse(data ?? '')] as const);

test('the list is every file with its state', async () => {
  const { app, url } = await serverOf();
  const rows = (await (await fetch(url)).json()) as WireWeights[];
  assert.deepEqual(
    rows.map(({ id, state, bytes, tokensPerSecond }) => [id, state, bytes, tokensPerSecond]),
    [
      ['small', 'absent', 100, 7],
      ['other', 'ready', 1_000_000, 7],
    ],
  );
  await app.close();
});

test('a fetch answers with its progress as it comes, the file’s own alone, and its end', async () => {
  const server = await serverOf(async () => {
    await sleep(100);
    const [small] = server.rows;
    if (!small) throw new Error('The made-up row is there.');
    small.state = 'fetching';
    small.view = { received: 40 };
    server.tell('small');
    server.tell('other');
    await sleep(10);
    small.state = 'ready';
    const { library } = server;
    return (await library.list())[0] as WeightsView;
  });
  const answer = await server.send('POST', '', { source: 'small' });
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/event-stream; charset=utf-8']);
  const events = eventsOf(await answer.text());
  assert.deepEqual(
    events.map(([event, view]) => [event, view.id, view.state, view.received]),
    [
      ['progress', 'small', 'fetching', 40],
      ['done', 'small', 'ready', 40],
    ],
  );
  assert.equal(server.countListeners(), 0);
  await server.app.close();
});

test('a fetch that cannot begin is a problem with its sentence, not a stream', async () => {
  const { app, send } = await serverOf(async () => {
    throw new WeightsError('not-found', 'There is no weights file "nobody".');
  });
  const answer = await send('POST', '', { source: 'nobody' });
  assert.deepEqual(
    [answer.status, ((await answer.json()) as { detail: string }).detail],
    [404, 'There is no weights file "nobody".'],
  );
  await app.close();
});

test('a fetch that fails on the way ends the stream with its sentence', async () => {
  const { app, send, countListeners } = await serverOf(async () => {
    await sleep(100);
    throw new WeightsError('no-source', 'No source could be reached.');
  });
  const events = eventsOf(await (await send('POST', '', { source: 'small' })).text());
  const [[event, problem] = []] = events;
  assert.deepEqual([events.length, event, problem.kind], [1, 'failed', 'unreachable']);
  assert.equal(problem.detail, 'No source could be reached.');
  assert.equal(countListeners(), 0);
  await app.close();
});

test('what nobody foresaw in a fetch is told in its own words', async () => {
  const { app, send } = await serverOf(async () => {
    await sleep(100);
    throw new Error('EIO: i/o error, write');
  });
  const [[, problem] = []] = eventsOf(await (await send('POST', '', { source: 'small' })).text());
  assert.deepEqual([problem.kind, problem.detail], ['vendor-fault', 'EIO: i/o error, write']);
  await app.close();
});

test('a reader that leaves does not stop the fetch, and leaves no listener', async () => {
  const ended = Promise.withResolvers<void>();
  const { app, url, library, countListeners } = await serverOf(async () => {
    await sleep(200);
    ended.resolve();
    return (await library.list())[0] as WeightsView;
  });
  const leave = new AbortController();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'small' }),
    signal: leave.signal,
  });
  leave.abort();
  await assert.rejects(answer.text());
  await ended.promise;
  while (countListeners() > 0) await sleep(5);
  await app.close();
});

test('terms are accepted only when that is said', async () => {
  const accepted: unknown[] = [];
  const { app, send, library } = await serverOf(async (_id, { acceptsTerms }) => {
    accepted.push(acceptsTerms);
    return (await library.list())[0] as WeightsView;
  });
  for (const body of [{ source: 'small' }, { source: 'small', acceptsTerms: true }]) await (await send('POST', '', body)).text();
  assert.deepEqual(accepted, [undefined, true]);
  await app.close();
});

test('stop, verify, remove and restore reach the file that is named, spaces and slashes too', async () => {
  const { app, send, calls } = await serverOf();
  assert.equal((await send('POST', '/small/stop')).status, 202);
  assert.equal((await send('POST', '/small/verify')).status, 200);
  assert.equal((await send('DELETE', '/small')).status, 200);
  assert.equal((await send('POST', '/small/restore')).status, 200);
  assert.equal((await send('POST', `/${encodeURIComponent('a b/c')}/stop`)).status, 404);
  assert.deepEqual(calls, ['stop small', 'verify small', 'remove small', 'restore small', 'stop a b/c']);
  await app.close();
});

test('files of other programs are listed with where they lie', async () => {
  const { app, url } = await serverOf();
  assert.deepEqual(await (await fetch(`${url}/found`)).json(), [{ path: '/models/a.gguf', bytes: 7, program: 'Ollama' }]);
  await app.close();
});

test('no source, and one without end, are refused', async () => {
  const { app, send } = await serverOf();
  for (const source of ['', 'a'.repeat(1001)]) assert.equal((await send('POST', '', { source })).status, 400);
  await app.close();
});
