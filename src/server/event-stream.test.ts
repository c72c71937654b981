/** Batches as server-sent events: form, resuming, leaving, and what is told before the stream begins. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Caller, call, callerOf, problemIn } from '../../test/caller.ts';
import { readEvents } from '../../test/event-reader.ts';
import { startScripted } from '../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;
/** Signals of the readers that the store was asked for. */
const readers: AbortSignal[] = [];

before(async () => {
  oriel = await startScripted({ tokensPerSecond: 100, script: ({ words }) => words.repeat(10) });
  caller = callerOf(oriel.url);
  const { follow } = oriel.store.turns;
  oriel.store.turns.follow = (person, turn, seq, signal) => {
    readers.push(signal);
    return follow(person, turn, seq, signal);
  };
});
after(() => oriel.close());

const begin = async (text = 'abc ') => (await caller.say(await caller.newThread(), text)).turn;

test('each batch is one message: id, event and the very JSON of the log', async () => {
  const turn = await begin();
  const { messages, isWhole } = await readEvents(oriel.url, turn);
  assert.ok(isWhole);
  const log: string[] = [];
  for await (const { seq, json } of await oriel.store.turns.follow(oriel.store.person, turn, 0, new AbortController().signal))
    log.push(`id: ${seq}\nevent: batch\ndata: ${json}`);
  assert.deepEqual(
    messages.map(({ raw }) => raw),
    log,
  );
});

test('the first event is turn-start, the last is turn-end, and then the stream ends', async () => {
  const { messages } = await readEvents(oriel.url, await begin());
  const types = messages.flatMap(({ events }) => events.map(({ type }) => type));
  assert.deepEqual([types[0], types.at(-1)], ['turn-start', 'turn-end']);
  assert.equal(types.filter((type) => type === 'turn-end').length, 1);
});

test('an answer is a stream that no cache keeps, with the headers of every answer', async () => {
  const { headers, type } = await call(oriel.url, 'GET', `/turns/${await begin('a')}/events`);
  assert.equal(type, 'text/event-stream; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

test('a reader of a running turn is shown the first batch at once', async () => {
  const turn = await begin('abcdefghij');
  const first = Promise.withResolvers<number>();
  const began = performance.now();
  const reading = readEvents(oriel.url, turn, { onMessage: () => first.resolve(performance.now() - began) });
  await first.promise;
  assert.equal((await caller.turn(turn)).status, 'running');
  await reading;
});

test('an empty Last-Event-ID is none; the last one is answered with nothing', async () => {
  const turn = await begin('a');
  const { messages } = await readEvents(oriel.url, turn, { after: '' });
  assert.equal(messages[0]?.id, '1');
  assert.deepEqual(await readEvents(oriel.url, turn, { after: messages.at(-1)?.id }), { messages: [], isWhole: true });
});

test('what cannot be a batch number, and what is beyond the end, are problems and no streams', async () => {
  const turn = await begin('a');
  await caller.ended(turn);
  for (const id of ['-1', '1.5', 'x', '1 2', '99', '9007199254740993']) {
    const answer = await call(oriel.url, 'GET', `/turns/${turn}/events`, undefined, { 'last-event-id': id });
    assert.deepEqual([answer.status, problemIn(answer).kind], [400, 'bad-request'], id);
  }
});

test('a reader that leaves is let go, and the turn goes on', async () => {
  const turn = await begin('abcdefghij');
  readers.length = 0;
  const { isWhole } = await readEvents(oriel.url, turn, { cut: AbortSignal.timeout(100) });
  assert.equal(isWhole, false);
  while (!readers[0]?.aborted) await sleep(5); // The test's own time limit is the end of patience.
  assert.equal((await caller.ended(turn)).reason, 'end');
});

test('a hundred readers that come and go leave nothing behind', async () => {
  const turn = await begin('abcdefghij'.repeat(20));
  readers.length = 0;
  const comeAndGo = async () => {
    const leave = new AbortController();
    await readEvents(oriel.url, turn, { cut: leave.signal, onMessage: () => leave.abort() });
  };
  await Promise.all(Array.from({ length: 100 }, comeAndGo));
  while (readers.some((signal) => !signal.aborted)) await sleep(5);
  assert.equal(readers.length, 100);
  await caller.stop(turn);
});

test('while nothing happens, a comment every 15 seconds says that the line is alive', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const quiet = await startScripted({ script: () => ['a', { waitMs: 60_000 }] });
  try {
    const here = callerOf(quiet.url);
    const { turn } = await here.say(await here.newThread(), 'Hello');
    const heard = Promise.withResolvers<string>();
    let text = '';
    request(`${quiet.url}/api/turns/${turn}/events`, { agent: false }, (answer) => {
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.includes('"a"') && !text.includes(': still')) t.mock.timers.tick(15_000);
        if (text.includes(': still')) heard.resolve(text.slice(text.indexOf(': still')));
      });
      answer.on('error', () => {});
    }).end();
    assert.equal(await heard.promise, ': still here\n\n');
  } finally {
    await quiet.close();
  }
});

test('a request with a body is read to its end like any other', async () => {
  const turn = await begin();
  const text = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': '2' };
    const out = request(`${oriel.url}/api/turns/${turn}/events`, { method: 'GET', headers, agent: false }, (answer) => {
      let all = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        all += piece;
      });
      answer.on('end', () => resolve(all));
    });
    out.on('error', reject);
    out.end('{}');
  });
  assert.match(text, /"type":"turn-end"/);
});

test('a log that can no longer be written ends the stream, so that a reader asks again', async () => {
  const broken = await startScripted({ script: () => 'abc' });
  try {
    broken.store.turns.follow = async () =>
      (async function* () {
        yield { seq: 1, json: '[]' };
        throw new Error('The disk did not take it.');
      })();
    const here = callerOf(broken.url);
    const { turn } = await here.say(await here.newThread(), 'Hello');
    const { messages, isWhole } = await readEvents(broken.url, turn);
    assert.deepEqual([messages.length, isWhole], [1, true]);
    assert.equal((await call(broken.url, 'GET', '/health')).status, 200);
  } finally {
    await broken.close();
  }
});
