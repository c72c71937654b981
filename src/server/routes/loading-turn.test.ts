/** A turn over HTTP while its model is being loaded: what each call answers. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Caller, call, callerOf, problemIn } from '../../../test/caller.ts';
import { readEvents } from '../../../test/event-reader.ts';
import { heldClock } from '../../../test/held-clock.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';

const { clock, pass } = heldClock();
let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  oriel = await startScripted({ script: ({ words }) => `You said: ${words}`, loadMs: 600_000, clock });
  caller = callerOf(oriel.url);
});
beforeEach(async () => {
  await (await oriel.models.choose(undefined)).local.unload();
});
after(() => oriel.close());

const start = async () => {
  const thread = await caller.newThread();
  return { thread, ...(await caller.say(thread, 'Hello')) };
};

test('the turn is running, with nothing in its window; nothing on the wire is null', async () => {
  const { turn } = await start();
  const { text } = await call(oriel.url, 'GET', `/turns/${turn}`);
  assert.doesNotMatch(text, /:null/);
  const { status, window, parts } = JSON.parse(text);
  assert.deepEqual([status, window.used, parts], ['running', 0, []]);
  pass();
  await caller.ended(turn);
});

test('a reader of events waits, and gets the turn from its first event on', async () => {
  const { turn } = await start();
  const reading = readEvents(oriel.url, turn);
  pass();
  const { messages, isWhole } = await reading;
  assert.deepEqual([messages[0]?.id, messages[0]?.events[0]?.type, isWhole], ['1', 'turn-start', true]);
});

for (const form of ['tokens', 'columns'])
  test(`its row is waited for, as ${form}`, async () => {
    const { turn } = await start();
    let isHere = false;
    const asked = call(oriel.url, 'GET', `/turns/${turn}/row?form=${form}`).finally(() => {
      isHere = true;
    });
    await call(oriel.url, 'GET', '/health');
    assert.equal(isHere, false);
    pass();
    assert.ok(JSON.parse((await asked).text).counts.prompt.value > 0);
    await caller.ended(turn);
  });

test('stopped, its row is empty and its events are a start and an end', async () => {
  const { turn } = await start();
  assert.equal((await caller.stop(turn)).status, 202);
  assert.equal((await caller.ended(turn)).status, 'stopped');
  assert.deepEqual((await caller.row(turn)).tokens, []);
  const { messages } = await readEvents(oriel.url, turn);
  assert.deepEqual(
    messages.flatMap(({ events }) => events.map(({ type }) => type)),
    ['turn-start', 'turn-end'],
  );
  pass();
});

test('what is known at once is a problem, and writes nothing', async () => {
  const thread = await caller.newThread();
  for (const [body, kind] of [
    [{ text: '' }, 'bad-request'],
    [{ text: 'a', model: 'local/nobody' }, 'not-found'],
  ] as const)
    assert.equal(problemIn(await call(oriel.url, 'POST', `/threads/${thread}/turns`, body)).kind, kind);
  assert.deepEqual((await caller.thread(thread)).messages, []);
});
