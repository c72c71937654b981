import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytePairEncoder } from './byte-pair.ts';
import type { Encoding } from './encoding.ts';
import { readEncoding, sourceOf, writeEncoding } from './encoding-file.ts';
import { tinyCharacters, tinyEncoding } from './tiny-encoding.contract.ts';

const listed: Encoding['joins'] = {
  kind: 'listed',
  left: Int32Array.of(97, 256),
  right: Int32Array.of(98, 99),
  made: Int32Array.of(256, 257),
};
const FORMS: Record<string, Encoding> = {
  'bytes, all joins': tinyEncoding(['ab', 'abc']),
  'bytes, listed joins': tinyEncoding(['ab', 'abc'], { joins: listed }),
  'characters, joins by score': tinyCharacters(['ab', 'abc'], {
    joins: { kind: 'all', scores: Float32Array.from({ length: 258 }, (_, id) => -id / 3) },
  }),
  'holes among the items': tinyEncoding(['ab', '', 'abc']),
  'special tokens of both kinds': tinyEncoding([], {
    specials: [
      { id: 300, text: '<|end|>', kind: 'control' },
      { id: 301, text: '<table>', kind: 'ordinary' },
    ],
  }),
  'names beyond ASCII': tinyEncoding(['绽'], { name: 'ключ', specials: [{ id: 300, text: '<｜User｜>😀', kind: 'control' }] }),
  'bytes without an item': tinyEncoding([], { byteIds: Int32Array.from({ length: 256 }, (_, byte) => (byte === 7 ? -1 : byte)) }),
  'everything switched on': tinyEncoding(['ab'], {
    takesWholePieces: true,
    normalises: true,
    opensWithSpace: true,
    cutter: 'o200k',
  }),
};

for (const [what, encoding] of Object.entries(FORMS)) {
  test(`${what}: what is written is what is read`, () => {
    assert.deepEqual(readEncoding(writeEncoding(encoding, 'here')), encoding);
  });

  test(`${what}: read from the middle of something longer, at any place, it is the same`, () => {
    const file = writeEncoding(encoding, 'here');
    for (const offset of [0, 1, 2, 3, 4, 7]) {
      const longer = new Uint8Array(file.length + offset);
      longer.set(file, offset);
      assert.deepEqual(readEncoding(longer.subarray(offset)), encoding);
    }
  });

  test(`${what}: cut short anywhere, it is refused`, () => {
    const file = writeEncoding(encoding, 'here');
    for (let length = 0; length < file.length; length += length < 400 ? 1 : 97)
      assert.throws(() => readEncoding(file.slice(0, length)), `${length} of ${file.length}`);
    assert.throws(() => readEncoding(file.slice(0, -1)), /is cut short: \d+ bytes of at least \d+\. Fetch it again\./);
  });
}

test('a file of something else is refused by how it begins', () => {
  assert.throws(() => readEncoding(Uint8Array.from('GGUF\u0003\u0000\u0000\u0000', (unit) => unit.charCodeAt(0))), {
    message: 'This is no encoding: it begins with "GGUF\\u0003\\u0000\\u0000\\u0000", not ORIELENC. Fetch it again.',
  });
});

test('an empty file is refused', () => {
  assert.throws(() => readEncoding(new Uint8Array()), /it begins with "", not ORIELENC/);
});

test('one wrong letter at the beginning is enough', () => {
  for (let at = 0; at < 8; at++) {
    const file = writeEncoding(tinyEncoding([]), 'here');
    file[at] = (file[at] ?? 0) ^ 1;
    assert.throws(() => readEncoding(file), /This is no encoding/);
  }
});

test('a header that is no JSON is refused', () => {
  const file = writeEncoding(tinyEncoding([]), 'here');
  file[12] = 0x21;
  assert.throws(() => readEncoding(file), SyntaxError);
});

test('a header longer than the file is refused', () => {
  const file = writeEncoding(tinyEncoding([]), 'here');
  new DataView(file.buffer).setUint32(8, 0xffffffff, true);
  assert.throws(() => readEncoding(file));
});

test('a source beyond ASCII comes back', () => {
  assert.equal(sourceOf(writeEncoding(tinyEncoding([]), 'paket 文 1.0')), 'paket 文 1.0');
});

test('of a file cut short behind its header the source is still known', () => {
  const file = writeEncoding(tinyEncoding([]), 'here');
  const header = new DataView(file.buffer).getUint32(8, true);
  assert.equal(sourceOf(file.slice(0, 12 + header)), 'here');
  assert.equal(sourceOf(file.slice(0, 11 + header)), undefined);
});

for (const [what, bytes] of [
  ['nothing', []],
  ['eight letters and no more', Array.from('ORIELENC', (unit) => unit.charCodeAt(0))],
  ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]],
] as const)
  test(`${what} has no source`, () => {
    assert.equal(sourceOf(Uint8Array.from(bytes)), undefined);
  });

test('an item of 255 bytes can be written, one of 256 is refused by its number', () => {
  const long = tinyEncoding(['x'.repeat(255)]);
  assert.deepEqual(readEncoding(writeEncoding(long, 'here')), long);
  assert.throws(() => writeEncoding(tinyEncoding(['x'.repeat(256)]), 'here'), {
    message: 'Item 256 of tiny has 256 bytes; the file holds at most 255 of one item.',
  });
});

test('an encoder from the file gives the ids of the encoder that was written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '绽'), minLength: 2, maxLength: 4 }), { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '绽') }),
      (items, text) => {
        const encoding = tinyEncoding([...new Set(items)]);
        const read = readEncoding(writeEncoding(encoding, 'here'));
        assert.deepEqual(bytePairEncoder(read).encode(text), bytePairEncoder(encoding).encode(text));
      },
    ),
    { numRuns: 20 },
  );
});
