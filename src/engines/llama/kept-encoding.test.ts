import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Encoding } from '#domain/tokens/encoding';
import { writeEncoding } from '#domain/tokens/encoding-file';
import { compressKept, forgetKept, keepEncoding, readKept } from './kept-encoding.ts';

const home = mkdtempSync(join(tmpdir(), 'oriel-kept-'));
after(() => rmSync(home, { recursive: true }));

const encodingOf = (name: string): Encoding => ({
  name,
  cutter: 'whole',
  alphabet: 'characters',
  takesWholePieces: false,
  normalises: false,
  opensWithSpace: true,
  bytes: Uint8Array.of(97, 98, 97, 98),
  starts: Uint32Array.of(0, 1, 2, 4),
  byteIds: new Int32Array(256).fill(-1),
  joins: { kind: 'all', scores: Float32Array.of(-1, -2, -3) },
  specials: [{ id: 3, text: '</s>', kind: 'control' }],
});

let files = 0;
const somewhere = () => join(home, `folder-${++files}`, 'encoding.bin');

test('an encoding is read as it was kept, in a folder that was not there before', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  assert.deepEqual(await readKept(path), encodingOf('one'));
});

test('where nothing is kept there is none', async () => {
  assert.equal(await readKept(somewhere()), undefined);
});

test('a kept file that was cut short is as good as none', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  writeFileSync(path, readFileSync(path).subarray(0, -4));
  assert.equal(await readKept(path), undefined);
});

test('a file that an older Oriel made in another way is not used', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  writeFileSync(path, writeEncoding(encodingOf('one'), 'tokenizer.ggml form 0'));
  assert.equal(await readKept(path), undefined);
});

test('the compressed forms hold the same bytes', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  await compressKept(path);
  const plain = readFileSync(path);
  assert.deepEqual(brotliDecompressSync(readFileSync(`${path}.br`)), plain);
  assert.deepEqual(gunzipSync(readFileSync(`${path}.gz`)), plain);
});

test('a compressed form that is there is not made again', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  writeFileSync(`${path}.br`, 'mine');
  await compressKept(path);
  assert.equal(readFileSync(`${path}.br`, 'utf8'), 'mine');
});

test('another encoding in its place takes the compressed forms of the first away', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  await compressKept(path);
  await keepEncoding(path, encodingOf('two'));
  assert.deepEqual(readdirSync(join(path, '..')), ['encoding.bin']);
});

test('what is forgotten leaves nothing behind, and may be forgotten twice', async () => {
  const path = somewhere();
  await keepEncoding(path, encodingOf('one'));
  await compressKept(path);
  await forgetKept(path);
  await forgetKept(path);
  assert.deepEqual(readdirSync(join(path, '..')), []);
});
