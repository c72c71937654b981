/** The joining place: what is committed, when, and what happens when a side breaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { openScriptedRunner, over } from '../../test/scripted-runner.ts';

const textOf = (turn: { parts: { text: string }[] }) => turn.parts.map((part) => part.text).join('');

test(
  'a turn is there, with its question and its empty answer, when the call returns',
  over({ script: () => [{ waitMs: 50 }, 'Yes.'] }, async ({ store, person, newThread, say, ended }) => {
    const thread = await newThread();
    const started = await say(thread, 'Are you there?');
    const messages = await store.threads.messages(person, thread);
    assert.deepEqual(
      messages.map(({ id, role, parent, turn }) => ({ id, role, parent, turn })),
      [
        { id: started.message, role: 'user', parent: undefined, turn: undefined },
        { id: started.answer, role: 'assistant', parent: started.message, turn: started.turn },
      ],
    );
    assert.equal((await store.threads.get(person, thread)).head, started.answer);
    await ended(started.turn);
  }),
);

test(
  'what the model said becomes the message when the turn ends',
  over({}, async ({ store, person, newThread, say, ended }) => {
    const thread = await newThread();
    const { turn, answer } = await say(thread, 'Hello');
    assert.equal(textOf(await ended(turn)), 'You said: Hello');
    const messages = await store.threads.messages(person, thread);
    assert.deepEqual(messages.find(({ id }) => id === answer)?.parts, [{ kind: 'text', text: 'You said: Hello' }]);
  }),
);

test(
  'nobody is shown an event before it is committed',
  over(
    {
      turns: (turns) => ({
        append: async (turn, events) => {
          await sleep(30);
          return turns.append(turn, events);
        },
      }),
    },
    async ({ store, person, newThread, say }) => {
      const { turn } = await say(await newThread(), 'Hello');
      let seen = 0;
      for await (const { seq } of await store.turns.follow(person, turn, 0, new AbortController().signal)) {
        seen = seq;
        const replay: number[] = [];
        const cut = new AbortController();
        for await (const batch of await store.turns.follow(person, turn, 0, cut.signal)) {
          replay.push(batch.seq);
          if (batch.seq === seq) cut.abort();
        }
        assert.equal(replay.at(-1), seq);
      }
      assert.ok(seen > 1);
    },
  ),
);

test(
  'the settings are those of the call, then the model’s own; a seed is drawn once and recorded',
  over({}, async ({ newThread, say, ended }) => {
    const drawn = await ended((await say(await newThread(), 'a', { settings: { topK: 5 } })).turn);
    assert.deepEqual(drawn.settings, { temperature: 0.7, topK: 5, seed: 1 });
    const given = await ended((await say(await newThread(), 'a', { settings: { temperature: 0.2, seed: 77 } })).turn);
    assert.deepEqual(given.settings, { temperature: 0.2, seed: 77 });
  }),
);

test(
  'at temperature 0 there is no chance, so no seed',
  over({}, async ({ newThread, say, ended }) => {
    const turn = await ended((await say(await newThread(), 'a', { settings: { temperature: 0 } })).turn);
    assert.deepEqual(turn.settings, { temperature: 0 });
  }),
);

test(
  'an empty thread gets its title from the first question, and keeps it',
  over({}, async ({ store, person, newThread, say, ended }) => {
    const thread = await newThread();
    await ended((await say(thread, 'First line\nsecond')).turn);
    await ended((await say(thread, 'Another')).turn);
    assert.equal((await store.threads.get(person, thread)).title, 'First line');
  }),
);

test(
  'the alias that was asked stays an alias, and the sighting of who answered is kept',
  over({}, async ({ store, person, newThread, say, ended }) => {
    const turn = await ended((await say(await newThread(), 'a', { model: 'local/default' })).turn);
    assert.deepEqual(turn.asked, { vendor: 'local', model: 'default' });
    const [sighting] = await store.sightings.list(person);
    assert.deepEqual([sighting?.alias, sighting?.snapshot], ['default', turn.answeredBy?.snapshot]);
  }),
);

test(
  'without a model named, the one that last answered on the path goes on',
  over({ names: ['first', 'second'] }, async ({ newThread, say, ended }) => {
    const thread = await newThread();
    await ended((await say(thread, 'a', { model: 'local/second' })).turn);
    assert.deepEqual((await ended((await say(thread, 'b')).turn)).asked, { vendor: 'local', model: 'second' });
    assert.deepEqual((await ended((await say(await newThread(), 'b')).turn)).asked, { vendor: 'local', model: 'default' });
  }),
);

test(
  'without a model named, a first question that is edited or asked again stays with the one that answered in its thread',
  over({ names: ['first', 'second'] }, async ({ runner, person, newThread, say, ended }) => {
    const thread = await newThread();
    const { turn, message } = await say(thread, 'a', { model: 'local/second' });
    await ended(turn);
    for (const body of [{ parent: message }, { edits: message, text: 'b' }])
      assert.equal((await ended((await runner.start(person, thread, body)).turn)).asked.model, 'second');
  }),
);

test(
  'without a model named, and the file gone that answered, the default answers and says so',
  over({ names: ['first', 'second'] }, async ({ models, newThread, say, ended }) => {
    const thread = await newThread();
    const { turn } = await say(thread, 'a', { model: 'local/second' });
    const snapshot = (await ended(turn)).answeredBy?.snapshot ?? '';
    models.chooseSnapshot = async () => undefined;
    const next = await ended((await say(thread, 'b')).turn);
    assert.deepEqual(
      next.notices.filter(({ code }) => code === 'fallback').map(({ detail }) => detail),
      [`The file ${snapshot.slice(0, 8)} that answered before is not on this machine now; local/first answers.`],
    );
  }),
);

test(
  'a model is given its own words as the ids it wrote, and another model’s words as text',
  over({ names: ['first', 'second'], script: () => [{ ids: [116, 104, 101] }] }, async (bench) => {
    const { store, person, newThread, say, ended } = bench;
    const thread = await newThread();
    const first = await say(thread, 'a', { model: 'local/first' });
    assert.equal(textOf(await ended(first.turn)), 'the');
    const ids = async (turn: string) =>
      (await store.turns.prompt(person, turn)).tokens
        .filter(({ owner, message }) => owner === 'model' && message === first.answer)
        .map(({ id }) => id);
    const same = await say(thread, 'b', { model: 'local/first', parent: first.answer });
    const other = await say(thread, 'b', { model: 'local/second', parent: first.answer });
    await Promise.all([ended(same.turn), ended(other.turn)]);
    assert.deepEqual(await ids(same.turn), [116, 104, 101]);
    assert.ok((await ids(other.turn)).length > 0);
  }),
);

test(
  'no text asks the same question again: a second answer beside the first, and no new question',
  over({}, async ({ store, person, runner, newThread, say, ended }) => {
    const thread = await newThread();
    const first = await say(thread, 'Hello');
    await ended(first.turn);
    const second = await runner.start(person, thread, {});
    await ended(second.turn);
    assert.equal(second.message, first.message);
    const messages = await store.threads.messages(person, thread);
    assert.deepEqual(
      messages.filter(({ role }) => role === 'assistant').map(({ parent }) => parent),
      [first.message, first.message],
    );
  }),
);

test(
  'ten equal requests at once are one turn, and each gets its answer',
  over({}, async ({ store, person, newThread, say, ended }) => {
    const thread = await newThread();
    const all = await Promise.all(Array.from({ length: 10 }, () => say(thread, 'Hello', { requestId: 'one' })));
    assert.deepEqual(new Set(all.map((started) => JSON.stringify(started))).size, 1);
    await ended(all[0]?.turn ?? '');
    assert.equal((await store.threads.messages(person, thread)).length, 2);
  }),
);

test(
  'a repeated request gets the first answer even when it could not be asked now',
  over({ window: 256 }, async ({ newThread, say, ended }) => {
    const thread = await newThread();
    const first = await say(thread, 'Hello', { requestId: 'one' });
    await ended(first.turn);
    assert.deepEqual(await say(thread, 'z'.repeat(1000), { requestId: 'one', model: 'local/gone' }), first);
  }),
);

test(
  'stop keeps what is there, ends the turn as stopped, and may be said twice',
  over({ tokensPerSecond: 100, script: () => 'z'.repeat(1000) }, async ({ runner, person, newThread, say, ended }) => {
    const { turn } = await say(await newThread(), 'Go on.');
    await sleep(100);
    await Promise.all([runner.stop(person, turn), runner.stop(person, turn)]);
    const stopped = await ended(turn);
    assert.deepEqual([stopped.status, stopped.reason], ['stopped', 'stopped']);
    assert.ok(textOf(stopped).length > 0);
    await runner.stop(person, turn);
  }),
);

test(
  'a turn that is stopped at once, before its first token, still ends',
  over({ tokensPerSecond: 100, script: () => 'z'.repeat(1000) }, async ({ runner, person, newThread, say, ended }) => {
    const { turn } = await say(await newThread(), 'Go on.');
    await runner.stop(person, turn);
    assert.equal((await ended(turn)).status, 'stopped');
  }),
);

test('a turn can be stopped from the moment it is in the store, though its own call has not returned', async () => {
  const committed = Promise.withResolvers<string>();
  const held = Promise.withResolvers<void>();
  const bench = await openScriptedRunner({
    tokensPerSecond: 100,
    script: () => 'z'.repeat(1000),
    turns: (turns) => ({
      start: async (person, turn) => {
        const started = await turns.start(person, turn);
        committed.resolve(started.turn);
        await held.promise;
        return started;
      },
    }),
  });
  try {
    const starting = bench.say(await bench.newThread(), 'Go on.');
    await bench.runner.stop(bench.person, await committed.promise);
    held.resolve();
    const stopped = await bench.ended((await starting).turn);
    assert.deepEqual([stopped.status, textOf(stopped)], ['stopped', '']);
  } finally {
    await bench.close();
  }
});

test(
  'an engine that throws ends its turn as failed, with a sentence and a retry, and keeps what came',
  over(
    {
      change: (local) => ({
        async *answer(request, signal): AsyncGenerator<TurnEvent> {
          for await (const event of local.answer(request, signal)) {
            yield event;
            if (event.type === 'part-delta') throw new Error('The engine broke.');
          }
        },
      }),
    },
    async ({ newThread, say, ended, reports }) => {
      const failed = await ended((await say(await newThread(), 'Hello')).turn);
      assert.equal(failed.status, 'failed');
      assert.deepEqual([failed.error?.kind, failed.error?.retry], ['vendor-fault', true]);
      assert.match(failed.error?.message ?? '', /could not be finished/);
      assert.equal(textOf(failed), 'Y');
      assert.match(reports.join(), /The engine broke/);
    },
  ),
);

test(
  'an engine that ends without its end is failed, not left running',
  over(
    {
      change: () => ({
        answer: async function* ({ start }) {
          yield start;
        },
      }),
    },
    async ({ newThread, say, ended, reports }) => {
      assert.equal((await ended((await say(await newThread(), 'Hello')).turn)).status, 'failed');
      assert.match(reports.join(), /without a turn-end/);
    },
  ),
);

test(
  'an engine that breaks the order of events is stopped and failed; its end in the same batch does not hide it',
  over(
    {
      change: () => ({
        answer: async function* ({ start }): AsyncGenerator<TurnEvent> {
          yield start;
          yield { type: 'part-delta', index: 3, text: 'nowhere' };
          yield { type: 'turn-end', reason: 'end', timing: { totalMs: 1 }, cost: { kind: 'local' } };
        },
      }),
    },
    async ({ newThread, say, ended, reports }) => {
      assert.equal((await ended((await say(await newThread(), 'Hello')).turn)).status, 'failed');
      assert.match(reports.join(), /Part 3 is not open/);
    },
  ),
);

test('a commit that fails in mid-answer stops the engine, is reported, and leaves the runner able to go on', async () => {
  let appended = 0;
  const stopped = Promise.withResolvers<void>();
  const bench = await openScriptedRunner({
    tokensPerSecond: 200,
    script: () => 'z'.repeat(2000),
    turns: (turns) => ({
      append: async (turn, events) => {
        if (++appended === 3) throw new Error('The disk did not take it.');
        return turns.append(turn, events);
      },
    }),
    change: (local) => ({
      answer: (request, signal) => {
        signal.addEventListener('abort', () => stopped.resolve());
        return local.answer(request, signal);
      },
    }),
  });
  try {
    const failed = await bench.ended((await bench.say(await bench.newThread(), 'Hello')).turn);
    await stopped.promise;
    assert.equal(failed.status, 'failed');
    assert.match(bench.reports.join(), /The disk did not take it/);
    const next = await bench.say(await bench.newThread(), 'Again', { settings: { maxTokens: 3 } });
    assert.equal((await bench.ended(next.turn)).reason, 'length');
  } finally {
    await bench.close();
  }
});
