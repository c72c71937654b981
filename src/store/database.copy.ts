/** A copy that was proven before it has its name. Knows no table. */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StorageFailed, type Verdict } from './database.ts';
import { StoreRefused } from './store.ts';

/** Proves a database file in a thread of its own. */
export function verifyFile(file: string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./database.verify.ts', import.meta.url), { workerData: { file }, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', (error: Error) => reject(new StorageFailed(`${file} cannot be verified: ${error.message}`)));
  });
}

/**
 * Writes a copy beside `file` by `copy`, proves it, and gives it its name.
 * @throws StoreRefused when `file` is there already; StorageFailed when the copy does not hold.
 */
export async function provenCopy(file: string, copy: (draft: string) => Promise<void>): Promise<Verdict> {
  if (existsSync(file)) {
    throw new StoreRefused(`${file} is there already, and a backup never overwrites. Choose another name, or remove it first.`);
  }
  if (!existsSync(dirname(file))) {
    throw new StoreRefused(`There is no folder ${dirname(file)} for the backup. Make it first, or choose another place.`);
  }
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  try {
    await copy(draft);
    asOneFile(draft);
    const verdict = await verifyFile(draft);
    if (verdict.integrity !== 'ok') throw new StorageFailed(`The copy is not sound, so it was not kept: ${verdict.integrity}.`);
    await syncToDisk(draft);
    await rename(draft, file);
    await syncToDisk(dirname(file));
    return verdict;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Without a log beside it, from which a file that is moved alone would be torn. */
function asOneFile(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = delete');
  database.close();
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
