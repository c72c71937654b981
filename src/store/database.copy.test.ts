/** Backups: proven, never half, never over something else, and while people write. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { provenCopy, verifyFile } from './database.copy.ts';
import { answered, batchesOf, begin, delta, eventsOf, exchangeIn, foldBatches, partStart, turnEnd } from './harness.contract.ts';
import { newId } from './id.ts';
import { openStore } from './open-store.ts';
import { type Store, StoreRefused } from './store.ts';

async function withStore(use: (store: Store, home: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'oriel-copy-'));
  const store = await openStore({ home, now: Date.now, newId });
  try {
    await use(store, home);
  } finally {
    await store.close();
    await rm(home, { recursive: true });
  }
}

/** A home that holds the backup alone, as after a restore. */
async function restored(home: string, backup: string): Promise<Store> {
  await mkdir(join(home, 'restored'));
  await writeFile(join(home, 'restored', 'oriel.db'), await readFile(backup));
  return openStore({ home: join(home, 'restored'), now: Date.now, newId });
}

test('a backup is one file that opens as the same threads and turns', () =>
  withStore(async (store, home) => {
    const thread = await store.threads.create(store.person, { title: 'kept' });
    const { start } = await answered(store, thread.id, 'question', 'answer');
    const file = join(home, 'copy.db');
    const { threads, turns, bytes } = await store.backup(file);
    assert.deepEqual([threads, turns, bytes], [1, 1, (await readFile(file)).length]);
    const other = await restored(home, file);
    assert.deepEqual(await other.threads.get(other.person, thread.id), await store.threads.get(store.person, thread.id));
    assert.deepEqual(await batchesOf(other, start.turn), await batchesOf(store, start.turn));
    assert.equal((await other.threads.list(other.person, { query: 'answer', limit: 5 })).rows.length, 1);
    await other.close();
  }));

test('a backup taken while turns are running is sound, and they go on', () =>
  withStore(async (store, home) => {
    const thread = await store.threads.create(store.person, {});
    for (let at = 0; at < 60; at++) await answered(store, thread.id, `filling ${'text '.repeat(2_000)}`, 'reply '.repeat(2_000));
    const running = Array.from({ length: 20 }, () => exchangeIn(thread.id, 'q'));
    for (const exchange of running) {
      await begin(store, exchange);
      await store.turns.append(exchange.start.turn, [partStart(), delta('0')]);
    }
    let isCopying = true;
    let written = 0;
    const writing = running.map(async ({ start }) => {
      while (isCopying) {
        await store.turns.append(start.turn, [delta(' more')]);
        written += 1;
      }
      await store.turns.append(start.turn, [turnEnd()]);
    });
    const { turns } = await store.backup(join(home, 'copy.db'));
    isCopying = false;
    await Promise.all(writing);
    assert.equal(turns, 80);
    assert.ok(written > 0, 'something was written during the copy');
    const other = await restored(home, join(home, 'copy.db'));
    assert.equal(await other.recover(Date.now()), 20);
    for (const { start } of running) assert.equal(foldBatches(await batchesOf(other, start.turn))?.status, 'interrupted');
    await other.close();
  }));

test('a file that is there is never overwritten', () =>
  withStore(async (store, home) => {
    const file = join(home, 'precious.txt');
    await writeFile(file, 'precious');
    await assert.rejects(
      store.backup(file),
      (error: Error) => error instanceof StoreRefused && error.message.includes(`${file} is there already`),
    );
    assert.equal(await readFile(file, 'utf8'), 'precious');
  }));

test('a folder that is not there is an error with its name, and the store goes on', () =>
  withStore(async (store, home) => {
    await assert.rejects(store.backup(join(home, 'nowhere', 'copy.db')), /nowhere/);
    assert.ok(await store.threads.create(store.person, {}));
  }));

test('a copy that does not hold is not kept', () =>
  withStore(async (store, home) => {
    const { id } = await store.threads.create(store.person, {});
    await answered(store, id, 'q', 'a');
    const good = join(home, 'good.db');
    await store.backup(good);
    for (const [damage, complaint] of [
      ['delete from turn_event where seq = 1', /log of turn .+ has a gap/],
      ["update turn set status = 'stopped'", /is stopped and its log says ended/],
      ['update turn_event set events = \'[{"type":"part-end","index":9}]\' where seq = 2', /does not fold/],
      ['pragma foreign_keys = off; delete from thread', /a row of \w+ points to no thread/],
    ] as const) {
      const bad = join(home, 'bad.db');
      await assert.rejects(
        provenCopy(bad, async (draft) => {
          await writeFile(draft, await readFile(good));
          const database = new DatabaseSync(draft);
          database.exec(damage);
          database.close();
        }),
        complaint,
      );
      assert.equal(existsSync(bad), false);
    }
    assert.deepEqual(
      (await readdir(home)).filter((name) => name.includes('.part')),
      [],
    );
  }));

test('a file that is no store cannot be verified, and the sentence has its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-copy-'));
  const file = join(folder, 'letter.db');
  await writeFile(file, 'not a database '.repeat(300));
  await assert.rejects(verifyFile(file), /letter\.db cannot be verified: file is not a database/);
  await rm(folder, { recursive: true });
});

test('a backup holds what was acknowledged before it began', () =>
  withStore(async (store, home) => {
    const { id } = await store.threads.create(store.person, {});
    const exchange = exchangeIn(id, 'q');
    await begin(store, exchange);
    await store.turns.append(exchange.start.turn, eventsOf('last words'));
    await store.backup(join(home, 'copy.db'));
    const other = await restored(home, join(home, 'copy.db'));
    assert.equal((await other.turns.get(other.person, exchange.start.turn)).parts[0]?.text, 'last words');
    await other.close();
  }));

test('a folder that is not there is named', () =>
  withStore(async (store, home) => {
    const file = join(home, 'nowhere', 'copy.db');
    await assert.rejects(
      store.backup(file),
      (error) => error instanceof StoreRefused && /no folder .*nowhere/.test(error.message),
    );
  }));
