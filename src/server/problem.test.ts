/** Errors as problems: kind, status, one sentence, and nothing of our inside. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import Fastify from 'fastify';
import * as z from 'zod';
import { TemplateRefused } from '#domain/templates/template';
import { WindowExceeded } from '#engines/engine';
import { StorageFailed } from '#store/database';
import { Conflict, NotFound, StoreRefused } from '#store/store';
import { mapErrors, pathOf, problemOf, Refusal, refuseRange } from './problem.ts';

const KNOWN: [error: Error, status: number, kind: string][] = [
  [new Refusal('overloaded', 'Not now.'), 503, 'overloaded'],
  [new Refusal('forbidden', 'Not you.'), 403, 'forbidden'],
  [new NotFound('thread', 'x'), 404, 'not-found'],
  [new WindowExceeded(9000, 8192), 400, 'window-exceeded'],
  [new TemplateRefused('This model brings no chat template.'), 400, 'bad-request'],
  [new StoreRefused('The file is newer.'), 409, 'conflict'],
  [new Conflict('Answer x is being written.'), 409, 'conflict'],
  [new StorageFailed('The disk did not take it.'), 503, 'overloaded'],
];

for (const [error, status, kind] of KNOWN)
  test(`${error.name} is ${status} ${kind}, in its own words`, () => {
    const problem = problemOf(error);
    assert.deepEqual([problem.status, problem.kind, problem.detail], [status, kind, error.message]);
    assert.equal(problem.type, `urn:oriel:problem:${kind}`);
    assert.ok(problem.title.length > 0);
  });

test('an error of our own is 500, and its words stay in the log', () => {
  const problem = problemOf(new TypeError('secret is undefined'));
  assert.equal(problem.status, 500);
  assert.doesNotMatch(JSON.stringify(problem), /secret/);
});

test('what is thrown and is no error is 500 too', () => {
  for (const thrown of ['words', undefined, null, { message: 'x' }]) assert.equal(problemOf(thrown).status, 500);
});

function zodError(schema: z.ZodType, value: unknown): unknown {
  try {
    schema.parse(value, { reportInput: true });
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a failed check names the field and the value', () => {
  const problem = problemOf(zodError(z.object({ a: z.object({ b: z.int() }) }), { a: { b: 1.5 } }));
  assert.deepEqual([problem.status, problem.kind], [400, 'bad-request']);
  assert.match(problem.detail, /^a\.b: .*\(got 1\.5\)\.$/);
});

test('a sentence that ends in a full stop has one full stop, after the value', () => {
  const schema = z.object({ text: z.string().refine(() => false, 'It is half.') });
  assert.equal(problemOf(zodError(schema, { text: 'x' })).detail, 'text: It is half (got "x").');
});

test('a missing field is named, without a value', () => {
  assert.match(problemOf(zodError(z.object({ a: z.string() }), {})).detail, /^a: /);
});

test('a value of a megabyte is not said back', () => {
  const { detail } = problemOf(zodError(z.object({ a: z.int() }), { a: 'x'.repeat(1e6) }));
  assert.ok(detail.length < 250);
});

test('half a character in a sentence is replaced: a problem is always well-formed', () => {
  assert.ok(problemOf(new Refusal('bad-request', 'No \ud800.')).detail.isWellFormed());
});

test('nested too deeply is the caller’s, not ours', () => {
  const deep = new RangeError('Maximum call stack size exceeded');
  assert.deepEqual([problemOf(deep).status, problemOf(deep).kind], [400, 'bad-request']);
});

test('a RangeError of the store is a bad request where the caller sent the value', () => {
  assert.throws(
    () => refuseRange(new RangeError('before is "x".')),
    (error) => error instanceof Refusal && error.kind === 'bad-request' && error.message === 'before is "x".',
  );
  const other = new NotFound('thread', 'x');
  assert.throws(
    () => refuseRange(other),
    (error) => error === other,
  );
});

test('a path is shown without its query, and not without end', () => {
  assert.equal(pathOf('/api/x?key=1'), '/api/x');
  assert.equal(pathOf(`/${'a'.repeat(1000)}`).length, 201);
});

test('over HTTP a problem has its media type and the status of its body', async () => {
  const app = Fastify();
  mapErrors(app);
  app.get('/', async () => {
    throw new Refusal('conflict', 'Twice.');
  });
  const answer = await app.inject('/');
  assert.equal(answer.statusCode, 409);
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  assert.deepEqual(answer.json(), {
    type: 'urn:oriel:problem:conflict',
    title: 'Conflict',
    status: 409,
    detail: 'Twice.',
    kind: 'conflict',
  });
});

test('errors of the HTTP library are problems in our words', async () => {
  const app = Fastify({ bodyLimit: 10 });
  mapErrors(app);
  app.post('/', async () => 'ok');
  const post = (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } });
  const large = await post('"aaaaaaaaaaaaaaaaaaaaaaaa"', 'application/json');
  assert.deepEqual([large.statusCode, large.json().kind], [413, 'too-large']);
  const foreign = await post('<a/>', 'application/xml');
  assert.deepEqual([foreign.statusCode, foreign.json().kind], [400, 'bad-request']);
});

test('a caller who sends all of a body that is too large before it reads meets the answer', async () => {
  const app = Fastify({ bodyLimit: 4 * 1024 * 1024 });
  mapErrors(app);
  app.post('/', async () => 'ok');
  app.post('/more', { bodyLimit: 8 * 1024 * 1024 }, async () => 'ok');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  /** Sends everything before it reads anything. */
  const post = async (path: string, megabytes: number) => {
    const body = JSON.stringify('a'.repeat(megabytes * 1024 * 1024));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.write(head + body, () => resolve());
    });
    return text(socket);
  };
  try {
    assert.match(await post('/', 30), /^HTTP\/1\.1 413 .*The request is larger than 4 MB\. Send less at once\./s);
    assert.match(await post('/more', 5), /^HTTP\/1\.1 200 /);
    assert.match(await post('/more', 30), /^HTTP\/1\.1 413 .*The request is larger than 8 MB\. Send less at once\./s);
  } finally {
    await app.close();
  }
});

test('work that ends because its caller left is no error for the log; one that fails is', async () => {
  const lines: string[] = [];
  const app = Fastify({ logger: { level: 'error', stream: { write: (line: string) => void lines.push(line) } } });
  mapErrors(app);
  const over = Promise.withResolvers<void>();
  app.get('/work', async (_request, reply) => {
    const left = new Promise<never>((_, reject) => {
      reply.raw.once('close', () => reject(new DOMException('This operation was aborted', 'AbortError')));
    });
    return left.finally(() => setImmediate(over.resolve));
  });
  app.get('/fault', async () => {
    throw new Error('broken');
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const leaving = new AbortController();
    const asked = fetch(`${url}/work`, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await assert.rejects(asked);
    await over.promise;
    assert.deepEqual(lines, []);
    await fetch(`${url}/fault`);
    assert.equal(lines.length, 1);
  } finally {
    await app.close();
  }
});
