/**
 * Where things of the weights lie below the home: names of files, and small JSON records that are replaced whole. Knows nothing of how
 * a file is fetched.
 *
 *   weights/<sha256>.gguf        a verified file
 *   weights/<sha256>.json        what is known of it (record.ts)
 *   weights/<sha256>.work/       parts under way, gone when the file is verified
 *   weights/<sha256>.lock        held by the process that fetches
 *   weights/<id>.row.json        a row that the table does not know, or not whole
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './failure.ts';

export type Place = {
  folder: string;
  file: string;
  record: string;
  work: string;
  lock: string;
};

export function placeOf(folder: string, sha256: string): Place {
  const at = (ending: string) => join(folder, `${sha256}${ending}`);
  return { folder, file: at('.gguf'), record: at('.json'), work: at('.work'), lock: at('.lock') };
}

/** The parsed JSON of a file; undefined when there is none or it was cut by a crash. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces a file in one step: a reader sees the old or the new, a crash leaves one of them. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}.new`;
  const file = await open(fresh, 'w');
  try {
    await file.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path).catch(async (error) => {
    await rm(fresh, { force: true });
    throw error;
  });
}
