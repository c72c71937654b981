import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodingFromGguf, type GgufVocabulary, pairsOf, UnknownVocabulary } from './gguf-vocabulary.ts';
import type { CutterName } from './piece.ts';
import { encodingFromTokenizerJson, type TokenizerJson } from './tokenizer-json.ts';
import { kindOf } from './written-vocabulary.ts';

const bytes = (more: Partial<GgufVocabulary> = {}): GgufVocabulary => ({
  model: 'gpt2',
  pre: 'gpt-2',
  tokens: ['a', 'b', 'ab'],
  merges: ['a b'],
  ...more,
});

/** `tokenizer.ggml.pre` as llama.cpp's source maps it: how to cut, and whether a piece that is an item is taken whole. */
const PRE: [pre: string, cutter: CutterName, takesWhole: boolean][] = [
  ['smollm', 'smollm', false],
  ['qwen2', 'qwen2', false],
  ['deepseek-r1-qwen', 'qwen2', false],
  ['llama-bpe', 'cl100k', true],
  ['llama3', 'cl100k', true],
  ['llama-v3', 'cl100k', true],
  ['dbrx', 'cl100k', false],
  ['deepseek-v3', 'deepseek-v3', false],
  ['gpt-4o', 'o200k', false],
  ['tekken', 'tekken', true],
  ['gpt-2', 'gpt2', false],
];
for (const [pre, cutter, takesWhole] of PRE)
  test(`a file cut as ${pre} is cut by ${cutter}, ${takesWhole ? 'and takes' : 'without taking'} whole pieces`, () => {
    const encoding = encodingFromGguf(bytes({ pre }));
    assert.deepEqual([encoding.cutter, encoding.takesWholePieces], [cutter, takesWhole]);
    assert.equal(encoding.name, pre);
  });

const UNKNOWN: [what: string, vocabulary: GgufVocabulary, said: string][] = [
  ['another way to cut', bytes({ pre: 'mpt' }), 'gpt2, cut as mpt'],
  ['the default way, which differs by model', bytes({ pre: 'default' }), 'gpt2, cut as default'],
  ['WordPiece', bytes({ model: 'bert' }), 'bert, cut as gpt-2'],
  ['unigram', { model: 't5', tokens: [] }, 't5, cut as nothing says'],
  ['no tokenizer', { model: 'no_vocab', tokens: [] }, 'no_vocab, cut as nothing says'],
  ['bytes without joins', { model: 'gpt2', pre: 'qwen2', tokens: ['a'] }, 'gpt2, cut as qwen2'],
  ['a name out of every object', bytes({ pre: '__nothing__' }), 'cut as __nothing__'],
];
for (const [what, vocabulary, said] of UNKNOWN)
  test(`${what} is unknown, and the error names it and what is known`, () => {
    assert.throws(
      () => encodingFromGguf(vocabulary),
      (error) => error instanceof UnknownVocabulary && error.message.includes(said) && error.message.includes('known are llama'),
    );
  });

const CHARACTERS: GgufVocabulary = {
  model: 'llama',
  tokens: ['▁', 'a', '▁a', '<0x0A>'],
  scores: [-2, -3, -1, 0],
  types: [1, 1, 1, 6],
};

test('a file of characters is not cut, starts at characters and opens with a space', () => {
  const { cutter, alphabet, opensWithSpace, takesWholePieces, name } = encodingFromGguf(CHARACTERS);
  assert.deepEqual([cutter, alphabet, opensWithSpace, takesWholePieces, name], ['whole', 'characters', true, false, 'llama']);
});

for (const [addSpacePrefix, opens] of [
  [true, true],
  [false, false],
  [undefined, true],
] as const)
  test(`add_space_prefix ${addSpacePrefix ?? 'absent'}: ${opens ? 'a space' : 'nothing'} comes before the text`, () => {
    const given = { ...CHARACTERS, ...(addSpacePrefix !== undefined && { addSpacePrefix }) };
    assert.equal(encodingFromGguf(given).opensWithSpace, opens);
  });

test('a file of bytes never opens with a space, whatever it says', () => {
  assert.equal(encodingFromGguf(bytes({ addSpacePrefix: true })).opensWithSpace, false);
});

test('no file composes characters: the library that runs it does not', () => {
  for (const given of [bytes(), CHARACTERS]) assert.equal(encodingFromGguf(given).normalises, false);
});

test('a way to cut that is the default gives a file of characters its kind as name', () => {
  assert.equal(encodingFromGguf({ ...CHARACTERS, pre: 'default' }).name, 'llama');
});

test('scores belong to characters, merges to bytes', () => {
  assert.equal(encodingFromGguf(bytes({ scores: [0, 0, 0] })).joins.kind, 'listed');
  const { joins } = encodingFromGguf({ ...CHARACTERS, merges: ['▁ a'] });
  assert.deepEqual(joins, { kind: 'all', scores: Float32Array.of(-2, -3, -1, 0) });
});

/** `token_type`: 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte. */
const TYPES: [type: number, ofBytes: string, ofCharacters: string][] = [
  [1, 'item', 'item'],
  [2, 'control', 'control'],
  [3, 'control', 'control'],
  [4, 'control', 'ordinary'],
  [5, 'control', 'control'],
  [6, 'item', 'item'],
];
for (const [type, ofBytes, ofCharacters] of TYPES)
  test(`a token of type ${type} is ${ofBytes} among bytes and ${ofCharacters} among characters`, () => {
    const kind = (given: GgufVocabulary) => encodingFromGguf(given).specials.find(({ id }) => id === 2)?.kind ?? 'item';
    assert.equal(kind(bytes({ types: [1, 1, type] })), ofBytes);
    assert.equal(kind({ ...CHARACTERS, types: [1, 1, type, 6] }), ofCharacters);
  });

test('tokens beyond the list of types are normal', () => {
  assert.deepEqual(encodingFromGguf(bytes({ types: [1] })).specials, []);
});

test('the list of the file is left as it was', () => {
  const tokens = Object.freeze(['a', 'b', 'ab']);
  encodingFromGguf(bytes({ tokens }));
  assert.deepEqual(tokens, ['a', 'b', 'ab']);
});

for (const [merge, pair] of [
  ['a b', ['a', 'b']],
  ['Ġ t', ['Ġ', 't']],
  ['Ġt he', ['Ġt', 'he']],
  ['  a', [' ', 'a']],
] as const)
  test(`the merge ${JSON.stringify(merge)} is of ${JSON.stringify(pair)}`, () => {
    assert.deepEqual(Array.from(pairsOf([merge])), [pair]);
  });

const KINDS: [text: string, alphabet: 'bytes' | 'characters', isSpecial: boolean, kind: string][] = [
  ['<think>', 'bytes', false, 'control'],
  ['<｜User｜>', 'bytes', false, 'control'],
  ['    ', 'bytes', false, 'ordinary'],
  ['\n\n', 'bytes', false, 'ordinary'],
  ['\n\n', 'bytes', true, 'control'],
  [' a', 'bytes', false, 'control'],
  ['<table>', 'characters', false, 'ordinary'],
  ['<start_of_turn>', 'characters', true, 'control'],
  ['', 'bytes', false, 'control'],
];
for (const [text, alphabet, isSpecial, kind] of KINDS)
  test(`${JSON.stringify(text)}, called ${isSpecial ? 'special' : 'not special'}, is ${kind} among ${alphabet}`, () => {
    assert.equal(kindOf(text, alphabet, isSpecial), kind);
  });

const json = (normalizer: TokenizerJson['normalizer'], more: Partial<TokenizerJson['model']> = {}): TokenizerJson => ({
  added_tokens: [],
  normalizer,
  pre_tokenizer: { type: 'ByteLevel' },
  model: { type: 'BPE', vocab: { b: 1, a: 0, ab: 5 }, merges: [], ...more },
});
const step = (type: string) => ({ type });

const NORMALISERS: [what: string, normaliser: TokenizerJson['normalizer'], normalises: boolean, opens: boolean][] = [
  ['none', null, false, false],
  ['an empty list', { type: 'Sequence', normalizers: [] }, false, false],
  ['NFC', step('NFC'), true, false],
  ['NFC in a list', { type: 'Sequence', normalizers: [step('NFC')] }, true, false],
  ['spaces replaced', step('Replace'), false, false],
  ['a space put before, then replaced', { type: 'Sequence', normalizers: [step('Prepend'), step('Replace')] }, false, true],
];
for (const [what, normaliser, normalises, opens] of NORMALISERS)
  test(`a normaliser of ${what}: ${normalises ? 'composes' : 'composes nothing'}, ${opens ? 'opens with a space' : 'opens as it is'}`, () => {
    const encoding = encodingFromTokenizerJson('t', json(normaliser));
    assert.deepEqual([encoding.normalises, encoding.opensWithSpace], [normalises, opens]);
  });

for (const types of [['NFD'], ['Lowercase'], ['NFC', 'NFC'], ['Replace', 'Prepend'], ['Prepend']])
  test(`a normaliser of ${types.join(' then ')} is refused by name`, () => {
    assert.throws(() => encodingFromTokenizerJson('t', json({ type: 'Sequence', normalizers: types.map(step) })), {
      message: `The tokenizer t normalises text by ${types.join(' then ')}; known are NFC, and spaces written as \u2581.`,
    });
  });

test('ids are those of the file, whatever its order, and a gap is an empty item', () => {
  const { bytes: all, starts } = encodingFromTokenizerJson('t', json(null));
  const items = Array.from({ length: 6 }, (_, id) => String.fromCharCode(...all.slice(starts[id], starts[id + 1])));
  assert.deepEqual(items, ['a', 'b', '', '', '', 'ab']);
});

for (const [ignore, takes] of [
  [true, true],
  [false, false],
  [undefined, false],
] as const)
  test(`ignore_merges ${ignore ?? 'absent'}: whole pieces are ${takes ? '' : 'not '}taken`, () => {
    const given = json(null, ignore === undefined ? {} : { ignore_merges: ignore });
    assert.equal(encodingFromTokenizerJson('t', given).takesWholePieces, takes);
  });
