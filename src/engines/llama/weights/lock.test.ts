import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeLock } from './lock.ts';
import { temporaryFolder } from './stand-in/file.ts';

const never = new AbortController().signal;
const alone = () => assert.fail('nobody holds it');

/** Number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('a lock is there while it is held and gone after', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  const lock = await takeLock(path, never, alone);
  assert.equal(JSON.parse(await readFile(path, 'utf8')).pid, process.pid);
  await lock.release();
  assert.equal(existsSync(path), false);
});

test('the second waits, hears who holds it, and has it when the first lets go', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  const first = await takeLock(path, never, alone);
  let heard = 0;
  const second = takeLock(path, never, (holder) => {
    heard = holder.pid;
    void first.release();
  });
  await (await second).release();
  assert.equal(heard, process.pid);
});

test('those who wait hear how far the holder is', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  const first = await takeLock(path, never, alone);
  first.note({ received: 42, source: 'the moon' });
  let heard: object = {};
  const second = takeLock(path, never, (holder) => {
    if (holder.received !== 42) return;
    heard = holder;
    void first.release();
  });
  await (await second).release();
  assert.equal('source' in heard && heard.source, 'the moon');
});

test('of many who ask at once only one has it at a time', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  let holders = 0;
  let most = 0;
  const turn = async () => {
    const lock = await takeLock(path, never, () => {});
    most = Math.max(most, ++holders);
    await new Promise((resolve) => setTimeout(resolve, 5));
    holders--;
    await lock.release();
  };
  await Promise.all([turn(), turn(), turn(), turn()]);
  assert.equal(most, 1);
});

test('the lock of a process that is gone is taken over', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  await writeFile(path, JSON.stringify({ pid: deadPid(), token: 'x', at: Date.now() }));
  await (await takeLock(path, never, alone)).release();
});

test('the lock of a living process that has long given no sign is taken over: its number was given anew', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  await writeFile(path, JSON.stringify({ pid: process.pid, token: 'x', at: Date.now() - 60_000 }));
  await (await takeLock(path, never, alone)).release();
});

test('an empty lock that a crash left is taken over', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  await writeFile(path, '');
  await utimes(path, new Date(0), new Date(0));
  await (await takeLock(path, never, alone)).release();
});

test('a guard that a crash left does not hold for ever', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  await writeFile(path, JSON.stringify({ pid: deadPid(), token: 'x', at: Date.now() }));
  await writeFile(`${path}.guard`, '');
  await utimes(`${path}.guard`, new Date(0), new Date(0));
  await (await takeLock(path, never, alone)).release();
});

test('waiting can be given up', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  const first = await takeLock(path, never, alone);
  await assert.rejects(
    takeLock(path, AbortSignal.timeout(30), () => {}),
    { name: /Abort|Timeout/ },
  );
  await first.release();
});

test('a lock that another took over is not removed by its old holder', async (context) => {
  const path = join(await temporaryFolder(context), 'a.lock');
  const lock = await takeLock(path, never, alone);
  await writeFile(path, JSON.stringify({ pid: process.pid, token: 'other', at: Date.now() }));
  await lock.release();
  assert.equal(existsSync(path), true);
});
