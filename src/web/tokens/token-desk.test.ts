import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { publicEncoder } from '#domain/catalogue/public-encoder.contract';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { isEncodingName } from '#domain/tokens/encodings';
import { encoderFromGguf } from '#domain/tokens/gguf-vocabulary';
import { tokenDesk } from './token-desk.ts';

const tiny = encoderFromGguf({ model: 'gpt2', pre: 'qwen2', tokens: ['a', 'b', 'ab'], merges: ['a b'] });
const desk = tokenDesk({ get: async (name) => (isEncodingName(name) ? publicEncoder(name) : tiny) });
const haiku = "Write a haiku about what it's like to be a Large Language Model.";
const answer = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen.';
const line = '无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦';
const whole = { readsSpecials: false, from: 0, to: 10_000 };

test('the worked example: 15 tokens with their ids in o200k, 16 in cl100k', async () => {
  const { count, tokens } = await desk.answer({ name: 'text', encoding: 'o200k', text: haiku, ...whole });
  assert.equal(count, 15);
  assert.deepEqual(
    tokens.map((token) => token.id),
    [10930, 261, 2472, 11169, 1078, 1412, 4275, 1299, 316, 413, 261, 27976, 20333, 8186, 13],
  );
  assert.deepEqual(await desk.answer({ name: 'count', encoding: 'cl100k', text: haiku }), { count: 16 });
});

test('a text is counted in several encodings at once, in their order', async () => {
  const counts = await desk.answer({ name: 'counts', encodings: ['cl100k', 'o200k'], text: haiku });
  assert.deepEqual(counts, { counts: [16, 15] });
});

test("a text is counted at each key by a model file's own encoding", async () => {
  for (const [text, count] of [
    ['a', 1],
    ['ab', 1],
    ['abb', 2],
    ['bb', 2],
    ['', 0],
  ] as const)
    assert.deepEqual(await desk.answer({ name: 'count', encoding: `file:${'ab'.repeat(32)}`, text }), { count });
});

test('the worked example as messages: 22 given, 18 answered, 20 with hard breaks, 43 in the row', async () => {
  const ask = { name: 'row', model: 'openai/gpt-4o', atMs: 0 } as const;
  const plain = await desk.answer({
    ...ask,
    messages: [
      { role: 'user', text: haiku },
      { role: 'assistant', text: answer },
    ],
  });
  assert.deepEqual([plain.promptTokens, plain.answerTokens, plain.prompt?.value, plain.prompt?.grade], [22, 18, 22, 'exact']);
  const broken = answer.replaceAll('\n', '  \n');
  const row = await desk.answer({
    ...ask,
    messages: [
      { role: 'user', text: haiku },
      { role: 'assistant', text: broken },
    ],
  });
  assert.deepEqual([row.answerTokens, row.tokens.length], [20, 43]);
  assert.equal(row.tokens.at(-1)?.special, true);
  assert.ok(row.reconstruction);
});

test('only the tokens that are to be drawn are sent, with the count of all', async () => {
  const { count, tokens } = await desk.answer({
    name: 'text',
    encoding: 'o200k',
    text: line,
    readsSpecials: false,
    from: 5,
    to: 8,
  });
  assert.equal(count, 28);
  assert.equal(tokens.length, 3);
});

test('text that is edited has the tokens of a full encode', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', 'the ', '\n', '绽', '👩‍👩‍👧', '1', "'s"), maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
      for (const one of texts) {
        const { ids } = await desk.answer({ name: 'ids', encoding: 'cl100k', text: one, readsSpecials: false });
        assert.deepEqual([...ids], publicEncoder('cl100k').encode(one));
      }
    }),
    { numRuns: 60 },
  );
});

test('text becomes a special token only where that was switched on', async () => {
  const ask = { name: 'ids', encoding: 'cl100k', text: 'Hi<|im_end|>' } as const;
  const plain = await desk.answer({ ...ask, readsSpecials: false });
  assert.equal(plain.ids.includes(100265), false);
  const read = await desk.answer({ ...ask, readsSpecials: true });
  assert.deepEqual([...read.ids], [13347, 100265]);
  const { tokens } = await desk.answer({ ...ask, name: 'text', readsSpecials: true, from: 0, to: 9 });
  assert.equal(tokens[1]?.special, true);
});

test('a piece tells its joins: each makes one part of two', async () => {
  const story = await desk.answer({ name: 'merge', encoding: 'o200k', text: haiku, position: 2 });
  assert.equal(story.piece, ' haiku');
  assert.deepEqual(story.start, [' ', 'h', 'a', 'i', 'k', 'u']);
  assert.deepEqual(story.steps.at(-1)?.parts, [' ha', 'iku']);
  assert.equal(story.isWhole, false);
  const lengths = story.steps.map((step) => step.parts.length);
  assert.deepEqual(lengths, [5, 4, 3, 2]);
});

test('a piece that the vocabulary has is taken whole, and a giant one is told in part', async () => {
  assert.equal((await desk.answer({ name: 'merge', encoding: 'o200k', text: haiku, position: 0 })).isWhole, true);
  const giant = await desk.answer({ name: 'merge', encoding: 'o200k', text: 'a'.repeat(100_000), position: 3 });
  assert.ok(giant.start.length <= 64);
});

test('a text is split by tokens', async () => {
  const { parts } = await desk.answer({ name: 'split', encoding: 'o200k', text: line, readsSpecials: false, every: 10 });
  assert.equal(parts.map((part) => part.text).join(''), line);
  assert.ok(parts.length >= 3 && parts.every((part) => part.tokens <= 10));
});

test('messages for a model of which nothing is known are refused with a sentence', async () => {
  await assert.rejects(desk.answer({ name: 'row', model: 'nobody/nothing', messages: [], atMs: 0 }), /nobody\/nothing/);
});

/** The example of the cookbook "How to count tokens"; 124 were metered on GPT-4o. */
const cookbook = [
  ['You are a helpful, pattern-following assistant that translates corporate jargon into plain English.'],
  ['New synergies will help drive top-line growth.', 'example_user'],
  ['Things working well together will increase revenue.', 'example_assistant'],
  ["Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.", 'example_user'],
  ["Let's talk later when we're less busy about how to do better.", 'example_assistant'],
  ["This late pivot means we don't have time to boil the ocean for the client deliverable."],
].map(([text = '', name], at) => ({ role: at < 5 ? ('system' as const) : ('user' as const), text, ...(name && { name }) }));

test("names are counted: the cookbook's six messages are 124 on GPT-4o and 129 on GPT-4, as metered", async () => {
  for (const [model, metered] of [
    ['openai/gpt-4o', 124],
    ['gpt-4', 129],
  ] as const) {
    const { prompt } = await desk.answer({ name: 'row', model, messages: cookbook, atMs: 0 });
    assert.deepEqual([prompt?.value, prompt?.grade], [metered, 'exact']);
  }
});

test('a call of a tool is counted with what is given, also at the end, where it is no answer in words', async () => {
  const asked = { role: 'user' as const, text: 'Where?' };
  const call = { role: 'assistant' as const, text: '', call: { name: 'look', arguments: '{"at":1}' } };
  const sum = async (messages: (typeof asked | typeof call)[]) =>
    (await desk.answer({ name: 'row', model: 'openai/gpt-4o', messages, atMs: 0 })).prompt?.value ?? 0;
  const without = await sum([asked, { ...call, call: { name: '', arguments: '' } }]);
  assert.equal((await sum([asked, call])) - without, publicEncoder('o200k').encode('look').length + 5);
  assert.equal((await desk.answer({ name: 'row', model: 'gpt-4', messages: [asked, call], atMs: 0 })).answer, undefined);
});

const weather = [
  { role: 'system' as const, text: 'You are a helpful assistant that can answer to questions about the weather.' },
  { role: 'user' as const, text: "What's the weather like in San Francisco?" },
];
const tools = [WEATHER_TOOL];
const square = { width: 1024, height: 1024, detail: 'high' as const };
const rowOf = (model: string, more: { tools?: typeof tools; images?: (typeof square)[] }) =>
  desk.answer({ name: 'row', model, messages: weather, atMs: 0, ...more });

test("the cookbook's example with its tool is 101 on GPT-4o, and the tool is drawn apart as the model is believed to see it", async () => {
  const { prompt, portions, toolTokens, tokens, promptTokens } = await rowOf('openai/gpt-4o', { tools });
  assert.deepEqual([prompt?.value, prompt?.grade], [101, 'estimated']);
  assert.equal(portions.messages.value + (portions.tools?.value ?? 0), 101);
  assert.equal(tokens.length, promptTokens);
  assert.match((toolTokens ?? []).map(({ text }) => text).join(''), /^namespace functions \{/);
  assert.deepEqual([...new Set(toolTokens?.map(({ owner }) => owner))], ['tool']);
});

test("a developer's message is drawn as what it is to the model, its words the system's", async () => {
  const messages = [{ role: 'developer', text: 'Be.' }] as const;
  const spelled = async (model: string) => {
    const { tokens } = await desk.answer({ name: 'row', model, messages: [...messages], atMs: 0 });
    assert.deepEqual([...new Set(tokens.flatMap(({ owner }) => owner))], ['template', 'system']);
    return tokens.map(({ text }) => text).join('');
  };
  assert.match(await spelled('openai/o3'), /^<\|im_start\|>developer<\|im_sep\|>Be\./);
  assert.match(await spelled('deepseek-v3.2'), /<｜User｜>\n\n# The user's message is: Be\./);
  assert.match(await spelled('qwen3-8b'), /^<\|im_start\|>system\nBe\./);
});

test('gpt-oss has its tools in the row itself', async () => {
  const { tokens, toolTokens, portions, prompt } = await rowOf('gpt-oss-120b', { tools });
  assert.match(tokens.map(({ text }) => text ?? '').join(''), /get_current_weather/);
  assert.equal(toolTokens, undefined);
  assert.equal(portions.tools?.grade, 'exact');
  assert.equal(prompt?.value, tokens.length);
});

test('images are counted by the model’s rule, and without one the prompt is unknown, not smaller', async () => {
  const known = await rowOf('openai/gpt-4o', { images: [square, square] });
  assert.deepEqual(
    known.portions.images?.map(({ value }) => value),
    [765, 765],
  );
  const { prompt, portions } = await rowOf('gpt-4', { images: [square] });
  assert.deepEqual([prompt, portions.images], [undefined, undefined]);
});

test('messages of a model whose row cannot be drawn keep their owners and places', async () => {
  const { tokens } = await rowOf('claude-sonnet-4-5', {});
  assert.deepEqual(
    [...new Set(tokens.map(({ owner, message }) => `${owner} ${message}`))],
    ['system message-0', 'person message-1'],
  );
});

test('ids spell their text again, whole characters over tokens that have halves of them', async () => {
  for (const text of [haiku, line, '👩‍👩‍👧']) {
    const { ids } = await desk.answer({ name: 'ids', encoding: 'o200k', text, readsSpecials: false });
    assert.deepEqual(await desk.answer({ name: 'spell', encoding: 'o200k', ids: Array.from(ids) }), { text });
  }
  assert.deepEqual(await desk.answer({ name: 'spell', encoding: 'cl100k', ids: [100264, 882] }), { text: '<|im_start|>user' });
});

test('an id that the encoding has not is refused with its number', () =>
  assert.rejects(desk.answer({ name: 'spell', encoding: 'cl100k', ids: [1, 999_999] }), /cl100k has no token 999999/));
