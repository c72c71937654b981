import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpecialToken } from './encoding.ts';
import { toUtf8 } from './utf8.ts';
import { encodingOf, kindOf, type WrittenVocabulary } from './written-vocabulary.ts';

const written = (more: Partial<WrittenVocabulary>): WrittenVocabulary => ({
  name: 'test',
  cutter: 'gpt2',
  alphabet: 'bytes',
  takesWholePieces: false,
  normalises: false,
  opensWithSpace: false,
  items: [],
  specials: [],
  ...more,
});

const itemsOf = (vocabulary: WrittenVocabulary): Uint8Array[] => {
  const { bytes, starts } = encodingOf(vocabulary);
  return vocabulary.items.map((_, id) => bytes.slice(starts[id], starts[id + 1]));
};

test("GPT-2's letters for bytes are read as those bytes", () => {
  assert.deepEqual(itemsOf(written({ items: ['a', 'Ġa', 'Ċ', 'Ã©', 'Ā', 'Ń', 'ÿ'] })), [
    toUtf8('a'),
    toUtf8(' a'),
    toUtf8('\n'),
    toUtf8('é'),
    Uint8Array.of(0),
    Uint8Array.of(0xad),
    Uint8Array.of(0xff),
  ]);
});

test('all 256 letters stand for all 256 bytes', () => {
  const letters: string[] = [];
  for (let byte = 0, other = 0x100; byte < 256; byte++)
    letters.push(String.fromCharCode((byte > 32 && byte < 127) || (byte > 160 && byte !== 173) ? byte : other++));
  assert.deepEqual(
    encodingOf(written({ items: letters })).byteIds,
    Int32Array.from({ length: 256 }, (_, byte) => byte),
  );
});

test('an item outside the alphabet is its own text', () => {
  assert.deepEqual(itemsOf(written({ items: ['你好'] })), [toUtf8('你好')]);
});

test('with characters as alphabet the mark is a space, and <0x0A> the byte 10', () => {
  const vocabulary = written({ alphabet: 'characters', items: ['▁a▁', '<0x0A>', '<0xZZ>', '\n'] });
  assert.deepEqual(itemsOf(vocabulary), [toUtf8(' a '), Uint8Array.of(10), toUtf8('<0xZZ>'), toUtf8('\n')]);
  assert.equal(encodingOf(vocabulary).byteIds[10], 1);
});

test('a byte without an item is marked so', () => {
  assert.equal(encodingOf(written({ items: ['a'] })).byteIds[98], -1);
});

test('no text finds a control token, but an ordinary one stays an item', () => {
  const specials: SpecialToken[] = [
    { id: 1, text: '<s>', kind: 'control' },
    { id: 2, text: '<b>', kind: 'ordinary' },
  ];
  assert.deepEqual(itemsOf(written({ items: ['a', '<s>', '<b>'], specials })), [toUtf8('a'), new Uint8Array(0), toUtf8('<b>')]);
});

test('merges become ids in their order, without those that can never come about', () => {
  const vocabulary = written({
    items: ['a', 'b', 'ab', '<s>'],
    specials: [{ id: 3, text: '<s>', kind: 'control' }],
    merges: [
      ['a', 'x'],
      ['a', 'b'],
      ['b', 'a'],
    ],
  });
  assert.deepEqual(encodingOf(vocabulary).joins, {
    kind: 'listed',
    left: Int32Array.of(0),
    right: Int32Array.of(1),
    made: Int32Array.of(2),
  });
});

test('without merges all joins are meant, by score where there are scores', () => {
  assert.deepEqual(encodingOf(written({ items: ['a'] })).joins, { kind: 'all' });
  assert.deepEqual(encodingOf(written({ items: ['a'], scores: [-2] })).joins, { kind: 'all', scores: Float32Array.of(-2) });
});

for (const [text, alphabet, isSpecial, kind] of [
  ['<table>', 'characters', false, 'ordinary'],
  ['<start_of_turn>', 'characters', true, 'control'],
  ['<think>', 'bytes', false, 'control'],
  ['<|im_end|>', 'bytes', true, 'control'],
  ['    ', 'bytes', false, 'ordinary'],
] as const)
  test(`${JSON.stringify(text)}, ${isSpecial ? '' : 'not '}called special in a vocabulary of ${alphabet}, is ${kind}`, () => {
    assert.equal(kindOf(text, alphabet, isSpecial), kind);
  });
