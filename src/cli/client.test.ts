/** How commands reach a home's data. */
import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { leaveAddress } from '#server/address';
import { KEY, startScripted } from '../../test/scripted-oriel.ts';
import { type Client, openClient } from './client.ts';
import { Failure, type Invocation } from './command.ts';

const invocation = (home: string): Invocation => ({
  values: { home },
  words: [],
  environment: {},
  // A client says nothing and reads nothing.
  terminal: {} as Invocation['terminal'],
  interrupted: new AbortController().signal,
});

let oriel: Awaited<ReturnType<typeof startScripted>>;
let client: Client;

before(async () => {
  oriel = await startScripted({ script: ({ words }) => `You said: ${words}` });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
  client = await openClient(invocation(oriel.home));
});
after(() => oriel.close());

test('a running server of the home is spoken to', async () => {
  assert.equal(client.url, oriel.url);
  const thread = await client.send<{ id: string }>('POST', '/threads', { title: 'By the client' });
  assert.equal((await client.get<{ title: string }>(`/threads/${thread.id}`)).title, 'By the client');
});

test('closing the client leaves the server running', async () => {
  await (await openClient(invocation(oriel.home))).close();
  assert.ok(await client.get('/models'));
});

test('a call that is too large is refused in the words of the server', async () => {
  const call = (length: number) => client.send('POST', '/threads', { title: 'x'.repeat(length) });
  const refusals = await Promise.all([5e6, 50e6].map((length) => call(length).catch((error: Error) => error.message)));
  assert.deepEqual(new Set(refusals), new Set(['The request is larger than 4 MB. Send less at once.']));
});

test('a call without an answer is undefined, not an error', async () => {
  const { id } = await client.send<{ id: string }>('POST', '/threads', {});
  assert.equal(await client.send('DELETE', `/threads/${id}`), undefined);
});

test('a refusal is a failure in the server’s own sentence', async () => {
  await assert.rejects(
    client.get('/threads/nowhere'),
    (error) => error instanceof Failure && error.message === 'There is no thread nowhere.',
  );
});

test('a model that is not ready is an answer where the answer is asked for', async () => {
  const { list } = oriel.models;
  oriel.models.list = async () => ({ ...(await list()), models: [] });
  assert.equal((await client.get<{ ready: boolean }>('/health')).ready, false);
  oriel.models.list = list;
});

test('a turn is followed batch by batch to its end', async () => {
  const { id } = await client.send<{ id: string }>('POST', '/threads', {});
  const { turn } = await client.send<{ turn: string }>('POST', `/threads/${id}/turns`, { text: 'Hi' });
  const types: string[] = [];
  for await (const events of client.follow(turn)) types.push(...events.map(({ type }) => type));
  assert.deepEqual([types[0], types.at(-1)], ['turn-start', 'turn-end']);
});

/** A server of which only the answer to `/api/turns/t/events` is of interest. */
async function withServer(answer: (response: ServerResponse) => void, use: (client: Client, server: Server) => Promise<void>) {
  const server = createServer((request, response) => {
    if (request.url === '/api/health') response.writeHead(200).end('{}');
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const home = oriel.home;
  leaveAddress(home, { url: `http://127.0.0.1:${port}`, key: 'k', pid: 1 });
  try {
    await use(await openClient(invocation(home)), server);
  } finally {
    server.closeAllConnections();
    server.close();
    leaveAddress(home, { url: oriel.url, key: KEY, pid: process.pid });
  }
}

const read = async (client: Client) => {
  const all: unknown[] = [];
  for await (const event of client.stream('GET', '/turns/t/events')) all.push(event);
  return all;
};

test('events that arrive in pieces, cut in the middle of a character, are whole', () => {
  const bytes = Buffer.from(': hello\n\nevent: progress\ndata: {"a":"诗"}\n\nid: 4\ndata: [1]\n\n');
  return withServer(
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    },
    async (client) =>
      assert.deepEqual(await read(client), [
        { event: 'progress', data: { a: '诗' } },
        { event: 'message', data: [1] },
      ]),
  );
});

test('a server that goes away in the middle is a failure that says so', () =>
  withServer(
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n', () => response.destroy());
    },
    (client) => assert.rejects(read(client), /The server went away in the middle \(.*\); what it had said is kept/),
  ));

test('a server that is gone before it answers is a failure with its address and the reason', () =>
  withServer(
    (response) => response.destroy(),
    (client) =>
      assert.rejects(
        client.get('/threads'),
        /The server at http:\/\/127\.0\.0\.1:\d+ did not answer \(.+\)\. Start the command again\./,
      ),
  ));

test('an answer that is no problem of ours is told by its status', () =>
  withServer(
    (response) => response.writeHead(418).end('A teapot.'),
    (client) => assert.rejects(client.get('/threads'), /answered 418 without a reason/),
  ));
