/** kill -9 of the whole server while a model is being loaded: the question is kept, its turn is interrupted, and goes on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import type { StartedTurnBody } from '#wire/thread';
import { ask, callerOf } from '../caller.ts';
import { foldOf, readEvents } from '../event-reader.ts';
import { randomFrom } from '../random.ts';
import { RECITAL } from '../recital.ts';
import { startScriptedVictim } from './victim.ts';

const ROUNDS = 8;
const NEVER_MS = 600_000;

test('8 times killed while it loads: nothing is lost, nothing is there twice, trying again and continuing both answer', async (t) => {
  const seed = Number(process.env.ORIEL_TEST_SEED ?? Date.now() % 1_000_000);
  console.log(`kill -9 while a model loads, seed ${seed} (ORIEL_TEST_SEED=${seed} repeats it)`);
  const random = randomFrom(seed);
  const home = mkdtempSync(join(tmpdir(), 'oriel-kill-'));
  let victim = await startScriptedVictim(home, 0, NEVER_MS);
  t.after(async () => {
    await victim.kill();
    rmSync(home, { recursive: true, force: true });
  });
  for (let round = 0; round < ROUNDS; round++) {
    const before = callerOf(victim.url);
    const thread = await before.newThread();
    const requestId = crypto.randomUUID();
    const started = await before.say(thread, 'Recite.', { requestId });
    // Killed before it took the call, the server said nothing either.
    const reading = readEvents(victim.url, started.turn).catch((error) => {
      if (error.code !== 'ECONNRESET') throw error;
      return { messages: [] };
    });
    await sleep(random() * 200);
    await victim.kill();
    assert.deepEqual((await reading).messages, [], 'A turn whose model loads says nothing yet.');

    victim = await startScriptedVictim(home, 0);
    const oriel = callerOf(victim.url);
    const { store } = await ask<{ store: { integrity: string } }>(victim.url, 'GET', '/doctor');
    assert.equal(store.integrity, 'ok');
    assert.deepEqual(await oriel.say(thread, 'Recite.', { requestId }), started, 'Sent again, it is the same turn.');
    const { messages } = await readEvents(victim.url, started.turn);
    const turn = await oriel.turn(started.turn);
    assert.deepEqual(foldOf(messages), turn);
    assert.deepEqual([turn.status, turn.parts], ['interrupted', []]);
    const next: StartedTurnBody =
      round % 2 === 0
        ? await oriel.goOn(started.turn)
        : await ask(victim.url, 'POST', `/threads/${thread}/turns`, { parent: started.message });
    assert.equal((await oriel.ended(next.turn)).status, 'ended');
    const all = (await oriel.thread(thread)).messages;
    assert.deepEqual(
      all.filter(({ role }) => role === 'user').map(({ parts }) => textOf(parts)),
      ['Recite.'],
    );
    assert.equal(textOf(all.find(({ id }) => id === next.answer)?.parts ?? []), RECITAL);
    assert.equal(all.length, round % 2 === 0 ? 2 : 3);
    await victim.kill();
    victim = await startScriptedVictim(home, 0, NEVER_MS);
  }
});
