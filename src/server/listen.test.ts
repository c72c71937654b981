/** Taking a port: the one asked for, the next free one, and what is said of it. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { test } from 'node:test';
import Fastify from 'fastify';
import { listen } from './listen.ts';

/** Holds a port of this machine while `use` runs. */
async function whileTaken(use: (port: number) => Promise<void>): Promise<void> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await use(typeof address === 'object' && address ? address.port : 0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test('port 0 is any free one, and the address says which', async () => {
  const app = Fastify();
  const { url, takenPort } = await listen(app, { host: '127.0.0.1', port: 0, isPortChosen: true });
  assert.match(url, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.equal(takenPort, undefined);
  assert.equal((await fetch(url)).status, 404);
  await app.close();
});

test('a port that another program has is passed over, and said', () =>
  whileTaken(async (port) => {
    const app = Fastify();
    const { url, takenPort } = await listen(app, { host: '127.0.0.1', port, isPortChosen: false });
    assert.equal(takenPort, port);
    assert.ok(Number(new URL(url).port) > port);
    assert.equal((await fetch(url)).status, 404);
    await app.close();
  }));

test('a port that was named is not exchanged for another: one sentence, and what to do', () =>
  whileTaken(async (port) => {
    const app = Fastify();
    await assert.rejects(
      listen(app, { host: '127.0.0.1', port, isPortChosen: true }),
      new Error(`Port ${port} is taken by another program. Choose another with --port, or leave it out.`),
    );
    await app.close();
  }));

test('an address in brackets for IPv6', async (t) => {
  const app = Fastify();
  try {
    const { url } = await listen(app, { host: '::1', port: 0, isPortChosen: true });
    assert.match(url, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await fetch(url)).status, 404);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL')) throw error;
    t.skip('this machine has no IPv6');
  } finally {
    await app.close();
  }
});

test('any other failure is told as it is', async () => {
  const app = Fastify();
  await assert.rejects(listen(app, { host: '203.0.113.7', port: 0, isPortChosen: false }), /EADDRNOTAVAIL/);
  await app.close();
});
