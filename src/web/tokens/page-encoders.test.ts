import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeEncoding } from '#domain/tokens/encoding-file';
import { encodingFromGguf } from '#domain/tokens/gguf-vocabulary';
import { type FileEncoding, pageEncoders } from './page-encoders.ts';

const FILE: FileEncoding = `file:${'ab'.repeat(32)}`;
const encoding = encodingFromGguf({ model: 'gpt2', pre: 'qwen2', tokens: ['a', 'b', 'ab'], merges: ['a b'] });

/** Encoders, and the names that were loaded. */
function started(fails = 0) {
  const loaded: string[] = [];
  const encoders = pageEncoders(async (name) => {
    loaded.push(name);
    if (loaded.length <= fails) throw new Error('The encoding could not be fetched.');
    return writeEncoding(encoding, 'test');
  });
  return { encoders, loaded };
}

test("a model file's encoding is loaded by its SHA-256, and once", async () => {
  const { encoders, loaded } = started();
  assert.deepEqual((await encoders.get(FILE)).encode('abb'), [2, 1]);
  await encoders.get(FILE);
  assert.deepEqual(loaded, ['ab'.repeat(32)]);
});

test('asked for twice at once, it is loaded once', async () => {
  const { encoders, loaded } = started();
  await Promise.all([encoders.get(FILE), encoders.get(FILE)]);
  assert.equal(loaded.length, 1);
});

test('a load that failed says why, and is tried again', async () => {
  const { encoders } = started(1);
  await assert.rejects(encoders.get(FILE), /could not be fetched/);
  assert.equal((await encoders.get(FILE)).count('ab'), 1);
});

test('a public encoding is loaded by its name', async () => {
  const { encoders, loaded } = started();
  await encoders.get('cl100k');
  assert.deepEqual(loaded, ['cl100k']);
});
