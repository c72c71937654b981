/** One reader, with a log that is an array: every order in which batches can come to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTask } from 'node:timers/promises';
import fc from 'fast-check';

import type { Batch } from './store.ts';
import { type LogBatch, TurnReader } from './turn-reader.ts';

const steps = fc.array(fc.record({ isOffered: fc.boolean(), pauses: fc.boolean() }), { minLength: 1, maxLength: 30 });
const never = new AbortController().signal;

/** A log to which batches are committed, and a reader that is offered some of them. */
function logWith(pageSize = 3) {
  const rows: LogBatch[] = [];
  let readings = 0;
  return {
    rows,
    readings: () => readings,
    commit(isLast = false, json = `[${rows.length + 1}]`): LogBatch {
      const batch = { seq: rows.length + 1, json, isLast };
      rows.push(batch);
      return batch;
    },
    async read(after: number) {
      readings += 1;
      await nextTask();
      const batches = rows.slice(after, after + pageSize);
      return { batches, hasMore: batches.length === pageSize };
    },
  };
}

async function collect(batches: AsyncIterable<Batch>): Promise<number[]> {
  const seqs: number[] = [];
  for await (const batch of batches) seqs.push(batch.seq);
  return seqs;
}

test('what is in the log comes first, then what is offered; the last batch ends it', async () => {
  const log = logWith();
  for (let at = 0; at < 7; at++) log.commit();
  const reader = new TurnReader(log.read, 2);
  const reading = collect(reader.batches(never));
  for (let at = 0; at < 20; at++) await nextTask();
  reader.offer(log.commit());
  reader.offer(log.commit(true));
  assert.deepEqual(await reading, [3, 4, 5, 6, 7, 8, 9]);
});

test('a reader that is offered all reads the table only at its beginning', async () => {
  const log = logWith();
  const reader = new TurnReader(log.read, 0);
  const reading = collect(reader.batches(never));
  await nextTask();
  for (let at = 0; at < 50; at++) {
    reader.offer(log.commit(at === 49));
    if (at % 5 === 0) await nextTask();
  }
  assert.equal((await reading).length, 50);
  assert.ok(log.readings() <= 2, `${log.readings()} readings`);
});

test('a gap in what is offered is read from the table', async () => {
  const log = logWith();
  const reader = new TurnReader(log.read, 0);
  const reading = collect(reader.batches(never));
  await nextTask();
  await nextTask();
  log.commit();
  log.commit();
  reader.offer(log.commit());
  await nextTask();
  reader.offer(log.commit(true));
  assert.deepEqual(await reading, [1, 2, 3, 4]);
});

test('at most 1 MiB is held for a slow reader; the rest it reads later', async () => {
  const log = logWith();
  const reader = new TurnReader(log.read, 0);
  const batches = reader.batches(never);
  log.commit();
  await batches.next();
  for (let at = 0; at < 9; at++) reader.offer(log.commit(at === 8, 'x'.repeat(200_000)));
  const before = log.readings();
  const seqs: number[] = [];
  for await (const batch of batches) seqs.push(batch.seq);
  assert.deepEqual(seqs, [2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.ok(log.readings() > before, 'the table was read again');
});

test('when nothing more can be committed, the reader gets what was, and the error', async () => {
  const log = logWith();
  log.commit();
  const reader = new TurnReader(log.read, 0);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const batch of reader.batches(never)) seen.push(batch.seq);
  })();
  reader.offer(log.commit());
  reader.fail(new Error('disk full'));
  await assert.rejects(reading, /disk full/);
  assert.deepEqual(seen, [1, 2]);
});

test('any interleaving of commits, offers that get lost and pauses gives every batch once, in order', () =>
  fc.assert(
    fc.asyncProperty(steps, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 }), async (taken, after, pageSize) => {
      const log = logWith(pageSize);
      for (let at = 0; at < after; at++) log.commit();
      const reader = new TurnReader(log.read, after);
      const reading = collect(reader.batches(never));
      for (const [at, { isOffered, pauses }] of taken.entries()) {
        const isLast = at === taken.length - 1;
        const batch = log.commit(isLast);
        // An offer that is lost is made up for by a later one: the last always comes.
        if (isOffered || isLast) reader.offer(batch);
        if (pauses) await nextTask();
      }
      assert.deepEqual(
        await reading,
        taken.map((_, at) => after + at + 1),
      );
    }),
    { numRuns: 200 },
  ));
