/** kill -9 at random moments: nothing that a reader saw is missing, and nothing is there twice. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { Batch, Store } from '#store/store';
import type { Line } from './kill-store-child.ts';
import { randomFrom } from './random.ts';

const ROUNDS = 30;

/** What the killed processes said, over all rounds. */
type Seen = { batches: Map<string, Map<number, string>>; turnsOf: Map<string, string[]> };

test('30 times killed: every batch that a reader saw is in the log, once, and what was running is interrupted', async (t) => {
  const seed = Number(process.env.ORIEL_TEST_SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`seed ${seed} (ORIEL_TEST_SEED repeats it)`);
  const random = randomFrom(seed);
  const home = await mkdtemp(join(tmpdir(), 'oriel-kill-'));
  const seen: Seen = { batches: new Map(), turnsOf: new Map() };
  let batches = 0;
  let interrupted = 0;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await runAndKill({ home, seed: seed + round, afterMs: random() * 200, seen });
      const store = await openStore({ home, now: Date.now, newId });
      try {
        interrupted += await store.recover(Date.now());
        batches += await checkRound(store, seen);
        if (round % 10 === 9) assert.equal((await store.check()).integrity, 'ok');
      } finally {
        await store.close();
      }
      seen.batches.clear();
    }
  } finally {
    await rm(home, { recursive: true });
  }
  t.diagnostic(`${batches} batches seen and found, ${interrupted} turns interrupted`);
  assert.ok(batches > ROUNDS, 'the readers saw something');
  assert.ok(interrupted > ROUNDS, 'turns were running when the process was killed');
});

async function runAndKill(run: { home: string; seed: number; afterMs: number; seen: Seen }): Promise<void> {
  const script = new URL('./kill-store-child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, run.home, String(run.seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parsed(text);
    if (line === 'ready') void sleep(run.afterMs).then(() => child.kill('SIGKILL'));
    else if (line) note(line, run.seen);
  }
  await closed;
  assert.equal(child.signalCode, 'SIGKILL', 'the process lived until it was killed');
}

/** The last line may be cut: then nobody saw it. */
function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

function note(line: Exclude<Line, 'ready'>, { batches, turnsOf }: Seen): void {
  if ('started' in line) {
    turnsOf.set(line.message, [...(turnsOf.get(line.message) ?? []), line.started]);
    batches.set(line.started, batches.get(line.started) ?? new Map());
  } else {
    const ofTurn = batches.get(line.saw) ?? new Map<number, string>();
    assert.equal(ofTurn.get(line.seq) ?? line.json, line.json, 'two readers see the same bytes');
    batches.set(line.saw, ofTurn.set(line.seq, line.json));
  }
}

/** Returns how many batches were seen by a reader and found. */
async function checkRound(store: Store, { batches, turnsOf }: Seen): Promise<number> {
  let found = 0;
  const texts = new Map<string, Promise<Map<string, string>>>();
  for (const [turn, ofTurn] of batches) {
    const log = await logOf(store, turn);
    assert.deepEqual(
      log.map((batch) => batch.seq),
      log.map((_, at) => at + 1),
      `the log of ${turn} has no gap`,
    );
    for (const [seq, json] of ofTurn) assert.equal(log[seq - 1]?.json, json, `batch ${seq} of ${turn} is as it was seen`);
    found += ofTurn.size;
    const folded = await store.turns.get(store.person, turn);
    if (!texts.has(folded.thread)) texts.set(folded.thread, textsOf(store, folded.thread));
    await checkAnswer(store, folded, turnsOf.get(folded.message) ?? [], await texts.get(folded.thread));
  }
  return found;
}

async function textsOf(store: Store, thread: string): Promise<Map<string, string>> {
  return new Map((await store.threads.messages(store.person, thread)).map((message) => [message.id, textOf(message.parts)]));
}

async function checkAnswer(store: Store, turn: Turn, written: string[], texts: Map<string, string> | undefined): Promise<void> {
  assert.ok(turn.status === 'ended' || turn.status === 'interrupted', `${turn.turn} is ${turn.status}`);
  const all = await Promise.all(written.map((id) => (id === turn.turn ? turn : store.turns.get(store.person, id))));
  const text = all.map(({ parts }) => parts.map((part) => part.text).join('')).join('');
  assert.equal(texts?.get(turn.message), text, `the answer of ${turn.turn} is what its turns wrote, in order`);
}

async function logOf(store: Store, turn: string): Promise<Batch[]> {
  const log: Batch[] = [];
  for await (const batch of await store.turns.follow(store.person, turn, 0, AbortSignal.timeout(5_000))) log.push(batch);
  return log;
}
