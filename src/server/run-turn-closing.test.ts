/** What a turn asks of its model, and how all turns end when the server closes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScriptedRunner } from '../../test/scripted-runner.ts';
import { Refusal } from './problem.ts';

test('what had to happen first is told on the turn: a model unloaded to make room', async () => {
  const bench = await openScriptedRunner();
  try {
    const { choose } = bench.models;
    const notices = [{ code: 'unloaded', detail: 'a was unloaded to make room for b.' }];
    bench.models.choose = async (name) => ({ ...(await choose(name)), notices });
    const turn = await bench.ended((await bench.say(await bench.newThread(), 'Hello')).turn);
    assert.deepEqual(turn.notices, notices);
  } finally {
    await bench.close();
  }
});

test('a model is held from before its prompt is made to the end of its turn, and let go once, whatever comes', async () => {
  const seen: string[] = [];
  const bench = await openScriptedRunner({
    change: (local) => ({
      render: (request) => {
        seen.push('render');
        return local.render(request);
      },
    }),
  });
  try {
    const { choose } = bench.models;
    bench.models.choose = async (name) => ({
      ...(await choose(name)),
      hold: () => {
        seen.push('hold');
        return () => void seen.push('release');
      },
    });
    const { turn } = await bench.say(await bench.newThread(), 'Hello', { requestId: 'one' });
    await bench.ended(turn);
    while (seen.length < 3) await new Promise(setImmediate);
    assert.deepEqual(seen.splice(0), ['hold', 'render', 'release']);
    const long = await bench.say(await bench.newThread(), 'z'.repeat(20_000));
    assert.equal((await bench.ended(long.turn)).error?.kind, 'window-exceeded');
    while (seen.length < 3) await new Promise(setImmediate);
    assert.deepEqual(seen, ['hold', 'render', 'release']);
  } finally {
    await bench.close();
  }
});

test('a limit of tokens above the usual room does not push the conversation out of the window', async () => {
  const bench = await openScriptedRunner({ window: 4096 });
  try {
    const thread = await bench.newThread();
    await bench.ended((await bench.say(thread, 'z'.repeat(1200))).turn);
    const turn = await bench.ended((await bench.say(thread, 'And?', { settings: { maxTokens: 1_000_000 } })).turn);
    assert.deepEqual([turn.window.left, turn.window.reserve], [[], 1024]);
    const short = await bench.ended((await bench.say(thread, 'And?', { settings: { maxTokens: 7 } })).turn);
    assert.equal(short.window.reserve, 7);
  } finally {
    await bench.close();
  }
});

test('close interrupts every turn, waits for its end in the log, and then refuses new ones', async () => {
  const bench = await openScriptedRunner({ tokensPerSecond: 50, script: () => 'z'.repeat(1000) });
  try {
    const { store, person, runner, newThread, say } = bench;
    const turns = await Promise.all([1, 2, 3].map(async () => (await say(await newThread(), 'Go on.')).turn));
    const thread = await newThread();
    await runner.close();
    for (const turn of turns) assert.equal((await store.turns.get(person, turn)).status, 'interrupted');
    await assert.rejects(say(thread, 'One more.'), (error) => error instanceof Refusal && error.kind === 'overloaded');
    assert.deepEqual(await store.threads.messages(person, thread), []);
  } finally {
    await bench.close();
  }
});

test('close while a turn is starting waits for it: it is either refused or interrupted, never left running', async () => {
  for (let round = 0; round < 10; round++) {
    const bench = await openScriptedRunner({ tokensPerSecond: 50, script: () => 'z'.repeat(1000) });
    try {
      const { store, person, runner, newThread, say } = bench;
      const thread = await newThread();
      const starting = say(thread, 'Go on.').catch((error: unknown) => error);
      for (let step = 0; step < round; step++) await new Promise(setImmediate);
      await runner.close();
      const started = await starting;
      if (started instanceof Refusal) assert.deepEqual(await store.threads.messages(person, thread), []);
      else assert.equal((await store.turns.get(person, (started as { turn: string }).turn)).status, 'interrupted');
    } finally {
      await bench.close();
    }
  }
});
