/** The embedded database: one SQLite file, one process, a thread that writes and a connection that reads. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Committer } from './database.committer.ts';
import { openConnection } from './database.connection.ts';
import { provenCopy, verifyFile } from './database.copy.ts';
import { queriesOver } from './database.dialect.ts';
import { takeLock } from './database.lock.ts';
import { migrate } from './database.migrate.ts';
import type { Database } from './database.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';

export type SqliteOptions = { home: string; now: number; by: string; list?: readonly Migration[] };

/**
 * Opens the database of a home, and makes both when they are not there.
 * @throws StoreRefused when another process holds the home, or the file is newer, changed or damaged.
 */
export async function openSqlite({ home, now, by, list = migrations }: SqliteOptions): Promise<Database> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(resolve(home), 'oriel.db');
  const giveBack = takeLock(join(resolve(home), 'oriel.lock'));
  try {
    await migrate({ file, list, now, by });
    chmodSync(file, 0o600);
    // Its thread begins while the caller goes on: 20 ms that a start need not wait for.
    const committer = new Committer(file);
    const reader = openConnection(file, true);
    const close = async (): Promise<void> => {
      // The writing connection goes last: it folds the log of the database into the file.
      reader.database.close();
      await committer.close();
      giveBack();
    };
    let closing: Promise<void> | undefined;
    return {
      queries: queriesOver(reader),
      write: (unit) => committer.write(unit),
      backup: (copy) => provenCopy(resolve(copy), (draft) => committer.copy(draft)),
      verify: () => verifyFile(file),
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}
