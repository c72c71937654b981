import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { encoders, encodingFile } from './encoding-files.ts';

test('an encoding is a file, with its compressed forms beside it', async () => {
  const path = await encodingFile('o200k');
  const plain = readFileSync(path);
  assert.deepEqual(brotliDecompressSync(readFileSync(`${path}.br`)), plain);
  assert.deepEqual(gunzipSync(readFileSync(`${path}.gz`)), plain);
  assert.ok(statSync(`${path}.br`).size < 900_000, 'what the page fetches for o200k stays under 0.9 MB');
});

test('asked for twice it is made once', () => {
  assert.equal(encodingFile('cl100k'), encodingFile('cl100k'));
});

test('the worked example comes out of the file', async () => {
  const { encode } = await encoders.get('o200k');
  assert.equal(encode("Write a haiku about what it's like to be a Large Language Model.").length, 15);
});
