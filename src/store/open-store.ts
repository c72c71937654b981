/** Opens the store of a home: the one place where its parts are put together. */
import { hostname } from 'node:os';
import { openSqlite } from './database.sqlite.ts';
import { EventLog } from './event-log.ts';
import { localPerson } from './people.ts';
import { preferencesOf } from './preferences.ts';
import { recoverTurns } from './recovery.ts';
import { sightingsOf } from './sightings.ts';
import type { Store } from './store.ts';
import { threadsOf } from './threads.ts';
import { turnsOf } from './turns.ts';

export type StoreOptions = {
  /** A folder; it is made when it is not there. */
  home: string;
  /** Epoch ms. */
  now: () => number;
  /** UUIDv7. */
  newId: () => string;
  /** Written beside the migrations that this process runs; default the machine's name. */
  nodeName?: string;
};

/** @throws StoreRefused when another process holds the home, or its data is newer, changed or damaged. */
export async function openStore({ home, now, newId, nodeName = hostname() }: StoreOptions): Promise<Store> {
  const database = await openSqlite({ home, now: now(), by: nodeName });
  const log = new EventLog(database, now);
  const person = await localPerson(database, now(), newId);
  const preferences = preferencesOf(database);
  return {
    person,
    threads: threadsOf({ database, now, newId }),
    turns: turnsOf(database, log, now),
    preferences,
    sightings: sightingsOf(database),
    recover: (at) => recoverTurns(database, at, (turn) => log.isRunning(turn)),
    async backup(file) {
      const { bytes, threads, turns } = await database.backup(file);
      return { bytes, threads, turns };
    },
    async check() {
      return { ...(await database.verify()), commitMs: await commitMs() };
    },
    async close() {
      await log.settle();
      await database.close();
    },
  };

  /** Median of seven durable commits of one row. */
  async function commitMs(): Promise<number> {
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      const start = performance.now();
      await preferences.set(person, 'store.commit-probe', round);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[3] ?? 0;
  }
}
