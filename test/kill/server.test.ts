/** kill -9 of the whole server at random moments: nothing that a client was shown is lost, and *continue* finishes the answer. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import type { StartedTurnBody } from '#wire/thread';
import { ask, call, callerOf } from '../caller.ts';
import { type BatchMessage, bytesOf, foldOf, readEvents } from '../event-reader.ts';
import { randomFrom } from '../random.ts';
import { RECITAL } from '../recital.ts';
import { killAStart, startScriptedVictim, type Victim } from './victim.ts';

const ROUNDS = 30;
const TOKENS_PER_SECOND = 200;
/** The recital takes about this long. */
const STREAM_MS = 1100;

type Asked = { thread: string; requestId: string; started?: StartedTurnBody; seen: BatchMessage[] };

test('30 times killed: the database is sound, all that was shown is there, the turn is interrupted, continue finishes it', async (t) => {
  const seed = Number(process.env.ORIEL_TEST_SEED ?? Date.now() % 1_000_000);
  console.log(`kill -9 of the server, seed ${seed} (ORIEL_TEST_SEED=${seed} repeats it)`);
  const random = randomFrom(seed);
  const home = mkdtempSync(join(tmpdir(), 'oriel-kill-'));
  const tally = { interrupted: 0, whole: 0, unborn: 0, shown: 0 };
  let victim = await startScriptedVictim(home, TOKENS_PER_SECOND);
  t.after(async () => {
    await victim.kill();
    rmSync(home, { recursive: true, force: true });
  });
  for (let round = 0; round < ROUNDS; round++) {
    // Every fifth round cuts the very beginning, where the question may or may not have been taken.
    const afterMs = random() * (round % 5 === 4 ? 40 : STREAM_MS);
    const asked = await Promise.all([beginOne(victim), beginOne(victim)]);
    const answering = asked.map((one) => sayAndRead(victim, one));
    await sleep(afterMs);
    await victim.kill();
    await Promise.all(answering);
    if (round % 4 === 3) await killAStart(home, random() * 600);
    victim = await startScriptedVictim(home, TOKENS_PER_SECOND);
    const { store } = await ask<{ store: { integrity: string } }>(victim.url, 'GET', '/doctor');
    assert.equal(store.integrity, 'ok', `round ${round}`);
    await Promise.all(asked.map((one) => mend(victim, one, tally)));
  }
  console.log(
    `${ROUNDS} kills: ${tally.interrupted} answers interrupted and finished, ${tally.whole} were whole, ` +
      `${tally.unborn} had not begun; ${tally.shown} tokens had been shown, none is missing`,
  );
  assert.ok(tally.interrupted >= ROUNDS / 2, 'Too few kills met a stream: this proves little.');
});

async function beginOne({ url }: Victim): Promise<Asked> {
  return { thread: await callerOf(url).newThread(), requestId: crypto.randomUUID(), seen: [] };
}

/** Sends the question and reads until the server dies; keeps what was shown. */
async function sayAndRead({ url }: Victim, asked: Asked): Promise<void> {
  const sent = await call(url, 'POST', `/threads/${asked.thread}/turns`, { text: 'Recite.', requestId: asked.requestId }).catch(
    () => undefined,
  );
  if (!sent) return;
  assert.equal(sent.status, 202);
  asked.started = JSON.parse(sent.text);
  await readEvents(url, JSON.parse(sent.text).turn, { onMessage: (message) => asked.seen.push(message) }).catch(() => undefined);
}

async function mend(
  { url }: Victim,
  asked: Asked,
  tally: { interrupted: number; whole: number; unborn: number; shown: number },
): Promise<void> {
  const oriel = callerOf(url);
  const before = await oriel.thread(asked.thread);
  // The same request again: the first answer when it was taken, a new turn when it was not.
  const again = await oriel.say(asked.thread, 'Recite.', { requestId: asked.requestId });
  if (asked.started) assert.deepEqual(again, asked.started);
  if (before.messages.length === 0) tally.unborn++;
  else assert.equal(before.messages.at(-1)?.turn, again.turn);

  const log = await readEvents(url, again.turn);
  assert.equal(
    bytesOf(log.messages.slice(0, asked.seen.length)),
    bytesOf(asked.seen),
    'What the client was shown is not what the log says.',
  );
  const turn = foldOf(log.messages);
  assert.deepEqual(turn, await oriel.turn(again.turn));
  tally.shown += foldOf(asked.seen)?.parts.flatMap((part) => part.tokens).length ?? 0;
  if (turn?.status === 'ended') tally.whole++;
  else {
    assert.equal(turn?.status, 'interrupted');
    tally.interrupted++;
    const kept = turn.parts.map((part) => part.text).join('');
    const next = await oriel.goOn(again.turn);
    assert.equal(next.answer, again.answer, 'Continuing writes on in the same message.');
    const rest = await oriel.ended(next.turn);
    assert.equal(rest.status, 'ended');
    assert.equal(kept + rest.parts.map((part) => part.text).join(''), RECITAL);
  }
  const { messages } = await oriel.thread(asked.thread);
  assert.deepEqual(
    messages.map((message) => [message.role, textOf(message.parts)]),
    [
      ['user', 'Recite.'],
      ['assistant', RECITAL],
    ],
  );
}
