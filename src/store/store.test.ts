/** The contract on the embedded database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newId } from './id.ts';
import { openStore } from './open-store.ts';
import { storeContract } from './store.contract.ts';

storeContract({
  name: 'SQLite',
  async open() {
    const home = await mkdtemp(join(tmpdir(), 'oriel-store-'));
    const clock = { now: 1_700_000_000_000 };
    const openAgain = () => openStore({ home, now: () => clock.now, newId });
    let store = await openAgain();
    return {
      store,
      clock,
      async addPerson() {
        const person = newId();
        const database = new DatabaseSync(join(home, 'oriel.db'), { timeout: 5000 });
        database.prepare('insert into person (id, name, created_at) values (?, ?, ?)').run(person, 'another', clock.now);
        database.close();
        return person;
      },
      async reopen() {
        await store.close();
        store = await openAgain();
        return store;
      },
      async close() {
        await store.close();
        await rm(home, { recursive: true });
      },
    };
  },
});
