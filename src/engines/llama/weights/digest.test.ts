import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { digestOf, slicesOf } from './digest.ts';
import { madeBytes, sha256Of, temporaryFolder } from './stand-in/file.ts';

const bytes = madeBytes(2_500_000);

async function fileOf(context: TestContext): Promise<string> {
  const path = join(await temporaryFolder(context), 'file');
  await writeFile(path, bytes);
  return path;
}

test('the digest of a file is that of its bytes', async (context) => {
  assert.equal(await digestOf(await fileOf(context)), sha256Of(bytes));
});

test('the digest of an empty file is that of nothing', async (context) => {
  const path = join(await temporaryFolder(context), 'empty');
  await writeFile(path, '');
  assert.equal(await digestOf(path), sha256Of(Buffer.alloc(0)));
});

test('the digest of any range is that of its bytes', async (context) => {
  const path = await fileOf(context);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (one, two) => {
      const [offset, end] = [Math.min(one, two), Math.max(one, two)];
      assert.equal(await digestOf(path, { offset, length: end - offset }), sha256Of(bytes.subarray(offset, end)));
    }),
    { numRuns: 30 },
  );
});

test('a range beyond the end is refused, not shortened', async (context) => {
  const path = await fileOf(context);
  await assert.rejects(
    digestOf(path, { offset: 0, length: bytes.length + 1 }),
    /ends at byte 2500000; 2500001 bytes were expected/,
  );
});

test('every byte is counted once', async (context) => {
  let counted = 0;
  await digestOf(await fileOf(context), {
    onBytes: (count) => {
      counted += count;
    },
  });
  assert.equal(counted, bytes.length);
});

test('it can be stopped between two slices', async (context) => {
  const controller = new AbortController();
  const path = await fileOf(context);
  await assert.rejects(
    digestOf(path, { signal: controller.signal, onBytes: () => controller.abort(new Error('Stopped.')) }),
    /Stopped/,
  );
});

test('slices are small enough that nothing waits for one', async (context) => {
  for await (const slice of slicesOf(await fileOf(context))) assert.ok(slice.length <= 1024 * 1024);
});
