/** `oriel backup` and `oriel doctor`, while the server of the home runs. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { leaveAddress } from '#server/address';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import { callerOf } from '../../../test/caller.ts';
import { runCommand } from '../../../test/command-line.ts';
import { KEY, startScripted } from '../../../test/scripted-oriel.ts';
import { WrongOption } from '../command.ts';
import { command as backup } from './backup.ts';
import { command as doctor } from './doctor.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;

before(async () => {
  oriel = await startScripted();
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
  const caller = callerOf(oriel.url);
  await caller.ended((await caller.say(await caller.newThread(), 'Hello')).turn);
});
after(() => oriel.close());

test('a backup is one verified file, with what is in it said', async () => {
  const file = join(oriel.home, 'copy.sqlite');
  const { code, out, err } = await runCommand(backup, [file, '--json'], { home: oriel.home });
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual(JSON.parse(out), { file, bytes: statSync(file).size, threads: 1, turns: 1 });
});

test('a backup in the place of a database is a whole home again', async () => {
  const home = join(oriel.home, 'restored');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(home);
  const { out } = await runCommand(backup, [join(home, 'oriel.db')], { home: oriel.home });
  assert.match(out, /oriel\.db: 1 thread, 1 turn, .* verified\.\n$/);
  const store = await openStore({ home, now: Date.now, newId });
  assert.equal((await store.threads.list(store.person, { limit: 10 })).rows[0]?.title, 'Hello');
  await store.close();
});

test('a file that is there already is not written over', async () => {
  const file = join(oriel.home, 'oriel.db');
  const before = statSync(file).mtimeMs;
  await assert.rejects(runCommand(backup, [file], { home: oriel.home }), /oriel\.db/);
  assert.equal(statSync(file).mtimeMs, before);
});

test('a folder that is not there is told, and nothing is left', async () => {
  const file = join(oriel.home, 'nowhere', 'copy.sqlite');
  await assert.rejects(runCommand(backup, [file], { home: oriel.home }), /nowhere/);
  assert.equal(existsSync(join(oriel.home, 'nowhere')), false);
});

test('no file named is wrong use', () =>
  assert.rejects(runCommand(backup, [], { home: oriel.home }), (error) => error instanceof WrongOption));

test('a sound home: doctor says so, in lines and as one object', async () => {
  const { code, out } = await runCommand(doctor, [], { home: oriel.home });
  assert.equal(code, 0);
  for (const line of [
    /^home {6}/m,
    /^runtime {3}Node \d/m,
    /^database {2}sound · schema \d+ · 1 thread, 1 turn ·/m,
    /^disk .* free$/m,
  ])
    assert.match(out, line);
  assert.match(out, /^models {4}scripted$/m);
  const json = JSON.parse((await runCommand(doctor, ['--json'], { home: oriel.home })).out);
  assert.deepEqual([json.sound, json.store.integrity, json.models, json.home], [true, 'ok', ['scripted'], oriel.home]);
});

test('a database that is not sound: exit code 1, and its own words', async () => {
  const broken = await startScripted();
  try {
    broken.store.check = async () => ({ integrity: 'row 3 missing', schema: 1, bytes: 1, threads: 0, turns: 0, commitMs: 1 });
    leaveAddress(broken.home, { url: broken.url, key: KEY, pid: process.pid });
    const { code, out } = await runCommand(doctor, [], { home: broken.home });
    assert.equal(code, 1);
    assert.match(out, /^database {2}row 3 missing/m);
  } finally {
    await broken.close();
  }
});
