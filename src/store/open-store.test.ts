/** The store as the server opens it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { newId } from './id.ts';
import { openStore, type StoreOptions } from './open-store.ts';

async function opened(options: Partial<StoreOptions>, look: (home: string, by: unknown) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-open-'));
  const home = join(folder, 'not', 'there', 'yet');
  const store = await openStore({ home, now: () => 1_234, newId, ...options });
  await store.close();
  const database = new DatabaseSync(join(home, 'oriel.db'), { readOnly: true });
  const rows = database
    .prepare('select distinct at, by from migration')
    .all()
    .map((row) => ({ ...row }));
  const person = database.prepare('select id, name, created_at as at from person').get();
  database.close();
  assert.deepEqual({ ...person }, { id: store.person, name: 'local', at: 1_234 });
  look(home, rows);
  await rm(folder, { recursive: true });
}

test('a home that is not there is made, with its folders; what ran and when is written down', () =>
  opened({ nodeName: 'the-node' }, (home, rows) => {
    assert.ok(existsSync(join(home, 'oriel.lock')));
    assert.deepEqual(rows, [{ at: 1_234, by: 'the-node' }]);
  }));

test('without a name the node is called as its machine', () =>
  opened({}, (_home, rows) => assert.deepEqual(rows, [{ at: 1_234, by: hostname() }])));

test('two homes are two stores, at the same time in one process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-open-'));
  const [one, other] = await Promise.all(['a', 'b'].map((name) => openStore({ home: join(folder, name), now: Date.now, newId })));
  assert.ok(one && other);
  await one.threads.create(one.person, { title: 'here' });
  assert.deepEqual((await other.threads.list(other.person, { limit: 5 })).rows, []);
  await Promise.all([one.close(), other.close()]);
  await rm(folder, { recursive: true });
});
