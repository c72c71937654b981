import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from './command.ts';
import { readJsonFile, readWhole, wholeText } from './whole-text.ts';

test('bytes in UTF-8 are their text, to the character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(wholeText(Buffer.from(text), 'It'), text);
    }),
  );
});

test('U+FFFD that a person wrote is text like any other', () => {
  assert.equal(wholeText(Buffer.from('a\uFFFDb'), 'It'), 'a\uFFFDb');
});

const WRONG: [bytes: number[], at: number][] = [
  [[0x63, 0x61, 0x66, 0xe9], 3],
  [[0xff], 0],
  [[0x61, 0xe8, 0xaf, 0x61], 1],
  [[0xe8, 0xaf, 0x97, 0xef, 0xbf, 0x20], 3],
  [[0xef, 0xbf, 0xbd, 0xc0, 0x80], 3],
  [[0x61, 0xed, 0xa0, 0x80], 1],
];
for (const [bytes, at] of WRONG)
  test(`the bytes ${Buffer.from(bytes).toString('hex')} are refused from byte ${at} on`, () => {
    assert.throws(
      () => wholeText(Buffer.from(bytes), 'notes.txt'),
      (error) => error instanceof Failure && error.message.startsWith(`notes.txt is no UTF-8 from byte ${at} on`),
    );
  });

test('standard input may be cut anywhere', async () => {
  const bytes = Buffer.from('诗🪟');
  const input = Readable.from([bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5)]) as unknown as NodeJS.ReadStream;
  assert.equal(await readWhole(input), '诗🪟');
});

test('of standard input no more is read than is taken, and another way is told', async () => {
  let pieces = 0;
  async function* endless() {
    for (;;) {
      pieces++;
      yield Buffer.alloc(100_000);
    }
  }
  const input = Readable.from(endless(), { highWaterMark: 1 }) as unknown as NodeJS.ReadStream;
  await assert.rejects(readWhole(input, 1), /^Failure: Standard input is longer than the 1 MB that.*use --lines\.$/);
  assert(pieces < 20, `${pieces} pieces`);
});

test('a file of JSON may begin with a mark, and one that is not here is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oriel-whole-text-'));
  try {
    writeFileSync(join(folder, 'chat.json'), '\uFEFF[]');
    assert.equal(await readJsonFile(join(folder, 'chat.json')), '[]');
    await assert.rejects(readJsonFile(join(folder, 'none.json')), /none\.json could not be read: ENOENT/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
