/** Who may speak to the server, and what a page of it may load. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Fastify from 'fastify';
import { call, problemIn } from '../../test/caller.ts';
import { listen } from './listen.ts';
import { mapErrors } from './problem.ts';
import { secure } from './security.ts';

const KEY = 'the-key-of-this-server';
const app = Fastify();
let url = '';
let port = '';

before(async () => {
  secure(app, KEY);
  mapErrors(app);
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)
    app.route({ method, url: '/api/x', handler: async () => ({ ok: true }) });
  ({ url } = await listen(app, { host: '127.0.0.1', port: 0, isPortChosen: true }));
  port = new URL(url).port;
});
after(() => app.close());

const status = async (method: string, headers: Record<string, string>, body?: unknown) =>
  (await call(url, method, '/x', body, headers)).status;

test('the names of this machine, with our port, are our host', async () => {
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
    assert.equal(await status('GET', { host }), 200, host);
});

test('any other host is refused and named: a name that was bound to this machine’s address', async () => {
  const foreign = ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`, `127.0.0.1.evil.example:${port}`];
  for (const host of [
    ...foreign,
    '127.0.0.1',
    'localhost',
    '127.0.0.1:80',
    `127.0.0.2:${port}`,
    `localhost.:${port}`,
    ':',
    `x@localhost:${port}`,
  ]) {
    const answer = await call(url, 'GET', '/x', undefined, { host });
    assert.equal(answer.status, 403, host);
    assert.ok(problemIn(answer).detail.includes(`"${host}"`));
  }
});

test('our own origin may change things', async () => {
  for (const name of ['127.0.0.1', 'localhost'])
    assert.equal(await status('POST', { host: `${name}:${port}`, origin: `http://${name}:${port}` }, {}), 200);
});

test('a foreign origin may neither change nor read', async () => {
  for (const origin of [
    'http://evil.example',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${Number(port) + 1}`,
    'null',
    `http://localhost:${port}`,
  ])
    for (const method of ['GET', 'POST', 'DELETE'])
      assert.equal(
        await status(method, { origin, host: `127.0.0.1:${port}` }, method === 'GET' ? undefined : {}),
        403,
        `${method} ${origin}`,
      );
});

test('a request that a foreign page began may not change anything, whatever its method', async () => {
  for (const site of ['cross-site', 'same-site'])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      assert.equal(await status(method, { 'sec-fetch-site': site }, {}), 403, `${method} ${site}`);
});

test('a page of ours, a person at the address bar, and a program without such headers may', async () => {
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, {}])
    assert.equal(await status('POST', headers as Record<string, string>, {}), 200);
});

test('a call that changes needs JSON: forms and plain text, which any page may send, are refused', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      assert.equal(await status(method, { 'content-type': type }, 'a'), 400, `${method} ${type}`);
});

test('the type may be written in capitals and with a charset', async () => {
  for (const type of ['Application/JSON', 'application/json; charset=utf-8'])
    assert.equal(await status('POST', { 'content-type': type }, {}), 200, type);
});

test('the key of this server is taken, no key is none needed, any other is refused', async () => {
  assert.equal(await status('GET', { authorization: `Bearer ${KEY}` }), 200);
  assert.equal(await status('GET', {}), 200);
  for (const key of ['Bearer x', `Bearer ${KEY}x`, `Bearer ${KEY.slice(1)}`, 'Basic abc', 'Bearer ', 'Bearer ключ'.normalize()])
    assert.equal(await status('GET', { authorization: encodeURI(key).replaceAll('%20', ' ') }), 401, key);
});

test('every answer, a refusal too, forbids what a page of ours never needs', async () => {
  for (const host of [`127.0.0.1:${port}`, 'evil.example']) {
    const { headers } = await call(url, 'GET', '/x', undefined, { host });
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  }
});
