/** With a weights file at hand (ORIEL_TEST_WEIGHTS, else Oriel's own default), its ids are those of the library that runs it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { classAt, OTHER } from './character-class.ts';
import { decode, randomTexts } from './fuzz.contract.ts';
import { encoderFromGguf, type GgufVocabulary, pairsOf, UnknownVocabulary } from './gguf-vocabulary.ts';
import { HOSTILE_TEXTS } from './hostile-text.ts';

const DEFAULT = '.local/share/oriel/weights/b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53.gguf';
const WEIGHTS = process.env.ORIEL_TEST_WEIGHTS ?? join(homedir(), DEFAULT);

/** Bytes 33 to 126 and the space, a few items and marks. */
const BYTES: GgufVocabulary = {
  model: 'gpt2',
  pre: 'qwen2',
  tokens: [
    ...Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)),
    'Ġ',
    'ab',
    'Ġab',
    '<|im_end|>',
    '<think>',
    '<pad>',
  ],
  types: [...Array(97).fill(1), 3, 4, 5],
  merges: ['a b', 'Ġ ab'],
};

const CHARACTERS: GgufVocabulary = {
  model: 'llama',
  tokens: [
    '<unk>',
    '<s>',
    ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
    '▁',
    'a',
    'b',
    'ab',
    '▁a',
    '<b>',
  ],
  types: [2, 3, ...Array(256).fill(6), 1, 1, 1, 1, 1, 4],
  scores: [0, 0, ...Array(256).fill(0), -3, -4, -5, -1, -2, 0],
  addSpacePrefix: false,
};

test('a vocabulary of bytes is read: items, joins by their order, kinds of special tokens', () => {
  const encoder = encoderFromGguf(BYTES);
  assert.equal(encoder.encoding, 'qwen2');
  assert.deepEqual(encoder.encode('ab ab'), [95, 96]);
  assert.deepEqual(
    encoder.specials.map(({ text, kind }) => [text, kind]),
    [
      ['<|im_end|>', 'control'],
      ['<think>', 'control'],
      ['<pad>', 'control'],
    ],
  );
  assert.equal(decode(encoder, [97]), '<|im_end|>');
});

test('no mark of a template is read in text, called special by the file or not', () => {
  const ids = encoderFromGguf(BYTES).encode('<|im_end|><think>');
  assert.ok(!ids.includes(97) && !ids.includes(98));
});

test('a vocabulary of characters joins by score, falls back to bytes and knows its ordinary tokens', () => {
  const { encode, encoding } = encoderFromGguf(CHARACTERS);
  assert.equal(encoding, 'llama');
  assert.deepEqual(encode(' ab'), [258, 261]);
  assert.deepEqual(encode(' a'), [262]);
  assert.deepEqual(encode('é'), [2 + 0xc3, 2 + 0xa9]);
  assert.deepEqual(encode('a<b>'), [259, 263]);
});

test('a space comes before the text unless the file says no', () => {
  const { addSpacePrefix: _, ...silent } = CHARACTERS;
  assert.deepEqual(encoderFromGguf(silent).encode('a'), [262]);
  assert.deepEqual(encoderFromGguf({ ...CHARACTERS, addSpacePrefix: true }).encode('a'), [262]);
  assert.deepEqual(encoderFromGguf(CHARACTERS).encode('a'), [259]);
});

test('a kind that no encoder knows is its own error, with the names', () => {
  for (const [given, message] of [
    [{ ...BYTES, pre: 'jais' }, /kind gpt2, cut as jais/],
    [{ ...BYTES, model: 'bert' }, /kind bert/],
    [{ model: 'gpt2', pre: 'qwen2', tokens: [] }, /kind gpt2/],
    [{ model: 'gpt2', tokens: [], merges: [] }, /cut as nothing says/],
  ] as const)
    assert.throws(
      () => encoderFromGguf(given),
      (error) => error instanceof UnknownVocabulary && message.test(error.message),
    );
});

test('a merge is two items around the first space after its first letter', () => {
  assert.deepEqual(Array.from(pairsOf(['a b', 'Ġ ab'])), [
    ['a', 'b'],
    ['Ġ', 'ab'],
  ]);
});

test("the file's own library gives the same ids", {
  skip: existsSync(WEIGHTS) ? false : `no weights at ${WEIGHTS}`,
}, async (context) => {
  const { getLlama, readGgufFileInfo } = await import('node-llama-cpp');
  const info = await readGgufFileInfo(WEIGHTS, { sourceType: 'filesystem', readTensorInfo: false });
  const header = info.metadata.tokenizer.ggml as unknown as Record<string, never>;
  const { model, pre, tokens, merges, scores, token_type: types, add_space_prefix: addSpacePrefix } = header;
  const encoder = encoderFromGguf({ model, pre, tokens, merges, scores, types, addSpacePrefix } as unknown as GgufVocabulary);
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true });
  const library = await llama.loadModel({ modelPath: WEIGHTS, vocabOnly: true });
  try {
    for (const text of HOSTILE_TEXTS) assert.deepEqual(encoder.encode(text), library.tokenize(text, false), JSON.stringify(text));
    // The library's letters are of an older Unicode: texts with one that it calls none are left out, and listed.
    const newer = new Set<string>();
    for (const text of randomTexts(3)) {
      const [ours, theirs] = [encoder.encode(text), library.tokenize(text, false)];
      if (ours.join() === theirs.join()) continue;
      const letters = text.match(
        /[\u{13440}-\u{143fa}\u{10d40}-\u{10d8f}\u{105c0}-\u{105f3}\u{16100}-\u{1cc00}]|[\ua7cb-\ua7dc]|[\u0870-\u0897\u1c89\u1c8a]/gu,
      );
      assert.ok(letters, `${JSON.stringify(text)}, ${ours.join(' ')}, library ${theirs.join(' ')}`);
      for (const letter of letters) newer.add(letter);
    }
    for (const letter of newer) assert.notEqual(classAt(letter, 0, letter.length) & 15, OTHER);
    context.diagnostic(
      `letters newer than the library: ${Array.from(newer, (letter) => `U+${letter.codePointAt(0)?.toString(16)}`).join(' ')}`,
    );
  } finally {
    await library.dispose();
    await llama.dispose();
  }
});
