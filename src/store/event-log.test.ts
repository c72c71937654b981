/** The log over a database that answers when the test says so: what is seen before a commit, and after a failed one. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTask } from 'node:timers/promises';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Database, Row, Statement } from './database.ts';
import { StorageFailed } from './database.ts';
import { EventLog } from './event-log.ts';
import { delta, eventsOf, partStart, startOf, turnEnd } from './harness.contract.ts';
import { RunningTurn } from './running-turn.ts';
import type { Schema } from './schema.ts';

type Write = { unit: readonly Statement[]; commit(): void; fail(error: Error): void };

/** Keeps units until the test commits them; every reading finds turn `t` with nothing but its start. */
function heldDatabase(): { database: Database; writes: Write[] } {
  const writes: Write[] = [];
  class Driver extends DummyDriver {
    override async acquireConnection() {
      return {
        async executeQuery<R>({ sql }: { sql: string }) {
          const rows = sql.includes('max("seq")') ? [{ last_seq: null, seq: 1 }] : [];
          return { rows: rows as R[] };
        },
        streamQuery: () => {
          throw new Error('not streamed');
        },
      };
    }
  }
  const queries = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new Driver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const write = (unit: readonly Statement[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<Row[][]>();
    writes.push({ unit, commit: () => resolve([]), fail: reject });
    return promise;
  };
  const refuse = (): never => {
    throw new Error('not asked for');
  };
  return { database: { queries, write, backup: refuse, verify: refuse, close: refuse }, writes };
}

function logWithTurn(): { log: EventLog; writes: Write[] } {
  const { database, writes } = heldDatabase();
  const log = new EventLog(database, () => 7);
  const running = new RunningTurn('t', { person: 'p', thread: 'h', kept: [], keptTokens: [] });
  running.take([startOf('t', 'h', 'm')]);
  running.nextBatch();
  log.begin(running);
  return { log, writes };
}

/** What a reader has seen so far. */
async function reading(log: EventLog): Promise<{ seen: number[]; done: Promise<void> }> {
  const seen: number[] = [];
  const batches = await log.follow('p', 't', 1, new AbortController().signal);
  const done = (async () => {
    for await (const batch of batches) seen.push(batch.seq);
  })();
  done.catch(() => {}); // Looked at later.
  await nextTask();
  return { seen, done };
}

const settle = async (): Promise<void> => {
  for (let at = 0; at < 5; at++) await nextTask();
};

test('a batch is emitted after its commit, and not one moment before', async () => {
  const { log, writes } = logWithTurn();
  const { seen, done } = await reading(log);
  const appended = log.append('t', eventsOf('x'));
  await settle();
  assert.deepEqual([writes.length, seen], [1, []]);
  writes[0]?.commit();
  assert.equal(await appended, 2);
  await done;
  assert.deepEqual(seen, [2]);
});

test('later events wait for the tick of 30 ms, and then go together', async (t) => {
  const { log, writes } = logWithTurn();
  void log.append('t', [partStart(), delta('first')]);
  await settle();
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  void log.append('t', [delta('a')]);
  void log.append('t', [delta('b')]);
  mock.timers.tick(29);
  assert.equal(writes.length, 1);
  mock.timers.tick(1);
  assert.equal(writes.length, 2);
  assert.ok(writes[1]?.unit[0]?.parameters.includes(JSON.stringify([delta('a'), delta('b')])));
});

test('the end of a turn takes with it what waited for the tick', async () => {
  const { log, writes } = logWithTurn();
  void log.append('t', [partStart(), delta('first')]);
  const waiting = log.append('t', [delta('second')]);
  const ending = log.append('t', [turnEnd()]);
  await settle();
  assert.equal(writes.length, 2);
  for (const write of writes) write.commit();
  assert.deepEqual(await Promise.all([waiting, ending]), [3, 3]);
});

test('after a commit that failed the turn takes nothing more, and its readers are told', async () => {
  const { log, writes } = logWithTurn();
  const { seen, done } = await reading(log);
  const appended = log.append('t', [partStart()]);
  await settle();
  writes[0]?.fail(new StorageFailed('disk full'));
  await Promise.all([assert.rejects(appended, /disk full/), assert.rejects(done, /disk full/)]);
  await assert.rejects(log.append('t', [delta('x')]), /disk full/);
  assert.deepEqual([writes.length, seen], [1, []]);
  await assert.rejects((await reading(log)).done, /disk full/);
});

test('settle commits what waits for the tick', async () => {
  const { log, writes } = logWithTurn();
  void log.append('t', [partStart(), delta('first')]);
  const waiting = log.append('t', [delta('second')]);
  const settled = log.settle();
  await settle();
  for (const write of writes) write.commit();
  await settled;
  assert.equal(await waiting, 3);
});

test('a turn is running here from its begin to the commit of its end', async () => {
  const { log, writes } = logWithTurn();
  assert.equal(log.isRunning('t'), true);
  const ending = log.append('t', [turnEnd()]);
  await settle();
  assert.equal(log.isRunning('t'), true);
  writes[0]?.commit();
  await ending;
  assert.equal(log.isRunning('t'), false);
});
