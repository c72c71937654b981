import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import type { Encoding } from './encoding.ts';
import { readEncoding, sourceOf, writeEncoding } from './encoding-file.ts';
import { HOSTILE_TEXTS } from './hostile-text.ts';
import { publicEncoder, publicEncoding } from './public-encoder.contract.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';

const LISTED = tinyEncoding(['ab', '中'], {
  joins: { kind: 'listed', left: Int32Array.of(97), right: Int32Array.of(98), made: Int32Array.of(256) },
  byteIds: Int32Array.from({ length: 256 }, (_, byte) => (byte === 4 ? -1 : byte)),
  specials: [
    { id: 300, text: '<｜User｜>', kind: 'control' },
    { id: 301, text: '\n\n', kind: 'ordinary' },
  ],
  normalises: true,
});

for (const [name, encoding] of [
  ['listed joins', LISTED],
  ['all joins', tinyEncoding(['ab', 'abc'])],
  [
    'joins by score',
    tinyEncoding(['ab'], { joins: { kind: 'all', scores: Float32Array.from({ length: 257 }, (_, id) => -id / 3) } }),
  ],
  [
    'a hole among the ids',
    { ...tinyEncoding([]), starts: Uint32Array.of(0, 1, 1, 3), bytes: Uint8Array.of(1, 2, 3) } as Encoding,
  ],
] as const)
  test(`an encoding with ${name} is read as it was written`, () => {
    assert.deepEqual(readEncoding(writeEncoding(encoding, 'test')), encoding);
  });

for (const name of ['o200k', 'gemma3'] as const)
  test(`${name} from its file encodes hostile texts as before`, () => {
    const again = bytePairEncoder(readEncoding(writeEncoding(publicEncoding(name), 'test')));
    for (const text of HOSTILE_TEXTS) assert.deepEqual(again.encode(text), publicEncoder(name).encode(text));
  });

test('a file that lies anywhere in memory is read', () => {
  const file = writeEncoding(LISTED, 'test');
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  assert.deepEqual(readEncoding(shifted.subarray(3)), LISTED);
});

test('a file says from what it was made, from its first bytes alone', () => {
  const file = writeEncoding(LISTED, 'package@1.2.3 form 1');
  assert.equal(sourceOf(file.subarray(0, 600)), 'package@1.2.3 form 1');
  assert.equal(sourceOf(file.subarray(0, 40)), undefined);
  assert.equal(sourceOf(new Uint8Array(0)), undefined);
});

test('another file and a file cut short are errors that say so', () => {
  const file = writeEncoding(LISTED, 'test');
  assert.throws(() => readEncoding(new Uint8Array(100)), /no encoding/);
  for (const length of [file.length - 1, file.length - 12, 700])
    assert.throws(() => readEncoding(file.slice(0, length)), /cut short/);
});

test('an item that the file cannot hold is an error', () => {
  const long = { ...tinyEncoding([]), starts: Uint32Array.of(0, 256), bytes: new Uint8Array(256) };
  assert.throws(() => writeEncoding(long, 'test'), /256 bytes/);
});

test('o200k takes less than a megabyte and three quarters uncompressed', () => {
  assert.ok(writeEncoding(publicEncoding('o200k'), 'test').length < 1_750_000);
});
