/** The address that a running server leaves in its home. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { KEY, startScripted } from '../../test/scripted-oriel.ts';
import { findAddress, leaveAddress, takeAddressAway } from './address.ts';

let home = '';
const homes: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'oriel-address-'));
  homes.push(home);
});
after(() => {
  for (const one of homes) rmSync(one, { recursive: true, force: true });
});

const file = () => join(home, 'server.json');

test('it is readable by its person alone, also where the file was open to all before', () => {
  writeFileSync(file(), '{}');
  chmodSync(file(), 0o644);
  leaveAddress(home, { url: 'http://127.0.0.1:1', key: 'k', pid: 1 });
  assert.equal(statSync(file()).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { url: 'http://127.0.0.1:1', key: 'k', pid: 1 });
});

test('a running server is found, and no longer when it has ended', async () => {
  const oriel = await startScripted();
  const address = { url: oriel.url, key: KEY, pid: process.pid };
  leaveAddress(home, address);
  assert.deepEqual(await findAddress(home), address);
  await oriel.close();
  assert.equal(await findAddress(home), undefined);
});

test('a server whose model is not ready is a running server', async () => {
  const oriel = await startScripted();
  const { list } = oriel.models;
  oriel.models.list = async () => ({ ...(await list()), models: [] });
  leaveAddress(home, { url: oriel.url, key: KEY, pid: process.pid });
  assert.ok(await findAddress(home));
  await oriel.close();
});

test('another program at the old port, which does not know the key, is not our server', async () => {
  const oriel = await startScripted();
  leaveAddress(home, { url: oriel.url, key: 'of-another-life', pid: 1 });
  assert.equal(await findAddress(home), undefined);
  await oriel.close();
});

test('a program that is no Oriel at all is not our server', async () => {
  const other = createServer((_request, response) => response.writeHead(404).end('What?'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  leaveAddress(home, { url: `http://127.0.0.1:${port}`, key: 'k', pid: 1 });
  assert.equal(await findAddress(home), undefined);
  other.close();
});

test('no file, and a file that is none of ours, are no server', async () => {
  assert.equal(await findAddress(home), undefined);
  for (const text of ['', 'nonsense', '{}', '[]', '{"url":"no address"}']) {
    writeFileSync(file(), text);
    assert.equal(await findAddress(home), undefined, text);
  }
});

test('taking it away may be done twice', () => {
  leaveAddress(home, { url: 'http://127.0.0.1:1', key: 'k', pid: 1 });
  takeAddressAway(home);
  takeAddressAway(home);
  assert.throws(() => statSync(file()));
});
