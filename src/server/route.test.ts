/** Routes as data: checked on the way in, described from the same schemas. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Fastify from 'fastify';
import * as z from 'zod';
import { call, callerOf } from '../../test/caller.ts';
import { startScripted } from '../../test/scripted-oriel.ts';
import { mapErrors } from './problem.ts';
import { describeRoutes, type Route, registerRoutes, route } from './route.ts';

const ROUTES: Route[] = [
  route({
    method: 'POST',
    path: '/things/:thing',
    summary: 'Make a thing.',
    query: z.object({ many: z.coerce.number().int().optional() }),
    body: z.strictObject({ name: z.string().min(1), size: z.int().default(3) }),
    status: 201,
    answer: z.object({ id: z.string() }),
    handle: async (given) => ({ params: given.params, query: given.query, body: given.body, person: given.person }),
  }),
  route({ method: 'DELETE', path: '/things/:thing', summary: 'Remove it.', status: 204, handle: async () => undefined }),
  route({
    method: 'GET',
    path: '/raw',
    summary: 'Its own answer.',
    status: 200,
    handle: async ({ reply }) => reply.code(503).send({ own: true }),
  }),
];

function appOf() {
  const app = Fastify();
  mapErrors(app);
  registerRoutes(app, ROUTES, 'me');
  return app;
}
const post = (url: string, payload: object) => appOf().inject({ method: 'POST', url, payload });

test('a handler sees checked values, with their defaults and kinds, and whose call it is', async () => {
  const answer = await post('/api/things/t1?many=2', { name: 'a' });
  assert.equal(answer.statusCode, 201);
  assert.deepEqual(answer.json(), { params: { thing: 't1' }, query: { many: 2 }, body: { name: 'a', size: 3 }, person: 'me' });
});

test('what does not pass the check never reaches the handler, and is named', async () => {
  for (const [url, body, field] of [
    ['/api/things/t1', { name: '' }, 'name'],
    ['/api/things/t1', { name: 'a', size: 1.5 }, 'size'],
    ['/api/things/t1', { name: 'a', more: 1 }, 'more'],
    ['/api/things/t1?many=x', { name: 'a' }, 'many'],
  ] as const) {
    const answer = await post(url, body);
    assert.equal(answer.statusCode, 400);
    assert.ok(answer.json().detail.includes(field), answer.json().detail);
  }
});

test('no answer is the status alone', async () => {
  const answer = await appOf().inject({ method: 'DELETE', url: '/api/things/t1' });
  assert.deepEqual([answer.statusCode, answer.body], [204, '']);
});

test('a handler may send its own answer', async () => {
  const answer = await appOf().inject('/api/raw');
  assert.deepEqual([answer.statusCode, answer.json()], [503, { own: true }]);
});

test('the description says path, parameters, body, answer and problems, from the same schemas', () => {
  const document = describeRoutes(ROUTES, '1.2.3') as {
    openapi: string;
    info: { version: string };
    paths: Record<string, Record<string, Record<string, never>>>;
  };
  assert.equal(document.openapi, '3.1.0');
  assert.equal(document.info.version, '1.2.3');
  assert.deepEqual(Object.keys(document.paths), ['/api/things/{thing}', '/api/raw']);
  const { parameters, requestBody, responses, summary } = document.paths['/api/things/{thing}']?.post ?? {};
  assert.equal(summary, 'Make a thing.');
  assert.deepEqual(parameters, [
    { name: 'thing', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'many', in: 'query', schema: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 } },
  ]);
  assert.match(JSON.stringify(requestBody), /"name":\{"type":"string","minLength":1\}/);
  assert.match(JSON.stringify(requestBody), /"additionalProperties":false/);
  assert.deepEqual(Object.keys(responses ?? {}), ['201', 'default']);
});

/** Every call of the contract, as docs/contract.md lists them. */
const CONTRACT = [
  'GET /api/health',
  'POST /api/threads',
  'GET /api/threads',
  'GET /api/threads/{thread}',
  'PATCH /api/threads/{thread}',
  'DELETE /api/threads/{thread}',
  'POST /api/threads/{thread}/restore',
  'POST /api/threads/{thread}/turns',
  'GET /api/turns/{turn}',
  'GET /api/turns/{turn}/events',
  'GET /api/turns/{turn}/row',
  'POST /api/turns/{turn}/stop',
  'POST /api/turns/{turn}/continue',
  'POST /api/tokens',
  'GET /api/models',
  'GET /api/models/{vendor}/{model}',
  'GET /api/weights',
];

let oriel: Awaited<ReturnType<typeof startScripted>>;
before(async () => {
  oriel = await startScripted();
});
after(() => oriel.close());

test('the server describes every call of the contract, each with a summary', async () => {
  const document = JSON.parse((await call(oriel.url, 'GET', '/openapi.json')).text);
  const described = Object.entries<Record<string, { summary: string }>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => [`${method.toUpperCase()} ${path}`, summary] as const),
  );
  const names: string[] = described.map(([name]) => name);
  assert.deepEqual(
    CONTRACT.filter((name) => !names.includes(name)),
    [],
  );
});

test('health says whether a model can answer, the version and the model', async () => {
  const answer = await call(oriel.url, 'GET', '/health');
  assert.deepEqual(
    [answer.status, JSON.parse(answer.text)],
    [200, { ready: true, version: '0.0.0-test', model: 'local/scripted' }],
  );
});

test('health is 503 with the same form while the model is not here', async () => {
  const { list } = oriel.models;
  oriel.models.list = async () => {
    const { models, default: name } = await list();
    return { models: models.map((model) => ({ ...model, isReady: false })), default: name };
  };
  const answer = await call(oriel.url, 'GET', '/health');
  oriel.models.list = list;
  assert.deepEqual([answer.status, JSON.parse(answer.text).ready], [503, false]);
});

test('what is sent to /api/stop-like calls may be nothing at all', async () => {
  const caller = callerOf(oriel.url);
  const { turn } = await caller.say(await caller.newThread(), 'Hello');
  for (const body of [undefined, '', '{}']) {
    const answer = await call(oriel.url, 'POST', `/turns/${turn}/stop`, body);
    assert.deepEqual([answer.status, answer.text], [202, '']);
  }
});
