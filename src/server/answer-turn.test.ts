/** What can take long or fail before the first word: it is told by the turn itself, and the question is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { ModelUnusable } from '#engines/engine';
import { heldClock } from '../../test/held-clock.ts';
import { openScriptedRunner, over, type ScriptedRunner } from '../../test/scripted-runner.ts';
import { continueTurn } from './continue-turn.ts';
import { Refusal } from './problem.ts';

const NEVER_MS = 600_000;

const textOf = (turn: { parts: { text: string }[] }) => turn.parts.map((part) => part.text).join('');

async function logOf({ store, person }: ScriptedRunner, turn: string): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const { json } of await store.turns.follow(person, turn, 0, new AbortController().signal))
    events.push(...JSON.parse(json));
  return events;
}

test('while its model loads the turn is there with its question, running, nothing in its window and nothing in its log', async () => {
  const { clock, pass } = heldClock();
  const bench = await openScriptedRunner({ loadMs: NEVER_MS, clock });
  try {
    const { store, person, newThread, say, ended } = bench;
    const thread = await newThread();
    const { turn, message } = await say(thread, 'Are you there?', { settings: { topK: 3 } });
    const early = await store.turns.get(person, turn);
    assert.deepEqual([early.status, early.window], ['running', { limit: 8192, used: 0, reserve: 0, left: [] }]);
    const [question, answer] = await store.threads.messages(person, thread);
    assert.deepEqual([question?.id, answer?.turn], [message, turn]);
    assert.deepEqual((await store.threads.get(person, thread)).title, 'Are you there?');
    await assert.rejects(store.turns.follow(person, turn, 1, new AbortController().signal), RangeError);
    pass();
    const late = await ended(turn);
    assert.ok(late.window.used > 0);
    assert.deepEqual([late.status, late.at, late.settings, late.asked], ['ended', early.at, early.settings, early.asked]);
    assert.deepEqual((await logOf(bench, turn)).filter(({ type }) => type === 'turn-start').length, 1);
  } finally {
    await bench.close();
  }
});

test('stopped while its model loads, a turn ends at once and keeps the question; the file goes on loading for the next one', async () => {
  const { clock, pass } = heldClock();
  const bench = await openScriptedRunner({ loadMs: NEVER_MS, clock });
  try {
    const { runner, store, person, newThread, say, ended } = bench;
    const thread = await newThread();
    const { turn } = await say(thread, 'Go on.');
    await Promise.all([runner.stop(person, turn), runner.stop(person, turn)]);
    const stopped = await ended(turn);
    assert.deepEqual([stopped.status, stopped.reason, stopped.parts], ['stopped', 'stopped', []]);
    assert.deepEqual(
      (await logOf(bench, turn)).map(({ type }) => type),
      ['turn-start', 'turn-end'],
    );
    assert.equal((await store.threads.messages(person, thread)).length, 2);
    const next = await say(thread, 'And now?');
    pass();
    assert.equal(textOf(await ended(next.turn)), 'You said: And now?');
  } finally {
    await bench.close();
  }
});

test(
  'stopped while room is made, while the prompt is made, while it is read: always stopped, always at once',
  over({ readPerSecond: 1 }, async ({ models, runner, person, newThread, say, ended }) => {
    const { choose } = models;
    const never = new Promise<never>(() => {});
    for (const moment of ['room', 'render', 'read']) {
      models.choose = async (name) => {
        const choice = await choose(name);
        if (moment === 'room') return { ...choice, makeRoom: () => never };
        if (moment === 'render') return { ...choice, local: Object.assign(Object.create(choice.local), { render: () => never }) };
        return choice;
      };
      const { turn } = await say(await newThread(), 'Go on.');
      await new Promise((resolve) => setTimeout(resolve, 20));
      await runner.stop(person, turn);
      assert.equal((await ended(turn)).status, 'stopped', moment);
    }
  }),
);

test('close while a model loads ends its turn as interrupted, in the log', async () => {
  const bench = await openScriptedRunner({ loadMs: NEVER_MS, clock: heldClock().clock });
  try {
    const { turn } = await bench.say(await bench.newThread(), 'Go on.');
    await bench.runner.close();
    assert.equal((await bench.store.turns.get(bench.person, turn)).status, 'interrupted');
  } finally {
    await bench.close();
  }
});

test('the same request again while its model loads is the same turn', async () => {
  const { clock, pass } = heldClock();
  const bench = await openScriptedRunner({ loadMs: NEVER_MS, clock });
  try {
    const thread = await bench.newThread();
    const first = await bench.say(thread, 'Hello', { requestId: 'one' });
    assert.deepEqual(await bench.say(thread, 'Hello', { requestId: 'one' }), first);
    pass();
    await bench.ended(first.turn);
    assert.equal((await bench.store.threads.messages(bench.person, thread)).length, 2);
  } finally {
    await bench.close();
  }
});

test(
  'no room in memory fails the turn with the numbers, and trying again answers the same question',
  over({}, async ({ models, runner, store, person, newThread, say, ended }) => {
    const { choose } = models;
    const sentence = 'b needs 2.0 GB of memory and 1.0 GB are free.';
    models.choose = async (name) => ({
      ...(await choose(name)),
      makeRoom: () => Promise.reject(new Refusal('overloaded', sentence)),
    });
    const thread = await newThread();
    const { turn, message } = await say(thread, 'Hello');
    const failed = await ended(turn);
    assert.deepEqual([failed.status, failed.error], ['failed', { kind: 'overloaded', message: sentence, retry: true }]);
    models.choose = choose;
    const again = await runner.start(person, thread, { parent: message });
    assert.equal(textOf(await ended(again.turn)), 'You said: Hello');
    assert.equal((await store.threads.messages(person, thread)).filter(({ role }) => role === 'user').length, 1);
  }),
);

test(
  'a message too long for the window fails its turn with both numbers; the next one is answered without it',
  over({ window: 256 }, async ({ newThread, say, ended }) => {
    const thread = await newThread();
    const long = await say(thread, 'z'.repeat(1000));
    const failed = await ended(long.turn);
    assert.deepEqual([failed.status, failed.error?.kind, failed.error?.retry], ['failed', 'window-exceeded', false]);
    assert.match(failed.error?.message ?? '', /needs \d+ tokens and the window holds 256/);
    const next = await ended((await say(thread, 'Hello')).turn);
    assert.equal(textOf(next), 'You said: Hello');
    assert.deepEqual(
      next.window.left.map(({ message }) => message),
      [long.message],
    );
  }),
);

test(
  'a process that dies while it loads fails the turn with its sentence and a retry',
  over(
    { change: () => ({ render: () => Promise.reject(new ModelUnusable('Its process died. Try again.')) }) },
    async ({ newThread, say, ended, reports }) => {
      const { error } = await ended((await say(await newThread(), 'Hello')).turn);
      assert.deepEqual(error, { kind: 'overloaded', message: 'Its process died. Try again.', retry: true });
      assert.deepEqual(reports, []);
    },
  ),
);

test(
  'an error that nobody foresaw is reported whole, and told without its inner words',
  over({ change: () => ({ render: () => Promise.reject(new TypeError('x is not a y')) }) }, async (bench) => {
    const { error } = await bench.ended((await bench.say(await bench.newThread(), 'Hello')).turn);
    assert.match(error?.message ?? '', /could not be begun/);
    assert.doesNotMatch(error?.message ?? '', /not a y/);
    assert.match(bench.reports.join(), /x is not a y/);
  }),
);

test('a continued answer that is stopped while its model loads keeps all it had, and is continued from there', async () => {
  const { clock, pass } = heldClock();
  const bench = await openScriptedRunner({ script: () => 'one two three', clock, loadMs: NEVER_MS });
  try {
    const { models, runner, store, person, newThread, say, ended } = bench;
    const thread = await newThread();
    const { turn, answer } = await say(thread, 'Count.', { settings: { maxTokens: 4 } });
    pass();
    const begun = textOf(await ended(turn));
    assert.ok(begun.length > 2);
    await (await models.choose(undefined)).local.unload();
    const stopped = await continueTurn(bench, person, turn, {});
    await runner.stop(person, stopped.turn);
    assert.equal((await ended(stopped.turn)).status, 'stopped');
    const again = await continueTurn(bench, person, stopped.turn, {});
    pass();
    const added = textOf(await ended(again.turn));
    const [, message] = await store.threads.messages(person, thread);
    assert.deepEqual([message?.id, message?.parts], [answer, [{ kind: 'text', text: begun + added }]]);
  } finally {
    await bench.close();
  }
});
