import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeOf, readJson, writeJson } from './place.ts';
import { temporaryFolder } from './stand-in/file.ts';

test('everything of one file is named by its hash', () => {
  const { folder, ...paths } = placeOf('/home/weights', 'abc');
  assert.deepEqual(
    Object.values(paths),
    ['.gguf', '.json', '.work', '.lock'].map((ending) => join(folder, `abc${ending}`)),
  );
});

test('a value comes back, and its folder is made', async (context) => {
  const path = join(await temporaryFolder(context), 'a', 'b.json');
  await writeJson(path, { one: 1 });
  assert.deepEqual(await readJson(path), { one: 1 });
});

test('a file that is not there, or half there, is no value', async (context) => {
  const path = join(await temporaryFolder(context), 'b.json');
  assert.equal(await readJson(path), undefined);
  await writeFile(path, '{"one": ');
  assert.equal(await readJson(path), undefined);
});

test('many writers at once leave one whole value and no scraps', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'b.json');
  await Promise.all(Array.from({ length: 20 }, (_, number) => writeJson(path, { number, fill: 'x'.repeat(10_000) })));
  assert.equal(JSON.parse(await readFile(path, 'utf8')).fill.length, 10_000);
  assert.deepEqual(await readdir(folder), ['b.json']);
});

test('a folder in the place of the file is an error, not silence', async (context) => {
  await assert.rejects(readJson(await temporaryFolder(context)), { code: 'EISDIR' });
});
