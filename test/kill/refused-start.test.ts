/** Homes and weights that cannot be used: one clear sentence, exit code 1, and not a byte of them changed. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { TEST_WEIGHTS } from '#engines/llama/test-weights';
import { leaveAddress } from '#server/address';
import { callerOf } from '../caller.ts';
import { spawnOriel } from '../command-line.ts';
import { KEY, startScripted } from '../scripted-oriel.ts';

const folder = mkdtempSync(join(tmpdir(), 'oriel-refused-'));
let made = 0;
const newHome = () => mkdtempSync(join(folder, `home${++made}-`));
const database = (home: string) => join(home, 'oriel.db');
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
let good = '';

before(async () => {
  good = newHome();
  const oriel = await startScripted({ home: good, script: () => 'Yes.' });
  const caller = callerOf(oriel.url);
  await caller.ended((await caller.say(await caller.newThread(), 'Is it kept?')).turn);
  await oriel.close();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the good home, changed. */
function homeWith(change: (file: string) => void): string {
  const home = newHome();
  copyFileSync(database(good), database(home));
  change(database(home));
  return home;
}

function alter(file: string, sql: string): void {
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
}

async function isRefused(home: string, sentence: RegExp): Promise<void> {
  const before = sha256(database(home));
  const { code, out, err } = await spawnOriel(['threads', 'list', '--home', home]);
  assert.deepEqual([code, out], [1, ''], err);
  assert.match(err, sentence);
  assert.equal(err.trimEnd().split('\n').length, 1, err);
  assert.equal(sha256(database(home)), before);
}

test('the home that the others are made of is good', async () => {
  const { code, out } = await spawnOriel(['threads', 'list', '--home', good]);
  assert.deepEqual([code, out.includes('Is it kept?')], [0, true]);
});

test('a database of a newer version', () =>
  isRefused(
    homeWith((file) => alter(file, "insert into migration values (9000, 'of tomorrow', 'abc', 0, 'elsewhere')")),
    /9000|newer/,
  ));

test('a database whose schema was changed by another hand', () =>
  isRefused(
    homeWith((file) => alter(file, "update migration set hash = 'changed' where number = 1")),
    /changed|differs/,
  ));

test('a file that is no database', () =>
  isRefused(
    homeWith((file) => writeFileSync(file, 'This is a letter.'.repeat(1000))),
    /oriel\.db is damaged .*backup/,
  ));

test('a database that was cut in the middle', () =>
  isRefused(
    homeWith((file) => truncateSync(file, 20_000)),
    /oriel\.db is damaged .*backup/,
  ));

test('a home that another Oriel holds, which does not listen: after a moment, who it is and what to do', async () => {
  const { openStore } = await import('#store/open-store');
  const store = await openStore({ home: good, now: Date.now, newId: () => crypto.randomUUID() });
  try {
    const { code, err } = await spawnOriel(['threads', 'list', '--home', good]);
    assert.equal(code, 1);
    assert.match(err, /Another Oriel is using .*one home has one writer\. Stop it, or choose another home/);
  } finally {
    await store.close();
  }
});

test('a server whose port was named and is taken: it ends, and says what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const { code, out, err } = await spawnOriel(['serve', '--no-weights', '--port', String(port), '--home', newHome()]);
  other.close();
  assert.deepEqual([code, out], [1, '']);
  assert.match(
    err,
    new RegExp(`oriel serve: Port ${port} is taken by another program\\. Choose another with --port, or leave it out\\.`),
  );
});

test('a second server of the same home ends and says where the first is, which goes on', async () => {
  const first = await startScripted({ home: good });
  leaveAddress(good, { url: first.url, key: KEY, pid: process.pid });
  try {
    const { code, out, err } = await spawnOriel(['serve', '--no-weights', '--port', '0', '--home', good]);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /Another Oriel is using/);
    assert.ok(err.includes(`Its page is at ${first.url}.`), err);
    assert.equal((await fetch(`${first.url}/api/health`)).status, 200);
  } finally {
    await first.close();
  }
});

test('a home that cannot be made', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const { code, err } = await spawnOriel(['threads', 'list', '--home', join(file, 'home')]);
  assert.equal(code, 1);
  assert.match(err, /a-file/);
});

test('a file that is no weights file is not linked', async () => {
  const file = join(folder, 'letter.gguf');
  writeFileSync(file, 'This is a letter.');
  const { code, err } = await spawnOriel(['weights', 'add', file, '--home', newHome()]);
  assert.equal(code, 1);
  assert.match(err, /letter\.gguf is not a GGUF file/);
});

test('a weights file that is not there is named', async () => {
  const { code, err } = await spawnOriel(['weights', 'add', join(folder, 'nowhere.gguf'), '--home', newHome()]);
  assert.equal(code, 1);
  assert.match(err, /There is no file .*nowhere\.gguf/);
});

test('a weights file that was cut short: the turn fails with both numbers, and the question is kept', {
  skip: TEST_WEIGHTS.skip,
}, async () => {
  const home = newHome();
  const cut = join(folder, 'cut.gguf');
  copyFileSync(TEST_WEIGHTS.path, cut);
  truncateSync(cut, 50_000_000);
  const added = await spawnOriel(['weights', 'add', cut, '--home', home]);
  assert.equal(added.code, 0, added.err);
  const { code, out, err } = await spawnOriel(['chat', 'Hello', '--model', 'local/cut', '--home', home]);
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /^oriel chat: cut cannot be used: The file ends after 50000000 bytes, .*cut short: fetch it again\.\n$/);
  assert.match((await spawnOriel(['threads', 'list', '--home', home])).out, /Hello/);
});
