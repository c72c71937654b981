/**
 * One writer process a home. The lock is an exclusive transaction held open on a database of its own: the system frees
 * it when the process dies, however it dies.
 */
import { DatabaseSync } from 'node:sqlite';
import { isSqliteError } from './database.connection.ts';
import { HomeHeld, StoreRefused } from './store.ts';

/** Takes the lock and returns what gives it back. @throws HomeHeld when another process holds it. */
export function takeLock(file: string): () => void {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (isSqliteError(error) && (error.errcode & 0xff) === 5) {
      throw new HomeHeld(
        `Another Oriel is using ${file.replace(/[^/\\]*$/, '')}: one home has one writer. Stop it, or choose another home with --home.`,
      );
    }
    throw new StoreRefused(
      `${file} cannot be locked: ${error instanceof Error ? error.message : error}. Remove it if no Oriel is running.`,
    );
  }
  return () => lock.close();
}
