/** The embedded file: who may open it, what is refused, what an upgrade does first. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqlite } from './database.sqlite.ts';
import { UnitRefused } from './database.ts';
import { newId } from './id.ts';
import { hashOf, type Migration } from './migration.ts';
import { migrations } from './migrations.ts';
import { openStore } from './open-store.ts';
import { NotFound, type Store, StoreRefused } from './store.ts';

async function withHome(use: (home: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'oriel-sqlite-'));
  try {
    await use(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

const open = (home: string): Promise<Store> => openStore({ home, now: Date.now, newId, nodeName: 'test' });

/** A home with some threads in it, closed. */
async function filled(home: string): Promise<void> {
  const store = await open(home);
  for (let at = 0; at < 200; at++) await store.threads.create(store.person, { title: `thread ${at} ${'x'.repeat(400)}` });
  await store.close();
}

function change(home: string, sql: string): void {
  const database = new DatabaseSync(join(home, 'oriel.db'));
  database.exec(sql);
  database.close();
}

async function refusal(home: string): Promise<string> {
  try {
    await (await open(home)).close();
  } catch (error) {
    assert.ok(error instanceof StoreRefused, String(error));
    return error.message;
  }
  return 'opened';
}

test('a second store of one home is refused with the home and what to do; the first goes on', () =>
  withHome(async (home) => {
    const first = await open(home);
    const sentence = await refusal(home);
    assert.ok(sentence.includes(home) && sentence.includes('Stop it, or choose another home'), sentence);
    assert.ok((await first.threads.create(first.person, {})).id);
    await first.close();
    assert.equal(await refusal(home), 'opened');
  }));

test('the lock of a process that was killed is free at once', () =>
  withHome(async (home) => {
    const script = `import { openStore } from '#store/open-store'; import { newId } from '#store/id';
      await openStore({ home: process.argv[1], now: Date.now, newId }); console.log('open'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, home], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    assert.match(await refusal(home), /Another Oriel is using/);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.equal(await refusal(home), 'opened');
  }));

test('a home is for its owner alone', { skip: process.platform === 'win32' && 'Windows has no mode bits' }, () =>
  withHome(async (home) => {
    await filled(join(home, 'new'));
    assert.equal((await stat(join(home, 'new'))).mode & 0o777, 0o700);
    assert.equal((await stat(join(home, 'new', 'oriel.db'))).mode & 0o777, 0o600);
  }),
);

test('data of a newer version is refused with both numbers, and is not changed', () =>
  withHome(async (home) => {
    await filled(home);
    change(home, "insert into migration values (999, 'from-the-future', 'ff', 0, 'test')");
    const before = await readFile(join(home, 'oriel.db'));
    const sentence = await refusal(home);
    assert.match(sentence, /has schema 999 \(from-the-future\) and this version of Oriel knows 3: the data is newer\. Install/);
    assert.deepEqual(await readFile(join(home, 'oriel.db')), before);
  }));

test('data that a changed copy of Oriel made is refused with both hashes', () =>
  withHome(async (home) => {
    await filled(home);
    change(home, `update migration set hash = '${'ab'.repeat(32)}' where number = 1`);
    assert.match(
      await refusal(home),
      /schema 1 \(conversation\) has hash abababababab and this version of Oriel expects [0-9a-f]{12}/,
    );
  }));

test('a file that is no database, a cut one and one with a broken page are refused as damaged, and left as they are', () =>
  withHome(async (home) => {
    const file = join(home, 'oriel.db');
    await writeFile(file, 'This is not a database, but a letter. '.repeat(200));
    assert.match(await refusal(home), /is damaged \(.+\)\. Nothing was changed\. Move it away and put a backup in its place/);
    assert.match(await readFile(file, 'utf8'), /^This is not a database/);
    await rm(file);
    await filled(home);
    await truncate(file, 4096);
    assert.match(await refusal(home), /is damaged/);
    await rm(file);
    await filled(home);
    const whole = await readFile(file);
    whole.fill(0x5a, 100, 4096);
    await writeFile(file, whole);
    assert.match(await refusal(home), /is damaged/);
  }));

test('a lock file that is no database is refused with its name', () =>
  withHome(async (home) => {
    await writeFile(join(home, 'oriel.lock'), 'garbage '.repeat(1000));
    assert.match(await refusal(home), /oriel\.lock/);
  }));

test('an upgrade makes a proven copy first, and runs once', () =>
  withHome(async (home) => {
    await filled(home);
    const next: Migration = {
      number: 4,
      name: 'next',
      statements: ['create table later (id text primary key)', "insert into later values ('a')"],
    };
    for (let start = 0; start < 2; start++) {
      const database = await openSqlite({ home, now: 5, by: 'test', list: [...migrations, next] });
      assert.equal((await database.verify()).schema, 4);
      await database.close();
    }
    const copy = new DatabaseSync(join(home, 'oriel.db.before-0004'), { readOnly: true });
    assert.deepEqual(
      { ...copy.prepare('select count(*) as threads, (select max(number) from migration) as schema from thread').get() },
      { threads: 200, schema: 3 },
    );
    copy.close();
    assert.match(await refusal(home), /the data is newer/);
  }));

test('a migration that fails leaves the data as it was, with its sentence', () =>
  withHome(async (home) => {
    await filled(home);
    const broken: Migration = { number: 4, name: 'broken', statements: ['create table half (id text)', 'create nonsense'] };
    await assert.rejects(openSqlite({ home, now: 5, by: 'test', list: [...migrations, broken] }), StoreRefused);
    const store = await open(home);
    assert.equal((await store.check()).schema, 3);
    await store.close();
  }));

test('released migrations never change: these are their hashes', () => {
  assert.deepEqual(
    migrations.map((migration) => [migration.number, migration.name, hashOf(migration).slice(0, 16)]),
    [
      [1, 'conversation', '9a11bb8a92c81a78'],
      [2, 'search', '890ba1e7ea8a025f'],
      [3, 'opening', 'cc5571922956a75a'],
    ],
  );
});

test('every table keeps its columns to their types', () =>
  withHome(async (home) => {
    await filled(home);
    const database = new DatabaseSync(join(home, 'oriel.db'));
    const loose = database
      .prepare(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'",
      )
      .all();
    assert.deepEqual(loose, []);
    assert.throws(() => database.exec("insert into person values ('x', 'y', 1.5)"), /cannot store REAL value in INTEGER column/);
    database.close();
  }));

test('one refused unit does not take down those that share its commit', () =>
  withHome(async (home) => {
    const database = await openSqlite({ home, now: 0, by: 'test' });
    const { queries } = database;
    const person = (id: string) => queries.insertInto('person').values({ id, name: 'n', created_at: 0 }).compile();
    const outcomes = await Promise.allSettled([
      database.write([person('a'), person('b')]),
      database.write([person('c'), person('a')]),
      database.write([
        person('d'),
        { ...queries.updateTable('person').set({ name: 'x' }).where('id', '=', 'nobody').compile(), must: 'person' },
      ]),
      database.write([
        queries.insertInto('thread').values({ id: 't', person_id: 'nobody', pinned: 0, created_at: 0, updated_at: 0 }).compile(),
      ]),
      database.write([{ sql: 'select nonsense from nowhere', parameters: [] }]),
      database.write([person('e')]),
    ]);
    const kinds = outcomes.map((one) =>
      one.status === 'rejected' && one.reason instanceof UnitRefused ? one.reason.refusal.kind : one.status,
    );
    assert.deepEqual(kinds, ['fulfilled', 'unique', 'missing', 'foreign-key', 'invalid', 'fulfilled']);
    const rows = await queries.selectFrom('person').select('id').orderBy('id').execute();
    assert.deepEqual(
      rows.map((row) => row.id),
      ['a', 'b', 'e'],
    );
    await database.close();
  }));

test('an integer above 2^53 is an error when it is read, and never a wrong number', () =>
  withHome(async (home) => {
    const database = await openSqlite({ home, now: 0, by: 'test' });
    await database.write([
      { sql: 'insert into person (id, name, created_at) values (?, ?, ?)', parameters: ['p', 'n', 2n ** 53n + 1n] },
    ]);
    await assert.rejects(database.queries.selectFrom('person').select('created_at').execute(), /9007199254740993/);
    await database.close();
  }));

test('a store that was closed, even twice, writes nothing more, and says so', () =>
  withHome(async (home) => {
    const store = await open(home);
    await Promise.all([store.close(), store.close()]);
    await store.close();
    await assert.rejects(store.threads.create(store.person, {}), /The store is closed/);
    assert.ok(!existsSync(join(home, 'oriel.db-wal')), 'the log of the database was folded in');
  }));

test('a process that forgets to close still ends, with what it acknowledged', () =>
  withHome(async (home) => {
    const script = `import { openStore } from '#store/open-store'; import { newId } from '#store/id';
      const store = await openStore({ home: process.argv[1], now: Date.now, newId });
      console.log((await store.threads.create(store.person, { title: 'kept' })).id);`;
    const forgetful = spawn(process.execPath, ['--input-type=module', '-e', script, home], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [[id], [code]] = await Promise.all([once(forgetful.stdout, 'data'), once(forgetful, 'exit')]);
    assert.equal(code, 0);
    const store = await open(home);
    assert.equal((await store.threads.get(store.person, String(id).trim())).title, 'kept');
    await assert.rejects(store.threads.get(store.person, newId()), NotFound);
    await store.close();
  }));
