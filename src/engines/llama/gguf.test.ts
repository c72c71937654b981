import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { BadWeights, parseGguf, readGguf } from './gguf.ts';
import { LETTERS, type MadeGguf, madeGguf, uint32, uint64 } from './made-gguf.ts';
import { TEST_WEIGHTS } from './test-weights.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oriel-gguf-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, `${Math.random()}.gguf`);
  await writeFile(path, bytes);
  return path;
}

const header = (tensors: number | bigint, keys: number | bigint) =>
  Buffer.concat([Buffer.from('GGUF'), uint32(3), uint64(tensors), uint64(keys)]);
const withKey = (...value: Buffer[]) => Buffer.concat([header(0, 1), uint64(1), Buffer.from('k'), ...value]);

describe('a GGUF header', () => {
  it('gives back what was put in', async () => {
    const made: MadeGguf = {
      metadata: {
        ...LETTERS.metadata,
        'a.number': 7,
        'a.fraction': 0.5,
        'a.claim': true,
        'a.list': [1, 2, 3],
        'a.text': '绽 "x"',
      },
      tensors: [{ name: 'output.weight', shape: [16, 40], type: 14, offset: 7 }],
    };
    const bytes = madeGguf(made);
    const read = await readGguf(await fileOf(bytes));
    assert.deepEqual(Object.fromEntries(read.metadata), made.metadata);
    assert.deepEqual([read.tensors, read.version, read.fileBytes], [made.tensors, 3, bytes.length]);
  });

  it('may be longer than what is read at first', async () => {
    const items = Array.from({ length: 400_000 }, (_, at) => `item number ${at} of many`);
    const read = await readGguf(await fileOf(madeGguf({ metadata: { items } })));
    assert.deepEqual(read.metadata.get('items'), items);
  });

  it('is refused, with a sentence, wherever the file is cut short', async () => {
    const bytes = madeGguf(LETTERS);
    const path = await fileOf(bytes);
    for (let length = bytes.length - 65; length >= 4; length -= 97) {
      await truncate(path, length);
      await assert.rejects(readGguf(path), (error) => error instanceof BadWeights && /cut short/.test(error.message));
    }
  });

  it('is refused when it is another kind of file, or of another version', async () => {
    await assert.rejects(readGguf(await fileOf(Buffer.from('PK\u0003\u0004 a zip'))), /does not begin with "GGUF"/);
    await assert.rejects(readGguf(await fileOf(madeGguf({ version: 1, metadata: {} }))), /GGUF version 1/);
  });

  it('is refused when it claims more than anything needs, before memory is taken for it', () => {
    const huge = 2n ** 60n;
    const bad: [string, Buffer, RegExp][] = [
      ['tensors', header(huge, 0), /tensors/],
      ['keys', header(0, huge), /metadata keys/],
      ['a string', withKey(uint32(8), uint64(huge)), /bytes in one string/],
      ['a list', withKey(uint32(9), uint32(4), uint64(huge)), /items in one list/],
      ['a list of lists', withKey(uint32(9), uint32(9), uint64(1)), /type 9/],
      ['an unknown type', withKey(uint32(99)), /type 99/],
      ['dimensions', Buffer.concat([header(1, 0), uint64(1), Buffer.from('t'), uint32(1000)]), /1000 dimensions/],
      ['rows', Buffer.concat([header(1, 0), uint64(1), Buffer.from('t'), uint32(1), uint64(huge)]), /rows in one tensor/],
    ];
    for (const [what, bytes, sentence] of bad)
      assert.throws(
        () => parseGguf(bytes, bytes.length),
        (error) => error instanceof BadWeights && sentence.test(error.message),
        what,
      );
  });

  it('never does anything but give a header or refuse, whatever bytes are changed', async () => {
    const bytes = madeGguf(LETTERS);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        async (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, byte] of changes) changed[at] = byte;
          try {
            parseGguf(Buffer.concat([changed, Buffer.alloc(5 << 20)]), changed.length);
          } catch (error) {
            assert.ok(error instanceof Error && /^(BadWeights|Error)$/.test(error.name));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read from the small weights file', { skip: TEST_WEIGHTS.skip }, async () => {
    const { metadata, tensors } = await readGguf(TEST_WEIGHTS.path);
    assert.deepEqual(
      ['general.architecture', 'llama.context_length', 'tokenizer.ggml.pre', 'tokenizer.ggml.add_bos_token'].map((key) =>
        metadata.get(key),
      ),
      ['llama', 8192, 'smollm', false],
    );
    assert.equal(tensors.length, 272);
  });
});
