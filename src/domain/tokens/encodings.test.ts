import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeEncoding } from './encoding-file.ts';
import { ENCODINGS, type EncodingFile, encodersFrom, isEncodingName } from './encodings.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';

const tiny = async (file: EncodingFile): Promise<Uint8Array> => writeEncoding({ ...tinyEncoding([]), name: file }, 'test');

test('an encoding is loaded when it is first asked for, and once', async () => {
  const asked: string[] = [];
  const encoders = encodersFrom((file) => {
    asked.push(file);
    return tiny(file);
  });
  assert.deepEqual(asked, []);
  const [one, two] = await Promise.all([encoders.get('cl100k'), encoders.get('cl100k')]);
  assert.equal(one, two);
  assert.deepEqual(asked, ['cl100k']);
});

test('harmony is made from the file of o200k and shares its tables', async () => {
  const asked: string[] = [];
  const encoders = encodersFrom((file) => {
    asked.push(file);
    return tiny(file);
  });
  const [harmony, o200k] = await Promise.all([encoders.get('o200k_harmony'), encoders.get('o200k')]);
  assert.deepEqual(asked, ['o200k']);
  assert.equal(harmony.joins, o200k.joins);
  assert.deepEqual([harmony.encoding, o200k.encoding], ['o200k_harmony', 'o200k']);
});

test('a load that fails is tried again', async () => {
  let tries = 0;
  const encoders = encodersFrom(async (file) => {
    if (tries++ === 0) throw new Error('no network');
    return tiny(file);
  });
  await assert.rejects(encoders.get('o200k'), /no network/);
  assert.equal((await encoders.get('o200k')).encoding, 'o200k');
});

test('names of encodings are known from other words', () => {
  for (const name of ENCODINGS) assert.ok(isEncodingName(name));
  assert.ok(!isEncodingName('gpt-4o'));
});
