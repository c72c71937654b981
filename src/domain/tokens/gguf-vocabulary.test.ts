/** Vocabularies as weights files hold them. That real files get the ids of the library that runs them is tested with the engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './fuzz.contract.ts';
import { encoderFromGguf, type GgufVocabulary, pairsOf, UnknownVocabulary } from './gguf-vocabulary.ts';

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
