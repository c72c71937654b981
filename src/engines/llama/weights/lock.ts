/**
 * One lock a file, between processes: a small file that only one can create. It holds the process, its sign of life and how far the
 * fetch has come, so that another process can wait and still say where things stand. A lock whose process is gone is taken over.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './failure.ts';
import { readJson, writeJson } from './place.ts';

/** What the holder says of itself, for those who wait. */
export type LockNote = { received?: number; source?: string };

export type Lock = {
  /** Written with the next sign of life. */
  note(note: LockNote): void;
  release(): Promise<void>;
};

type LockBody = LockNote & { pid: number; token: string; at: number };

const BEAT_MS = 1000;
/** A living process that gives no sign for so long is another program with the same number. */
const STALE_MS = 30_000;
const POLL_MS = 250;
/** Taking over is a matter of milliseconds; a guard older than this belonged to a process that was killed in between. */
const GUARD_MS = 5000;

/** Waits until the lock is ours; `onWait` hears of the present holder. */
export async function takeLock(
  path: string,
  signal: AbortSignal,
  onWait: (holder: LockNote & { pid: number }) => void,
): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true });
  const token = randomUUID();
  for (;;) {
    signal.throwIfAborted();
    if (await create(path, body(token))) return held(path, token);
    const holder = await readBody(path);
    if (holder === undefined || !isAlive(holder)) {
      await clear(path, holder?.token);
      if (holder !== undefined) continue;
    } else onWait(holder);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function body(token: string, note: LockNote = {}): LockBody {
  return { ...note, pid: process.pid, token, at: Date.now() };
}

function held(path: string, token: string): Lock {
  let last: LockNote = {};
  let writing = Promise.resolve();
  const beat = setInterval(() => {
    writing = writing
      .then(async () => {
        if ((await readBody(path))?.token === token) await writeJson(path, body(token, last));
      })
      .catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    note: (note) => {
      last = note;
    },
    release: async () => {
      clearInterval(beat);
      await writing;
      if ((await readBody(path))?.token === token) await rm(path, { force: true });
    },
  };
}

/** True when the file did not exist and is ours now. */
async function create(path: string, content: LockBody): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(content)).finally(() => file.close());
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readBody(path: string): Promise<LockBody | undefined> {
  const read = await readJson(path);
  if (typeof read !== 'object' || read === null) return undefined;
  const { pid, token, at } = read as Partial<LockBody>;
  return typeof pid === 'number' && typeof token === 'string' && typeof at === 'number' ? (read as LockBody) : undefined;
}

function isAlive(holder: LockBody): boolean {
  if (Date.now() - holder.at > STALE_MS) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Removes a dead lock, one process at a time, and only if it is still the one that was seen. */
async function clear(path: string, token: string | undefined): Promise<void> {
  const guard = `${path}.guard`;
  if (!(await create(guard, body('guard')))) {
    const age = Date.now() - ((await stat(guard).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > GUARD_MS) await rm(guard, { force: true });
    return;
  }
  try {
    const now = await readBody(path);
    // A lock without content was cut by a crash between creating and writing; give a living one time to write.
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (now === undefined ? age > BEAT_MS : now.token === token) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
