import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { CallFailed, call, reasonOf, send } from './client.ts';

type Sent = { path: string; init: RequestInit };
const realFetch = globalThis.fetch;
let sent: Sent[] = [];

/** The server answers so from now on. */
function answer(make: (sent: Sent) => Response | Promise<Response>): void {
  globalThis.fetch = async (path, init) => {
    const one = { path: String(path), init: init ?? {} };
    sent.push(one);
    return make(one);
  };
}
const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const problem = { type: 'urn:x', title: 'Busy', status: 503, detail: 'The engine is busy.', kind: 'overloaded' };
const shows = (lang: string) => {
  Object.assign(globalThis, { document: { documentElement: { lang } } });
};

beforeEach(() => {
  sent = [];
  shows('en');
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

test('a question has no body and no type of one', async () => {
  answer(() => json({ rows: [] }));
  assert.deepEqual(await call('GET', '/threads'), { rows: [] });
  assert.deepEqual(sent, [{ path: '/api/threads', init: { method: 'GET', headers: {} } }]);
});

test('a change is sent as JSON', async () => {
  answer(() => json({}));
  await call('PATCH', '/threads/h1', { pinned: true });
  assert.equal(sent[0]?.init.body, '{"pinned":true}');
  assert.deepEqual(sent[0]?.init.headers, { 'content-type': 'application/json' });
});

test('a change of nothing is an empty object, as servers want it', async () => {
  answer(() => json({}));
  await call('POST', '/turns/t1/stop');
  assert.equal(sent[0]?.init.body, '{}');
});

test('a removal has no body, but says that it would be JSON: no foreign form can say that', async () => {
  answer(() => json({}));
  await call('DELETE', '/threads/h1');
  assert.ok(!('body' in (sent[0]?.init ?? {})));
  assert.deepEqual(sent[0]?.init.headers, { 'content-type': 'application/json' });
});

test('headers of one’s own are kept beside the type', async () => {
  answer(() => json({}));
  await send('POST', '/x', {}, undefined, { 'last-event-id': '7' });
  assert.deepEqual(sent[0]?.init.headers, { 'last-event-id': '7', 'content-type': 'application/json' });
});

test('an answer of nothing is undefined', async () => {
  answer(() => new Response(null, { status: 204 }));
  assert.equal(await call('POST', '/turns/t1/stop'), undefined);
});

test('a refusal is thrown with the server’s problem', async () => {
  answer(() => json(problem, 503));
  await assert.rejects(call('GET', '/models'), (error) => {
    assert.ok(error instanceof CallFailed);
    assert.deepEqual(error.problem, problem);
    return true;
  });
});

test('a refusal without a reason says what the server answered', async () => {
  answer(() => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }));
  await assert.rejects(call('GET', '/models'), {
    name: 'CallFailed',
    message: 'The server answered 502 Bad Gateway without a reason.',
  });
});

test('JSON that is no problem is no reason', async () => {
  answer(() => new Response('{"error":"x"}', { status: 500, statusText: 'Oops' }));
  await assert.rejects(call('GET', '/models'), { message: 'The server answered 500 Oops without a reason.' });
});

test('a server that is gone is a failed call of status 0', async () => {
  answer(() => Promise.reject(new TypeError('network')));
  await assert.rejects(call('GET', '/models'), (error) => {
    assert.ok(error instanceof CallFailed);
    assert.equal(error.problem.status, 0);
    assert.equal(error.problem.kind, 'unreachable');
    return true;
  });
});

test('an abort is thrown as it is', async () => {
  const leaving = new AbortController();
  const reason = new DOMException('left', 'AbortError');
  answer(() => {
    leaving.abort();
    return Promise.reject(reason);
  });
  await assert.rejects(call('GET', '/models', undefined, leaving.signal), reason);
});

test('the reason of a refusal is the server’s sentence', () => {
  assert.equal(reasonOf(new CallFailed({ ...problem, kind: 'overloaded' })), 'The engine is busy.');
});

test('in a Chinese page the kind is said in Chinese, the sentence after it', () => {
  shows('zh-CN');
  assert.equal(reasonOf(new CallFailed({ ...problem, kind: 'overloaded' })), '现在还不能用（The engine is busy.）');
});

test('that nobody answers is said in the language of the page', async () => {
  answer(() => Promise.reject(new TypeError('network')));
  const error: unknown = await call('GET', '/models').catch((thrown) => thrown);
  assert.equal(reasonOf(error), 'Oriel does not answer. Is it still running?');
  shows('zh-CN');
  assert.equal(reasonOf(error), 'Oriel 没有回应。它还在运行吗？');
});

test('any other error says its own words', () => {
  assert.equal(reasonOf(new RangeError('too far')), 'too far');
  assert.equal(reasonOf('just words'), 'just words');
});
