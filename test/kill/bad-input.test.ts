/** Bad input over HTTP: one clear sentence each, nothing lost, the server lives. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { textOf } from '#domain/conversation/part';
import { fromHex } from '#domain/tokens/token';
import type { Problem } from '#wire/problem';
import { type Answer, type Caller, call, callerOf, problemIn } from '../caller.ts';
import { startScripted } from '../scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;
let thread: string;

before(async () => {
  oriel = await startScripted({ script: () => 'It is.' });
  caller = callerOf(oriel.url);
  thread = await caller.newThread();
  await caller.ended((await caller.say(thread, 'Is all well?')).turn);
});
after(() => oriel.close());
afterEach(async () => {
  assert.equal((await call(oriel.url, 'GET', '/health')).status, 200, 'the server lives');
});

const UNKNOWN = '01990000-0000-7000-8000-000000000000';
const say = (body: unknown, headers?: Record<string, string>) =>
  call(oriel.url, 'POST', `/threads/${thread}/turns`, body, headers);
const get = (path: string, headers?: Record<string, string>) => call(oriel.url, 'GET', path, undefined, headers);
const send = (method: string, path: string, body: unknown, headers?: Record<string, string>) =>
  call(oriel.url, method, path, body, headers);
const lastTurn = async () => (await caller.thread(thread)).messages.at(-1)?.turn ?? '';

/** What is sent, and the status, kind and sentence that it must get. */
const REFUSED: [name: string, ask: () => Promise<Answer>, status: number, kind: Problem['kind'], sentence: RegExp][] = [
  ['an empty message', () => say({ text: '' }), 400, 'bad-request', /^The message is empty\. Write something first\.$/],
  ['empty parts', () => say({ parts: [] }), 400, 'bad-request', /^The message is empty/],
  ['5 MB', () => say({ text: 'a'.repeat(5_000_000) }), 413, 'too-large', /larger than 4 MB\. Send less/],
  ['a lone surrogate', () => say('{"text":"\\ud800"}'), 400, 'bad-request', /^text: .*half a character/],
  [
    'a lone surrogate to count',
    () => send('POST', '/tokens', '{"model":"scripted","text":"\\udc00"}'),
    400,
    'bad-request',
    /half a/,
  ],
  ['a lone surrogate as a title', () => send('PATCH', `/threads/${thread}`, '{"title":"\\ud800"}'), 400, 'bad-request', /half a/],
  ['a lone surrogate as a field', () => say('{"te\\ud800":"x"}'), 400, 'bad-request', /Unrecognized key/],
  ['bytes that are not UTF-8', () => say(Buffer.from('7b2274657874223a22fffe227d', 'hex')), 400, 'bad-request', /not UTF-8/],
  ['an unknown model', () => say({ text: 'a', model: 'local/nobody' }), 404, 'not-found', /There is no model "nobody"/],
  ['a model named as a prototype', () => say({ text: 'a', model: '__proto__' }), 404, 'not-found', /"__proto__"/],
  ['a body cut off', () => say('{"text":'), 400, 'bad-request', /^The body is not JSON: /],
  ['a body that is a list', () => say([]), 400, 'bad-request', /expected object/],
  ['a text that is a number', () => say({ text: 5 }), 400, 'bad-request', /^text: .*\(got 5\)/],
  ['a field that nobody knows', () => say({ text: 'a', colour: 1 }), 400, 'bad-request', /"colour"/],
  ['a prototype in the body', () => say('{"__proto__":{"x":1},"text":"a"}'), 400, 'bad-request', /"__proto__"/],
  ['a temperature of 9', () => say({ text: 'a', settings: { temperature: 9 } }), 400, 'bad-request', /temperature.*\(got 9\)/],
  [
    'a body as plain text',
    () => say('{}', { 'content-type': 'text/plain' }),
    400,
    'bad-request',
    /Content-Type: application\/json/,
  ],
  [
    'a type that only begins like JSON',
    () => say('{}', { 'content-type': 'application/jsonx' }),
    400,
    'bad-request',
    /Content-Type/,
  ],
  ['a parent that is no id', () => say({ text: 'a', parent: 'up' }), 400, 'bad-request', /^parent: .*\(got "up"\)/],
  ['a parent that is not there', () => say({ text: 'a', parent: UNKNOWN }), 404, 'not-found', new RegExp(UNKNOWN)],
  ['an edit of what is not there', () => say({ text: 'a', edits: UNKNOWN }), 404, 'not-found', new RegExp(UNKNOWN)],
  ['a thread that is not there', () => get(`/threads/${UNKNOWN}`), 404, 'not-found', /There is no thread/],
  ['a thread named NUL', () => get('/threads/%00'), 404, 'not-found', /There is no thread/],
  ['a turn that is not there', () => get(`/turns/${UNKNOWN}`), 404, 'not-found', /There is no turn/],
  ['events of a turn that is not there', () => get(`/turns/${UNKNOWN}/events`), 404, 'not-found', /There is no turn/],
  ['a row of a turn that is not there', () => get(`/turns/${UNKNOWN}/row`), 404, 'not-found', /There is no turn/],
  ['a stop of a turn that is not there', () => send('POST', `/turns/${UNKNOWN}/stop`, {}), 404, 'not-found', /There is no turn/],
  ['an address that is not UTF-8', () => get('/threads/%E0%A4%A'), 400, 'bad-request', /could not be read/],
  ['a route that is not there', () => get('/nothing'), 404, 'not-found', /no GET \/api\/nothing\. .*openapi\.json/],
  ['a route of 10,000 letters', () => get(`/${'a'.repeat(10_000)}`), 404, 'not-found', /^There is no GET .{1,230}…\. /],
  ['a method that a route has not', () => send('PUT', '/threads', {}), 404, 'not-found', /no PUT \/api\/threads/],
  ['a method that HTTP barely has', () => send('PROPFIND', '/threads', {}), 404, 'not-found', /There is no/],
  ['a page of 0 threads', () => get('/threads?limit=0'), 400, 'bad-request', /^limit: .*\(got 0\)/],
  ['a place in the list that is none', () => get('/threads?before=here'), 400, 'bad-request', /before is "here"/],
  ['JSON 20,000 deep', () => send('PUT', '/preferences', deep(20_000)), 400, 'bad-request', /nested too deeply/],
  ['a batch number that is none', async () => events({ 'last-event-id': 'x' }), 400, 'bad-request', /Last-Event-ID.*"x"/],
  ['a batch beyond the end', async () => events({ 'last-event-id': '9999' }), 400, 'bad-request', /9999/],
  [
    'a foreign origin',
    () => send('POST', '/threads', {}, { origin: 'http://a.example' }),
    403,
    'forbidden',
    /"http:\/\/a\.example"/,
  ],
  ['no origin at all, as a sandbox', () => send('POST', '/threads', {}, { origin: 'null' }), 403, 'forbidden', /"null"/],
  ['a foreign page', () => send('POST', '/threads', {}, { 'sec-fetch-site': 'cross-site' }), 403, 'forbidden', /cross-site page/],
  ['a foreign host', () => get('/health', { host: 'oriel.example' }), 403, 'forbidden', /"oriel\.example"/],
  ['our host at another port', () => get('/health', { host: '127.0.0.1:1' }), 403, 'forbidden', /"127\.0\.0\.1:1"/],
  ['a wrong key', () => get('/threads', { authorization: 'Bearer x' }), 401, 'unauthenticated', /not the one of the running/],
  ['headers of 100 kB', () => get('/health', { 'x-large': 'a'.repeat(100_000) }), 431, 'too-large', /larger than 16 kB/],
  ['a token without its place', async () => goOn({ token: 1 }), 400, 'bad-request', /`token` needs `at`/],
  ['a place before the answer', async () => goOn({ at: 0 }), 400, 'bad-request', /^at: 0 is not in the answer, .* \d+ to \d+ of/],
  ['a place beyond the row', async () => goOn({ at: 1e6 }), 400, 'bad-request', /^at: 1000000 is not in the answer/],
  ['a token that was no alternative', async () => goOn({ at: await lastPlace(), token: 299 }), 400, 'bad-request', /token: 299/],
];

const events = async (headers: Record<string, string>) => get(`/turns/${await lastTurn()}/events`, headers);
const goOn = async (body: unknown) => send('POST', `/turns/${await lastTurn()}/continue`, body);
const lastPlace = async () => (await caller.row(await lastTurn())).tokens.length - 2;
const deep = (levels: number) => `{"theme":${'['.repeat(levels)}${']'.repeat(levels)}}`;

for (const [name, send, status, kind, sentence] of REFUSED)
  test(`${name} is refused in one sentence, and nothing is written`, async () => {
    const before = await caller.thread(thread);
    const answer = await send();
    const problem = problemIn(answer);
    assert.deepEqual([answer.status, problem.status, problem.kind], [status, status, kind]);
    assert.equal(problem.type, `urn:oriel:problem:${kind}`);
    assert.match(problem.detail, sentence);
    assert.ok(problem.detail.length < 400 && !problem.detail.includes('\n    at '), problem.detail);
    assert.deepEqual(await caller.thread(thread), before);
  });

test('100,000 spaces fail their turn in one sentence with both numbers, and the next message is answered', async () => {
  const own = await caller.newThread();
  const { turn } = await caller.say(own, ' '.repeat(100_000));
  const { status, error } = await caller.ended(turn);
  assert.deepEqual([status, error?.kind], ['failed', 'window-exceeded']);
  assert.match(error?.message ?? '', /needs \d+ tokens and the window holds 8192/);
  assert.equal((await caller.ended((await caller.say(own, 'Is all well?')).turn)).status, 'ended');
});

const TAKEN: [name: string, text: string, kept?: string][] = [
  ['right-to-left text with marks', 'שלום \u202ealb\u202c عليكم \u200f'],
  ['spaces only', '   \t  '],
  ['5,000 spaces', ' '.repeat(5000)],
  ['emoji joined of many', '👩‍👩‍👧‍👦🏳️‍🌈 e\u0301'],
  ['line ends of all kinds', 'a\r\nb\rc\u2028d'],
  ['control characters and a byte order mark', '\ufeff\u0001\u001b[31m\u007f'],
  ['NUL, which is kept as its picture', 'a\0b', 'a␀b'],
  ['words of a script', '<script>alert(1)</script>{{ 1 }}{% x %}'],
];

for (const [name, text, kept = text] of TAKEN)
  test(`${name}: stored, shown and given to the model to the byte`, async () => {
    const id = await caller.newThread();
    const { turn, message } = await caller.say(id, text);
    assert.equal((await caller.ended(turn)).reason, 'end');
    const { messages } = await caller.thread(id);
    assert.equal(textOf(messages[0]?.parts ?? []), kept);
    const { tokens } = await caller.row(turn);
    const own = tokens.filter((token) => token.owner === 'person' && token.message === message);
    assert.equal(new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromHex(own.map(({ bytes }) => bytes).join(''))), kept);
  });

const RAW: [name: string, bytes: string, status: RegExp][] = [
  ['what is not HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a request without a host', 'GET /api/health HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 403 /],
  ['a request of HTTP/1.0 without a host', 'GET /api/health HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 403 /],
];

for (const [name, bytes, status] of RAW)
  test(`${name} is a problem too`, async () => {
    const answer = await exchange(bytes);
    assert.match(answer, status);
    assert.match(answer, /content-type: application\/problem\+json/i);
  });

/** Raw bytes over a socket, and all that comes back. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(oriel.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (piece) => {
      text += piece;
      if (text.endsWith('}')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}
