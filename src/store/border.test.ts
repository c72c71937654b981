/** What changes at the border, and what comes back as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part } from '#domain/conversation/part';
import type { Prompt } from '#domain/templates/prompt';
import { columnsOf } from '#domain/tokens/row-columns';
import { pack, packPrompt, storableParts, unpack, unpackColumns, unpackPrompt } from './border.ts';

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

const prompt: Prompt = {
  encoding: 'o200k',
  grade: 'exact',
  template: 'ab',
  text: '<|im_start|>\ue7bb',
  tokens: [
    { id: 1, bytes: '3c7c696d5f73746172747c3e', text: '<|im_start|>', special: true, owner: 'template' },
    { id: 2, bytes: 'e7bb', owner: ['template', 'person'], message: 'a' },
    {
      id: 3,
      bytes: '61',
      text: 'a',
      owner: 'model',
      message: 'b',
      logprob: -1,
      alternatives: [{ id: 2, bytes: 'e7bb', logprob: -2 }],
    },
  ],
};

test('a packed prompt comes back equal', async () => {
  assert.deepEqual(await unpackPrompt(await packPrompt(prompt)), prompt);
});

test('a prompt that was packed before rows had columns is read', async () => {
  assert.deepEqual(await unpackPrompt(await pack(prompt)), prompt);
});

test('the columns of a prompt are read as they are stored, or made of one that was stored without', async () => {
  const { tokens, ...rest } = prompt;
  for (const packed of [await packPrompt(prompt), await pack(prompt)])
    assert.deepEqual(await unpackColumns(packed), { ...rest, columns: columnsOf(tokens) });
});

test('a packed prompt is a small part of its JSON', async () => {
  const tokens = Array.from({ length: 2_000 }, (_, at) => ({
    id: at % 300,
    bytes: '20776f7264',
    text: ' word',
    owner: 'person' as const,
  }));
  const long = { ...prompt, tokens };
  assert.ok((await packPrompt(long)).bytes.length * 40 < JSON.stringify(long).length);
});

test('a codec of another version is refused with its name, and what is read', async () => {
  const odd = { codec: 'lzma', bytes: new Uint8Array() };
  for (const read of [unpack, unpackPrompt, unpackColumns])
    await assert.rejects(read(odd), /codec lzma; this version reads zstd-json and zstd-columns/);
});
