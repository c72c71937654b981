import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import { FAMILIES, publicEncoding } from './public-encoder.contract.ts';
import { encodingFromTokenizerJson, type TokenizerJson } from './tokenizer-json.ts';

const WORDS = { type: 'ByteLevel', add_prefix_space: false, use_regex: true };

const file = (more: Partial<TokenizerJson>, model: Partial<TokenizerJson['model']> = {}): TokenizerJson => ({
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: WORDS,
  model: { type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'], ...model },
  ...more,
});

for (const [name, cutter, more] of [
  ['qwen3', 'qwen2', { normalises: true, takesWholePieces: false, alphabet: 'bytes' }],
  ['llama3', 'cl100k', { normalises: false, takesWholePieces: true, alphabet: 'bytes' }],
  ['deepseek-v3', 'deepseek-v3', { normalises: false, takesWholePieces: false, alphabet: 'bytes' }],
  ['tekken', 'tekken', { normalises: false, takesWholePieces: true, alphabet: 'bytes' }],
  ['gemma3', 'whole', { normalises: false, takesWholePieces: false, alphabet: 'characters' }],
] as const)
  test(`${name} is recognised by what its file says`, () => {
    const encoding = publicEncoding(name);
    assert.equal(encoding.cutter, cutter);
    for (const [key, value] of Object.entries(more)) assert.equal(encoding[key as keyof typeof more], value, key);
    assert.equal(encoding.opensWithSpace, false);
  });

test('every family has an item for each of the 256 bytes', () => {
  for (const name of FAMILIES) assert.ok(!publicEncoding(name).byteIds.includes(-1), name);
});

test('merges are read as strings and as pairs', () => {
  for (const merges of [['a b'], [['a', 'b'] as [string, string]]]) {
    const encoder = bytePairEncoder(encodingFromTokenizerJson('test', file({}, { merges })));
    assert.deepEqual(encoder.encode('ab'), [2]);
  }
});

test('single digits, then words, is how SmolLM2 cuts', () => {
  const pre = { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, WORDS] };
  assert.equal(encodingFromTokenizerJson('test', file({ pre_tokenizer: pre })).cutter, 'smollm');
});

test('a space put before the text is recognised with characters as alphabet', () => {
  const normalizer = { type: 'Sequence', normalizers: [{ type: 'Prepend' }, { type: 'Replace' }] };
  const encoding = encodingFromTokenizerJson('test', file({ normalizer, pre_tokenizer: null }, { byte_fallback: true }));
  assert.deepEqual([encoding.opensWithSpace, encoding.alphabet, encoding.cutter], [true, 'characters', 'whole']);
});

for (const [what, given, message] of [
  ['another type', file({}, { type: 'Unigram' }), /is of type Unigram/],
  ['an unknown normaliser', file({ normalizer: { type: 'NFKC' } }), /normalises text by NFKC/],
  ['an unknown expression', file({ pre_tokenizer: { type: 'Split', pattern: { Regex: '\\w+' } } }), /cuts text by \\w\+/],
  ['an unknown step', file({ pre_tokenizer: { type: 'Whitespace' } }), /cuts text by Whitespace/],
  [
    'digits in groups',
    file({ pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits' }, WORDS] } }),
    /cuts text by digits then words/,
  ],
  ['no cutting at all', file({ pre_tokenizer: null }), /cuts text by nothing/],
] as const)
  test(`a file that asks for ${what} is refused with its words, never guessed at`, () => {
    assert.throws(() => encodingFromTokenizerJson('test', given), message);
  });
