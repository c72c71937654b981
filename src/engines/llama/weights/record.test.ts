import assert from 'node:assert/strict';
import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Place, placeOf } from './place.ts';
import { fileOf, presenceOf, readRecord, type WeightsRecord, writeRecord } from './record.ts';
import { madeBytes, sha256Of, temporaryFolder } from './stand-in/file.ts';

const bytes = madeBytes(1000);

async function bench(context: TestContext): Promise<{ place: Place; record: WeightsRecord }> {
  const place = placeOf(join(await temporaryFolder(context), 'weights'), sha256Of(bytes));
  await mkdir(place.folder);
  await writeFile(place.file, bytes);
  const { size, mtimeMs } = await stat(place.file);
  return { place, record: { id: 'made', sha256: sha256Of(bytes), bytes: size, modifiedMs: mtimeMs, verifiedAt: 1 } };
}

test('a record comes back as it was written', async (context) => {
  const { place, record } = await bench(context);
  const full: WeightsRecord = {
    ...record,
    source: 'a shop',
    sourceKind: 'file',
    path: '/x',
    usedAt: 2,
    stoppedAt: 3,
    removedAt: 4,
    termsAcceptedAt: 5,
  };
  await writeRecord(place, full);
  assert.deepEqual(await readRecord(place), full);
});

test('no record, half a record and a record of something else are all none', async (context) => {
  const { place } = await bench(context);
  assert.equal(await readRecord(place), undefined);
  await writeFile(place.record, '{"id": "ma');
  assert.equal(await readRecord(place), undefined);
  await writeFile(place.record, '{"id": 7}');
  assert.equal(await readRecord(place), undefined);
});

test('a file that stands as it was verified is ready', async (context) => {
  const { place, record } = await bench(context);
  assert.deepEqual(await presenceOf(place, record), { state: 'ready', path: place.file });
});

test('a file that was never verified is not here', async (context) => {
  const { place, record } = await bench(context);
  const { verifiedAt: _, ...unverified } = record;
  assert.deepEqual(await presenceOf(place, unverified), { state: 'absent' });
  assert.deepEqual(await presenceOf(place, undefined), { state: 'absent' });
});

test('a removed file is not here although it lies there still', async (context) => {
  const { place, record } = await bench(context);
  assert.deepEqual(await presenceOf(place, { ...record, removedAt: 1 }), { state: 'absent' });
});

test('our own file that somebody deleted is simply absent: it can be fetched', async (context) => {
  const { place, record } = await bench(context);
  await rm(place.file);
  assert.deepEqual(await presenceOf(place, record), { state: 'absent' });
});

test('a linked file that is gone is a fault with its path', async (context) => {
  const { place, record } = await bench(context);
  const presence = await presenceOf(place, { ...record, path: '/no/such/file.gguf' });
  assert.deepEqual(presence, {
    state: 'failed',
    kind: 'not-found',
    error: 'The linked file /no/such/file.gguf is gone. Put it back, or remove this entry.',
  });
});

test('another length is told with both', async (context) => {
  const { place, record } = await bench(context);
  await writeFile(place.file, bytes.subarray(1));
  const presence = await presenceOf(place, record);
  assert.match(presence.state === 'failed' ? presence.error : '', /has 999 bytes, expected 1000: it is cut or changed/);
});

test('the same length at another time is not trusted', async (context) => {
  const { place, record } = await bench(context);
  await utimes(place.file, 5, 5);
  const presence = await presenceOf(place, record);
  assert.match(presence.state === 'failed' ? presence.error : '', /was changed after it was checked\. Verify it/);
});

test('a linked file lies where it was found, ours in the folder', async (context) => {
  const { place, record } = await bench(context);
  assert.deepEqual([fileOf(place, record), fileOf(place, { ...record, path: '/x.gguf' })], [place.file, '/x.gguf']);
});
