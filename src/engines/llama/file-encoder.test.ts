/** Whose ids are used: our own encoder's where they are the library's on every hostile text, else the library's. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeEncoding } from '#domain/tokens/encoding-file';
import { encodingFromGguf } from '#domain/tokens/gguf-vocabulary';
import { keepProven, ownEncoder, provenEncoder } from './file-encoder.ts';
import type { GgufHeader, GgufValue } from './gguf.ts';
import { vocabularyOf } from './vocabulary.ts';

const home = mkdtempSync(join(tmpdir(), 'oriel-encoder-'));
after(() => rmSync(home, { recursive: true }));

/** All 256 bytes in GPT-2's letters, then one join. */
const LETTERS = Array.from({ length: 256 }, (_, byte) => byte).map((byte, _at, all) => {
  const isItself = (code: number) => (code >= 0x21 && code <= 0x7e) || (code >= 0xa1 && code <= 0xac) || code >= 0xae;
  return String.fromCodePoint(isItself(byte) ? byte : 0x100 + all.slice(0, byte).filter((code) => !isItself(code)).length);
});

function headerOf(change: Record<string, GgufValue> = {}): GgufHeader {
  const metadata = new Map<string, GgufValue>([
    ['tokenizer.ggml.model', 'gpt2'],
    ['tokenizer.ggml.pre', 'qwen2'],
    ['tokenizer.ggml.tokens', [...LETTERS, 'he', '<|im_end|>']],
    ['tokenizer.ggml.token_type', [...LETTERS.map(() => 1), 1, 3]],
    ['tokenizer.ggml.merges', ['h e']],
  ]);
  for (const [key, value] of Object.entries(change)) metadata.set(`tokenizer.ggml.${key}`, value);
  return { version: 3, metadata, tensors: [], fileBytes: 0 };
}

async function made(change: Record<string, GgufValue> = {}, keptAt?: string) {
  const header = headerOf(change);
  const vocabulary = vocabularyOf(header);
  return { vocabulary, own: await ownEncoder(header, vocabulary, keptAt) };
}

/** A library that reads the file as we do. */
async function agreeing(): Promise<{ encode: (text: string) => number[] }> {
  const { own } = await made();
  return { encode: (text) => own?.encoder.encode(text) ?? [] };
}

let files = 0;
const somewhere = () => join(home, `${++files}.bin`);

test('our own encoder is used where the library gives the same ids', async () => {
  const { own, vocabulary } = await made();
  const { encoder, by } = provenEncoder(own, await agreeing(), vocabulary);
  assert.equal(by, 'own');
  assert.deepEqual(encoder.encode('hehe'), [256, 256]);
});

test('it spells as the file says and carries its name', async () => {
  const { own } = await made();
  assert.equal(own?.encoder.encoding, 'qwen2');
  assert.deepEqual(own?.encoder.bytesOf(256), new TextEncoder().encode('he'));
});

test('one text with another id, and the library is used', async () => {
  const { own, vocabulary } = await made();
  const library = await agreeing();
  const other = { encode: (text: string) => (text.includes('café') ? [1, 2, 3] : library.encode(text)) };
  const { encoder, by } = provenEncoder(own, other, vocabulary);
  assert.equal(by, 'library');
  assert.deepEqual(encoder.encode('café'), [1, 2, 3]);
});

test('a vocabulary whose joins the library does not know falls back to the library', async () => {
  const { own, vocabulary } = await made({ merges: ['h e', 'a a'], tokens: [...LETTERS, 'he', '<|im_end|>', 'aa'] });
  assert.equal(provenEncoder(own, await agreeing(), vocabulary).by, 'library');
});

test('a vocabulary that is cut as nobody here knows is the library’s', async () => {
  const { own, vocabulary } = await made({ pre: 'jais' });
  assert.equal(own, undefined);
  const { encoder, by } = provenEncoder(own, { encode: () => [7] }, vocabulary);
  assert.deepEqual([by, encoder.encode('x'), encoder.encoding], ['library', [7], 'jais']);
});

test('a vocabulary of another kind is the library’s', async () => {
  assert.equal((await made({ model: 'bert' })).own, undefined);
});

test('the encoding of a proven encoder is kept, and the next load reads it', async () => {
  const path = somewhere();
  const { own, vocabulary } = await made({}, path);
  assert.equal(own?.isKept, false);
  await keepProven(own, provenEncoder(own, await agreeing(), vocabulary), path);
  const again = await made({}, path);
  assert.equal(again.own?.isKept, true);
  assert.deepEqual(again.own?.encoder.encode('hehe'), [256, 256]);
});

test('an encoding that is kept already stays as it is', async () => {
  const path = somewhere();
  const first = await made({}, path);
  await keepProven(first.own, provenEncoder(first.own, await agreeing(), first.vocabulary), path);
  const before = readFileSync(path);
  const { own, vocabulary } = await made({}, path);
  await keepProven(own, provenEncoder(own, await agreeing(), vocabulary), path);
  assert.deepEqual(readFileSync(path), before);
});

test('a kept encoding that gives other ids is thrown away, and the library is used', async () => {
  const path = somewhere();
  const wrong = encodingFromGguf({ model: 'gpt2', pre: 'gpt-2', tokens: [...LETTERS, 'ab'], merges: ['a b'] });
  writeFileSync(path, writeEncoding(wrong, 'tokenizer.ggml form 1'));
  const { own, vocabulary } = await made({}, path);
  assert.equal(own?.isKept, true);
  const proven = provenEncoder(own, await agreeing(), vocabulary);
  assert.equal(proven.by, 'library');
  await keepProven(own, proven, path);
  assert.equal(existsSync(path), false);
});

test('a kept encoding that points outside itself does not stop the load', async () => {
  const path = somewhere();
  const broken = encodingFromGguf({ model: 'gpt2', pre: 'qwen2', tokens: LETTERS, merges: [] });
  broken.byteIds.fill(1 << 30);
  writeFileSync(path, writeEncoding(broken, 'tokenizer.ggml form 1'));
  const { own, vocabulary } = await made({}, path);
  assert.equal(provenEncoder(own, await agreeing(), vocabulary).by, 'library');
});

test('a folder that cannot be written to stops nothing', async () => {
  writeFileSync(join(home, 'a-file'), '');
  const { own, vocabulary } = await made();
  await keepProven(own, provenEncoder(own, await agreeing(), vocabulary), join(home, 'a-file', 'x.bin'));
});
