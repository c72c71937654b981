/** The committer on a disk that is full: nothing is reported as done before it is, and nothing is lost when there is room again. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Committer } from './database.committer.ts';
import { openSqlite } from './database.sqlite.ts';

/** Fills a store until its files may not grow; then says so, and goes on to wait for the commit. */
const FILLER = `
  import { openStore } from '#store/open-store';
  import { newId } from '#store/id';
  process.on('SIGXFSZ', () => {});
  const store = await openStore({ home: process.argv[1], now: Date.now, newId });
  for (let at = 0; at < 400; at++) {
    const slow = setTimeout(() => console.log('full'), 600);
    try {
      await store.preferences.set(store.person, 'key' + at, 'x'.repeat(20_000));
      clearTimeout(slow);
      console.log('kept ' + at);
    } catch (error) {
      console.log('failed ' + error.name + ': ' + error.message);
      break;
    }
  }
  await store.close();
  console.log('closed');`;

/** Of util-linux: sets what a process may do, from outside. */
const LIMITER = 'prlimit';

function hasPrlimit(): boolean {
  try {
    execFileSync(LIMITER, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const skip = hasPrlimit() ? false : 'prlimit is not on this machine, so no disk can be made full';

/** Runs the filler with files of at most 2 MB; \`onFull\` is called once when a commit has waited for 600 ms. */
async function fill(home: string, onFull: (pid: number) => void): Promise<string[]> {
  const args = ['--fsize=2000000:unlimited', process.execPath, '--input-type=module', '-e', FILLER, home];
  const child = spawn(LIMITER, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'full' && !lines.includes('full') && child.pid !== undefined) onFull(child.pid);
    lines.push(line);
  }
  await closed;
  return lines;
}

async function keptIn(home: string): Promise<number> {
  const database = await openSqlite({ home, now: 0, by: 'test' });
  const rows = await database.queries.selectFrom('preference').select('key').execute();
  assert.equal((await database.verify()).integrity, 'ok');
  await database.close();
  return rows.length;
}

test('a commit waits for room on the disk, and is kept when there is some', { skip }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'oriel-full-'));
  const lines = await fill(home, (pid) => execFileSync(LIMITER, ['--pid', String(pid), '--fsize=unlimited:unlimited']));
  assert.ok(lines.includes('full'), 'the disk was full for a while');
  assert.deepEqual([lines.includes('kept 399'), lines.at(-1)], [true, 'closed']);
  assert.equal(await keptIn(home), 400);
  await rm(home, { recursive: true });
});

test('a disk that stays full is one clear error after ten seconds; what was kept stays', { skip }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'oriel-full-'));
  const lines = await fill(home, () => {});
  const failure = lines.find((line) => line.startsWith('failed')) ?? '';
  assert.match(failure, /^failed StorageFailed: The disk did not take what was to be kept \(.+\)\. Make room/);
  assert.equal(lines.at(-1), 'closed');
  assert.equal(await keptIn(home), lines.filter((line) => line.startsWith('kept')).length);
  await rm(home, { recursive: true });
});

test('a committer whose file cannot be opened says so, and refuses every unit', async () => {
  const committer = new Committer(join(tmpdir(), 'no', 'such', 'folder', 'oriel.db'));
  await assert.rejects(committer.write([]), /The committer's thread ended: unable to open database file/);
  await assert.rejects(committer.write([]), /unable to open database file/);
  await committer.close();
});
