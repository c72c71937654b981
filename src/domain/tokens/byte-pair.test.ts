import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder, withSpecials } from './byte-pair.ts';
import { decode, randomFrom, randomText } from './fuzz.contract.ts';
import { HOSTILE_TEXTS } from './hostile-text.ts';
import { publicEncoder } from './public-encoder.contract.ts';
import { HARMONY_SPECIALS } from './published.ts';
import { tinyCharacters, tinyEncoding } from './tiny-encoding.contract.ts';
import { textWithGapsOf } from './utf8.ts';

const QUESTION = "Write a haiku about what it's like to be a Large Language Model.";
const ANSWER = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen.';
const CHINESE = '无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦';

test('the worked example has the ids of its vendor', () => {
  const { encode } = publicEncoder('o200k');
  assert.deepEqual(encode(QUESTION), [10930, 261, 2472, 11169, 1078, 1412, 4275, 1299, 316, 413, 261, 27976, 20333, 8186, 13]);
  assert.deepEqual(
    encode(ANSWER),
    [27321, 7845, 1299, 261, 6855, 412, 4764, 2695, 155883, 11, 3779, 13336, 123101, 77370, 328, 4525, 120452, 13],
  );
});

test('the worked example without its full stop has 14 tokens, with a typographic apostrophe 16', () => {
  const { count } = publicEncoder('o200k');
  assert.equal(count(QUESTION.slice(0, -1)), 14);
  assert.equal(count(QUESTION.replace("'", '’')), 16);
});

test('hard breaks make two more tokens of the answer: 412 becomes 11 4066, and 123101 becomes 2322 4066', () => {
  const { encode } = publicEncoder('o200k');
  const expected = encode(ANSWER).flatMap((id) => (id === 412 ? [11, 4066] : id === 123101 ? [2322, 4066] : [id]));
  assert.deepEqual(encode(ANSWER.replaceAll('\n', '  \n')), expected);
  assert.equal(expected.length, 20);
});

test('the roles of a chat are one token each', () => {
  const { encode } = publicEncoder('o200k');
  for (const role of ['system', 'developer', 'user', 'assistant', 'tool']) assert.equal(encode(role).length, 1);
  assert.deepEqual([encode('user'), encode('assistant')], [[1428], [173781]]);
});

test('a Chinese character may be two tokens, and two characters one', () => {
  const { encode, bytesOf } = publicEncoder('o200k');
  assert.deepEqual(encode('绽'), [2282, 121]);
  assert.deepEqual([bytesOf(2282), bytesOf(121)], [Uint8Array.of(0xe7, 0xbb), Uint8Array.of(0xbd)]);
  assert.deepEqual(encode('，无'), [104315]);
});

test('a family of three is eight tokens', () => {
  assert.equal(publicEncoder('o200k').count('👩‍👩‍👧'), 8);
});

test('the name of a special token is six tokens of plain text', () => {
  assert.deepEqual(publicEncoder('o200k').encode('<|im_end|>'), [27, 91, 321, 13707, 91, 29]);
});

for (const [name, expected] of [
  ['o200k', [15, 18, 28]],
  ['cl100k', [16, 19, 34]],
  ['llama3', [16, 19, 28]],
  ['qwen3', [16, 19, 23]],
  ['deepseek-v3', [16, 18, 20]],
  ['gemma3', [17, 20, 28]],
  ['tekken', [16, 19, 30]],
] as const) {
  test(`table of families: ${name} needs ${expected.join(', ')} tokens for question, answer and the Chinese line`, () => {
    assert.deepEqual([QUESTION, ANSWER, CHINESE].map(publicEncoder(name).count), expected);
  });

  test(`${name}: no hostile text yields a control token, and none is lost`, () => {
    const encoder = publicEncoder(name);
    const controls = new Map(encoder.specials.filter(({ kind }) => kind === 'control').map(({ id, text }) => [id, text]));
    assert.ok(controls.size > 0);
    for (const text of [...HOSTILE_TEXTS, ...controls.values(), [...controls.values()].join('')]) {
      const ids = encoder.encode(text);
      for (const id of ids) assert.ok(!controls.has(id), `${JSON.stringify(text)} became ${controls.get(id)}`);
      const spelled = encoder.spelling(text);
      assert.equal(decode(encoder, ids), (name === 'gemma3' ? spelled.replaceAll('▁', ' ') : spelled).toWellFormed());
    }
  });

  test(`${name}: parts of any size are together the whole`, () => {
    const encoder = publicEncoder(name);
    const random = randomFrom(5);
    for (let left = 100; left > 0; left--) {
      const text = randomText(random);
      assert.deepEqual(Array.from(encoder.encodeParts(text, 1 + Math.floor(random() * 30))).flat(), encoder.encode(text));
    }
  });
}

test('ordinary marks of Gemma are single tokens in text, and its control marks are text', () => {
  const { encode, specials } = publicEncoder('gemma3');
  const idOf = (text: string): number | undefined => specials.find((special) => special.text === text)?.id;
  assert.deepEqual(encode('<table>'), [idOf('<table>')]);
  assert.equal(specials.filter(({ kind }) => kind === 'ordinary').length, 6406);
  assert.ok(!encode('<start_of_turn>').includes(idOf('<start_of_turn>') ?? 0));
});

test('marks that Qwen and DeepSeek do not call special are control tokens all the same', () => {
  for (const [name, text] of [
    ['qwen3', '<think>'],
    ['qwen3', '<tool_call>'],
    ['deepseek-v3', '<｜User｜>'],
  ] as const) {
    const { encode, specials } = publicEncoder(name);
    assert.equal(specials.find((special) => special.text === text)?.kind, 'control');
    assert.ok(encode(text).length > 1);
  }
});

test('Qwen composes characters, so that two ways to write é are one token', () => {
  const encoder = publicEncoder('qwen3');
  assert.deepEqual(encoder.encode('e\u0301'), encoder.encode('é'));
  assert.equal(encoder.spelling('e\u0301'), 'é');
});

test('the same text gives the same ids after a hundred thousand others have emptied the cache', () => {
  const encoder = publicEncoder('cl100k');
  const before = encoder.encode(CHINESE + QUESTION);
  for (let n = 0; n < 120_000; n++) encoder.count(`w${n}x`);
  assert.deepEqual(encoder.encode(CHINESE + QUESTION), before);
});

test('an id outside the vocabulary is an error that says the range', () => {
  const { bytesOf } = publicEncoder('o200k');
  for (const id of [-1, 0.5, 199_998, 200_000, Number.NaN])
    assert.throws(() => bytesOf(id), { name: 'RangeError', message: /o200k has no token .* 0 to 199997/ });
});

test('a special token spells its name', () => {
  assert.equal(textWithGapsOf(publicEncoder('o200k').bytesOf(199_999)), '<|endoftext|>');
});

test('harmony has the ids of o200k for text, and marks of its own', () => {
  const o200k = publicEncoder('o200k');
  const harmony = withSpecials(o200k, 'o200k_harmony', HARMONY_SPECIALS);
  assert.deepEqual(harmony.encode(QUESTION), o200k.encode(QUESTION));
  for (const [id, text] of [
    [200006, '<|start|>'],
    [200007, '<|end|>'],
    [200008, '<|message|>'],
    [200005, '<|channel|>'],
    [200003, '<|constrain|>'],
    [200002, '<|return|>'],
    [200012, '<|call|>'],
    [200018, '<|endofprompt|>'],
    [201087, '<|reserved_201087|>'],
  ] as const)
    assert.equal(textWithGapsOf(harmony.bytesOf(id)), text);
  assert.throws(() => harmony.bytesOf(201_088), RangeError);
  assert.equal(o200k.encoding, 'o200k');
});

test('a whole piece is taken though no join leads to it, where the vocabulary says so, and else is not', () => {
  assert.deepEqual(bytePairEncoder(tinyEncoding(['abc'], { takesWholePieces: true })).encode('abc'), [256]);
  assert.deepEqual(bytePairEncoder(tinyEncoding(['abc'])).encode('abc'), [97, 98, 99]);
});

test('a byte without an item makes no token, and nothing joins across it', () => {
  const byteIds = Int32Array.from({ length: 256 }, (_, byte) => (byte === 120 ? -1 : byte));
  const encoder = bytePairEncoder(tinyEncoding(['ab'], { byteIds }));
  assert.deepEqual(encoder.encode('xabxaxbx'), [256, 97, 98]);
});

test('with characters as alphabet a character without an item becomes bytes, which join with nothing', () => {
  const encoder = bytePairEncoder(tinyCharacters(['a', 'b', 'ab', ' ', ' a']));
  assert.deepEqual(encoder.encode('abé'), [258, 0xc3, 0xa9]);
  assert.deepEqual(encoder.encode('b a'), [257, 260]);
  assert.deepEqual(encoder.encode('b▁a'), [257, 260]);
  assert.deepEqual(encoder.encode('é'), [0xc3, 0xa9]);
});

test('a vocabulary that opens with a space does so before text, not before nothing', () => {
  const encoder = bytePairEncoder(tinyCharacters(['a', ' ', ' a'], { opensWithSpace: true }));
  assert.deepEqual(encoder.encode('a'), [258]);
  assert.deepEqual(encoder.encode(''), []);
});

test('a quarter of a million of any one character are encoded without an error, and decode to themselves', () => {
  const encoder = publicEncoder('o200k');
  for (const letter of ['a', ' ', '😀', '中', '\u0301', '\n', '=', '\u0000', '\ufeff']) {
    const text = letter.repeat(250_000 / letter.length);
    const ids = encoder.encode(text);
    assert.equal(
      ids.reduce((sum, id) => sum + encoder.bytesOf(id).length, 0),
      new TextEncoder().encode(text).length,
      letter,
    );
  }
});
