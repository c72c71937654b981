import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Ask } from './ask.ts';
import { GivenUp, TookTooLong, tokenClient, type WorkerLike } from './token-client.ts';
import type { Question } from './token-worker.ts';

type Fake = WorkerLike & { asked: Question[]; isEnded: boolean };

function fakes(): { start: () => Fake; all: Fake[] } {
  const all: Fake[] = [];
  const start = (): Fake => {
    const fake: Fake = {
      asked: [],
      isEnded: false,
      onmessage: null,
      onerror: null,
      postMessage: (question) => fake.asked.push(question),
      terminate: () => {
        fake.isEnded = true;
      },
    };
    all.push(fake);
    return fake;
  };
  return { start, all };
}
const count = (text: string): Ask<'count'> => ({ name: 'count', encoding: 'o200k', text });
const reply = (fake: Fake | undefined, answer: unknown) =>
  fake?.onmessage?.({ data: { job: fake.asked.at(-1)?.job ?? 0, answer } });
const asked = (fake: Fake | undefined) => fake?.asked.map(({ ask }) => (ask as Ask<'count'>).text);

test('no worker is started before the first ask, and one serves all', async () => {
  const { start, all } = fakes();
  const client = tokenClient(start);
  assert.equal(all.length, 0);
  const first = client.ask('a', count('1'));
  reply(all[0], { count: 1 });
  assert.deepEqual(await first, { count: 1 });
  const second = client.ask('b', count('2'));
  reply(all[0], { count: 2 });
  assert.deepEqual(await second, { count: 2 });
  assert.equal(all.length, 1);
});

test('of one lane only the newest ask waits, other lanes keep their turn', async () => {
  const { start, all } = fakes();
  const client = tokenClient(start);
  const settled = [
    client.ask('a', count('1')),
    client.ask('a', count('2')),
    client.ask('b', count('3')),
    client.ask('a', count('4')),
  ].map((promise) => promise.catch((error) => error));
  for (let turn = 0; turn < 3; turn++) {
    reply(all[0], { count: turn });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const results = await Promise.all(settled);
  assert.deepEqual(asked(all[0]), ['1', '3', '4']);
  assert.ok(results[1] instanceof GivenUp);
  assert.deepEqual([results[0], results[2], results[3]], [{ count: 0 }, { count: 1 }, { count: 2 }]);
});

test('an answer that takes too long ends the worker, and the next ask starts another', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { start, all } = fakes();
    const client = tokenClient(start, 1000);
    const slow = assert.rejects(client.ask('a', count('slow')), TookTooLong);
    const waiting = client.ask('b', count('next'));
    mock.timers.tick(1000);
    await slow;
    assert.equal(all[0]?.isEnded, true);
    assert.deepEqual(asked(all[1]), ['next']);
    reply(all[1], { count: 5 });
    assert.deepEqual(await waiting, { count: 5 });
  } finally {
    mock.timers.reset();
  }
});

test('the worker’s sentence is the error, and a late answer of an older job is no answer', async () => {
  const { start, all } = fakes();
  const client = tokenClient(start);
  const failed = assert.rejects(client.ask('a', count('1')), /could not be fetched/);
  all[0]?.onmessage?.({ data: { job: 99, answer: { count: 9 } } });
  all[0]?.onmessage?.({ data: { job: 1, failure: 'The encoding could not be fetched' } });
  await failed;
});

test('a worker that breaks is replaced', async () => {
  const { start, all } = fakes();
  const client = tokenClient(start);
  const failed = assert.rejects(client.ask('a', count('1')), /Reload/);
  all[0]?.onerror?.({});
  await failed;
  const next = client.ask('a', count('2'));
  assert.equal(all.length, 2);
  reply(all[1], { count: 2 });
  assert.deepEqual(await next, { count: 2 });
});

test('a new worker knows no text yet: the next one goes over whole', async () => {
  const { start, all } = fakes();
  const client = tokenClient(start);
  const long = 'many words '.repeat(1000);
  const first = client.ask('a', count(long));
  reply(all[0], { count: 1 });
  await first;
  const typed = client.ask('a', count(`${long}!`));
  assert.equal(all[0]?.asked.at(-1)?.edit?.insert, '!');
  all[0]?.onerror?.({});
  await assert.rejects(typed);
  const again = client.ask('a', count(`${long}!`));
  assert.deepEqual(asked(all[1]), [`${long}!`]);
  reply(all[1], { count: 1 });
  await again;
});
