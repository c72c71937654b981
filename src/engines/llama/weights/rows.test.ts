import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { idFor, readRows, rowFileOf, rowOfFile, type StoredRow, writeRow } from './rows.ts';
import { HUB_SOURCE, madeWeights, temporaryFolder } from './stand-in/file.ts';

const made = madeWeights();
const { bytes: _, sha256: __, ...unpinned } = made.row;
const stored: StoredRow = {
  id: 'made',
  file: 'made.gguf',
  bytes: 7,
  sha256: 'b'.repeat(64),
  licence: 'MIT',
  sources: [HUB_SOURCE],
};

test('without files the rows are those of the table', async (context) => {
  assert.deepEqual(await readRows(await temporaryFolder(context), [made.row]), [made.row]);
});

test('a pin completes a row of the table that the hub alone has', async (context) => {
  const folder = await temporaryFolder(context);
  await writeRow(folder, stored);
  const [row] = await readRows(folder, [unpinned]);
  assert.deepEqual([row?.bytes, row?.sha256, row?.sources, row?.languages], [7, 'b'.repeat(64), [HUB_SOURCE], ['en']]);
});

test("the table's own hash is not overruled by a file on the disk", async (context) => {
  const folder = await temporaryFolder(context);
  await writeRow(folder, stored);
  assert.deepEqual(await readRows(folder, [made.row]), [made.row]);
});

test('an added row stands after those of the table', async (context) => {
  const folder = await temporaryFolder(context);
  await writeRow(folder, { ...stored, id: 'another' });
  assert.deepEqual(
    (await readRows(folder, [made.row])).map((row) => [row.id, row.model]),
    [
      ['made', 'made'],
      ['another', 'another'],
    ],
  );
});

test('a row file that is broken or says impossible things is passed over', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(rowFileOf(folder, 'a'), '{ "id": ');
  await writeFile(rowFileOf(folder, 'b'), JSON.stringify({ ...stored, id: 'b', sha256: '../../etc/passwd' }));
  await writeFile(rowFileOf(folder, 'c'), JSON.stringify({ ...stored, id: '../c' }));
  await writeFile(join(folder, 'note.txt'), 'hello');
  assert.deepEqual(await readRows(folder, [made.row]), [made.row]);
});

test('names of files become names that can be typed', () => {
  assert.equal(idFor('Some Model (v2).Q4_K_M.gguf', []), 'some-model-v2-.q4_k_m');
  assert.equal(idFor('../../.hidden.gguf', []), 'hidden');
  assert.equal(idFor('模型.gguf', []), 'weights');
});

test('a name that is taken gets a number', () => {
  const rows = [made.row, { ...made.row, id: 'made-2' }];
  assert.equal(idFor('made.gguf', rows), 'made-3');
});

test('a file given by hand has no source and no known licence', () => {
  const row = rowOfFile({ path: '/x/Mine.gguf', bytes: 9, modifiedMs: 1, sha256: 'c'.repeat(64) }, []);
  assert.deepEqual(row, { id: 'mine', file: 'Mine.gguf', bytes: 9, sha256: 'c'.repeat(64), licence: 'unknown', sources: [] });
});
