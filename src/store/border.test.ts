/** What changes at the border, and what comes back as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part } from '#domain/conversation/part';
import { pack, storableParts, unpack } from './border.ts';

test('U+0000 becomes its picture in every text of a message; calls and files are left alone', () => {
  const parts: Part[] = [
    { kind: 'text', text: 'a\0b\0' },
    { kind: 'tool-result', callId: 'c', text: '\0' },
    { kind: 'tool-call', callId: 'c', name: 'n', arguments: '{"a":"\\u0000"}' },
    { kind: 'file', mediaType: 'text/plain', hash: 'h' },
  ];
  assert.deepEqual(storableParts(parts), [
    { kind: 'text', text: 'a\u2400b\u2400' },
    { kind: 'tool-result', callId: 'c', text: '\u2400' },
    ...parts.slice(2),
  ]);
});

test('a packed value comes back equal, with every character', async () => {
  const value = { text: '\0\u{10ffff}'.repeat(1_000), ids: [1, 2, 3], none: null };
  assert.deepEqual(await unpack(await pack(value)), value);
});

test('a packed row of tokens is a small part of its JSON', async () => {
  const row = Array.from({ length: 2_000 }, (_, at) => ({ id: at % 300, bytes: '20776f7264', text: ' word', owner: 'person' }));
  assert.ok((await pack(row)).bytes.length * 20 < JSON.stringify(row).length);
});

test('a codec of another version is refused with its name', async () => {
  await assert.rejects(unpack({ codec: 'lzma', bytes: new Uint8Array() }), /codec lzma; this version reads zstd-json/);
});
