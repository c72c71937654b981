/** Reload, second tab, cut connection at random moments: every reader ends with the same bytes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Caller, callerOf } from '../caller.ts';
import { type BatchMessage, bytesOf, foldOf, readEvents } from '../event-reader.ts';
import { randomFrom } from '../random.ts';
import { recite } from '../recital.ts';
import { startScripted } from '../scripted-oriel.ts';

const ROUNDS = 30;
/** So many rounds at once: their batches are committed together, and must not be mixed up. */
const AT_ONCE = 6;
const TOKENS_PER_SECOND = 200;
const STREAM_MS = 1100;

const seed = Number(process.env.ORIEL_TEST_SEED ?? Date.now() % 1_000_000);
let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  console.log(`readers that leave and come back, seed ${seed} (ORIEL_TEST_SEED=${seed} repeats it)`);
  oriel = await startScripted({ script: recite(), tokensPerSecond: TOKENS_PER_SECOND });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

test('30 rounds: cut readers, a reloaded page and a second tab end with the bytes of a reader that never left', async () => {
  const random = randomFrom(seed);
  let cuts = 0;
  for (let round = 0; round < ROUNDS; round += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const { turn } = await caller.say(await caller.newThread(), 'Recite.');
        const [never, cut, reloaded, second] = await Promise.all([
          readEvents(oriel.url, turn),
          readWithCuts(turn, random, () => cuts++),
          reload(turn, random() * STREAM_MS),
          sleep(random() * 1.5 * STREAM_MS).then(() => readEvents(oriel.url, turn)),
        ]);
        const bytes = bytesOf(never.messages);
        assert.ok(never.isWhole);
        assert.equal(never.messages.at(-1)?.events.at(-1)?.type, 'turn-end');
        assert.equal(bytesOf(cut), bytes, 'the cut reader');
        assert.equal(bytesOf(reloaded), bytes, 'the reloaded page');
        assert.equal(bytesOf(second.messages), bytes, 'the second tab');
        assert.deepEqual(foldOf(cut), await caller.turn(turn));
      }),
    );
  console.log(`${ROUNDS} turns, ${cuts} cuts: all readers had the same bytes`);
  assert.ok(cuts >= ROUNDS, 'Too few cuts: this proves little.');
});

/** Cuts the connection at random moments, and each time comes back with the id of the last whole message. */
async function readWithCuts(turn: string, random: () => number, onCut: () => void): Promise<BatchMessage[]> {
  const had: BatchMessage[] = [];
  for (;;) {
    const after = had.at(-1)?.id;
    const cut = AbortSignal.timeout(Math.ceil(random() * 0.5 * STREAM_MS));
    const { messages, isWhole } = await readEvents(oriel.url, turn, { cut, after });
    had.push(...messages);
    if (isWhole) return had;
    onCut();
    await sleep(random() * 100);
  }
}

/** A page that is loaded again forgets all that it had. */
async function reload(turn: string, afterMs: number): Promise<BatchMessage[]> {
  const { messages, isWhole } = await readEvents(oriel.url, turn, { cut: AbortSignal.timeout(Math.ceil(afterMs)) });
  return isWhole ? messages : (await readEvents(oriel.url, turn)).messages;
}

test('leaving is not stopping: a turn that nobody reads goes on to its end', async () => {
  const { turn } = await caller.say(await caller.newThread(), 'Recite.');
  await readEvents(oriel.url, turn, { cut: AbortSignal.timeout(50) });
  assert.equal((await caller.ended(turn)).reason, 'end');
});

test('every seq of an ended turn can be resumed from, the last one with nothing', async () => {
  const { turn } = await caller.say(await caller.newThread(), 'Recite.');
  const { messages } = await readEvents(oriel.url, turn);
  for (const [at, { id }] of messages.entries()) {
    const rest = await readEvents(oriel.url, turn, { after: id });
    assert.equal(bytesOf(rest.messages), bytesOf(messages.slice(at + 1)));
  }
});

test('ids of batches are 1, 2, 3 ... without a gap', async () => {
  const { turn } = await caller.say(await caller.newThread(), 'Recite.');
  const { messages } = await readEvents(oriel.url, turn);
  assert.deepEqual(
    messages.map(({ id }) => id),
    messages.map((_, at) => String(at + 1)),
  );
});
