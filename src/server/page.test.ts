/** The page's files: what is kept for ever, what never, and what an unknown address is. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { servePage } from './page.ts';
import { mapErrors } from './problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'oriel-page-'));
let app: FastifyInstance;

before(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Oriel</title>');
  writeFileSync(join(folder, 'assets/main-1a2b.js'), 'console.log(1)');
  writeFileSync(join(folder, 'assets/main-1a2b.js.gz'), gzipSync('console.log(1)'));
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  app = Fastify();
  mapErrors(app);
  await servePage(app, { pageFolder: folder });
});
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const HTML = { accept: 'text/html,application/xhtml+xml' };

test('the document is served at the root, and asked for again each time', async () => {
  const answer = await get('/', HTML);
  assert.equal(answer.statusCode, 200);
  assert.match(answer.body, /<title>Oriel/);
  assert.equal(answer.headers['cache-control'], 'no-cache');
});

test('files with a hash in their name are kept for ever', async () => {
  const answer = await get('/assets/main-1a2b.js');
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(answer.headers['content-type']), /javascript/);
});

test('other files are asked for again', async () => {
  assert.equal((await get('/favicon.svg')).headers['cache-control'], 'no-cache');
});

test('what was compressed at build time is sent compressed', async () => {
  const answer = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip' });
  assert.equal(answer.headers['content-encoding'], 'gzip');
});

test('an address that the page itself knows is the document, for a browser', async () => {
  for (const url of ['/threads/01a2', '/models', '/a/b/c?d=e']) {
    const answer = await get(url, HTML);
    assert.deepEqual([answer.statusCode, answer.body.includes('<title>Oriel')], [200, true], url);
  }
});

test('for a program an address that is not there is a problem', async () => {
  for (const [method, url, headers] of [
    ['GET', '/threads/01a2', {}],
    ['GET', '/assets/gone.js', { accept: '*/*' }],
    ['POST', '/threads', HTML],
  ] as const) {
    const answer = await app.inject({ method, url, headers });
    assert.deepEqual([answer.statusCode, answer.json().kind], [404, 'not-found'], url);
  }
});

test('nothing outside the folder can be had', async () => {
  for (const url of [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fetc/passwd',
    '/assets%00',
  ]) {
    const { statusCode, body } = await get(url);
    assert.ok(statusCode >= 400 && !body.includes('"name"') && !body.includes('root:'), `${url}: ${statusCode}`);
  }
});

test('without a built page the server still answers, and an address is a problem', async () => {
  const bare = Fastify();
  await servePage(bare, { pageFolder: join(folder, 'nowhere') });
  const answer = await bare.inject({ url: '/', headers: HTML });
  assert.deepEqual([answer.statusCode, answer.json().kind], [404, 'not-found']);
  await bare.close();
});

test('an encoding that does not exist is refused with the names of those that do', async () => {
  const coded = Fastify();
  mapErrors(coded);
  await servePage(coded, { encodingFolder: join(folder, 'encodings') });
  for (const url of ['/encodings/none.bin', '/encodings/o200k', '/encodings/../favicon.svg.bin']) {
    const answer = await coded.inject({ url });
    assert.equal(answer.statusCode, 404, url);
  }
  assert.match((await coded.inject({ url: '/encodings/none.bin' })).json().detail, /o200k, cl100k/);
  await coded.close();
});

const SHA256 = 'ab'.repeat(32);

/** A server with encodings of two weights files on its disk, of which it knows one model. */
async function withFileEncodings(check: (coded: FastifyInstance) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'oriel-page-'));
  const fileEncodingFolder = join(home, 'of-files');
  mkdirSync(fileEncodingFolder);
  writeFileSync(join(fileEncodingFolder, `${SHA256}.bin`), 'plain');
  writeFileSync(join(fileEncodingFolder, `${SHA256}.bin.gz`), gzipSync('plain'));
  writeFileSync(join(fileEncodingFolder, `${'cd'.repeat(32)}.bin`), 'of a file that was removed');
  const coded = Fastify();
  mapErrors(coded);
  await servePage(coded, { encodingFolder: join(home, 'public'), fileEncodingFolder }, async (sha256) => sha256 === SHA256);
  await check(coded).finally(async () => {
    await coded.close();
    rmSync(home, { recursive: true, force: true });
  });
}

test("a model file's encoding is given out by the file's SHA-256", () =>
  withFileEncodings(async (coded) => {
    const { statusCode, body, headers } = await coded.inject({ url: `/encodings/${SHA256}.bin` });
    assert.deepEqual([statusCode, body, headers['cache-control']], [200, 'plain', 'no-cache']);
  }));

test('its compressed form goes to who takes it', () =>
  withFileEncodings(async (coded) => {
    const { headers, rawPayload } = await coded.inject({
      url: `/encodings/${SHA256}.bin`,
      headers: { 'accept-encoding': 'gzip' },
    });
    assert.equal(headers['content-encoding'], 'gzip');
    assert.deepEqual(rawPayload, gzipSync('plain'));
  }));

test('the encoding of a file that is no model here is not given out, though it is on the disk', () =>
  withFileEncodings(async (coded) => {
    assert.equal((await coded.inject({ url: `/encodings/${'cd'.repeat(32)}.bin` })).statusCode, 404);
  }));

test('a known file without an encoding on the disk has none at its address', async () => {
  const coded = Fastify();
  mapErrors(coded);
  const folders = { encodingFolder: join(folder, 'public'), fileEncodingFolder: join(folder, 'of-files') };
  await servePage(coded, folders, async () => true);
  assert.equal((await coded.inject({ url: `/encodings/${SHA256}.bin` })).statusCode, 404);
  await coded.close();
});
