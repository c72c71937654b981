import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CountedMessage } from '#domain/money/accounting';
import { countImage } from '#domain/money/image-count';
import type { Count } from '#domain/money/usage';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { familyOf, imageRuleOf } from './families.ts';
import type { Family } from './family.ts';
import { answerRow, rowFor } from './model-row.ts';
import { asPromptMessage, type CountRequest, countPortions, countPrompt, countText } from './prompt-count.ts';
import { publicEncoder } from './public-encoder.contract.ts';

const HAIKU = "Write a haiku about what it's like to be a Large Language Model.";
const ANSWER = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen.';
const LINE = '无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦';
const user = (text: string): CountedMessage => ({ role: 'user', text });

function family(model: string): Family {
  const found = familyOf(model);
  assert(found, model);
  return found;
}
function prompt(model: string, messages: readonly CountedMessage[], more: Partial<CountRequest> = {}): Count | undefined {
  return countPrompt(family(model), { messages, ...more }, publicEncoder(family(model).encoding));
}
const text = (model: string, words: string) => countText(family(model), words, publicEncoder(family(model).encoding));

test('the worked example: 15 of content, 22 of prompt, both exact', () => {
  assert.deepEqual(text('gpt-4o', HAIKU), { value: 15, grade: 'exact' });
  assert.deepEqual(prompt('gpt-4o', [user(HAIKU)]), { value: 22, grade: 'exact', from: "the vendor's published rule" });
});

test('the worked example to the id: prompt 22, answer 18 or 20 with hard breaks, 43 with the closing mark, 42 metered', () => {
  const o200k = publicEncoder('o200k');
  const row = rowFor(family('gpt-4o'), [{ id: 'u', role: 'user', text: HAIKU }], o200k);
  assert(row);
  const words = [10930, 261, 2472, 11169, 1078, 1412, 4275, 1299, 316, 413, 261, 27976, 20333, 8186, 13];
  const [im, end] = [undefined, undefined];
  assert.deepEqual(
    row.prompt.tokens.map(({ id }) => id),
    [im, 1428, im, ...words, end, im, 173781, im],
  );
  assert.deepEqual(
    row.prompt.tokens.filter(({ special }) => special).map((token) => token.text),
    ['<|im_start|>', '<|im_sep|>', '<|im_end|>', '<|im_start|>', '<|im_sep|>'],
  );
  const short = answerRow(family('gpt-4o'), ANSWER, o200k);
  assert.deepEqual(
    short.slice(0, -1).map(({ id }) => id),
    [27321, 7845, 1299, 261, 6855, 412, 4764, 2695, 155883, 11, 3779, 13336, 123101, 77370, 328, 4525, 120452, 13],
  );
  const broken = answerRow(family('gpt-4o'), ANSWER.replaceAll('\n', '  \n'), o200k);
  assert.equal(broken.length - 1, 20);
  assert.deepEqual(broken.map(({ id }) => id).slice(5, 7), [11, 4066]);
  assert.equal(row.prompt.tokens.length + broken.length, 43);
  assert.deepEqual(broken.at(-1), { bytes: '3c7c696d5f656e647c3e', text: '<|im_end|>', owner: 'model', special: true });
  // In the chat dialect the closing token is not metered: 22 + 20.
  assert.equal(row.prompt.tokens.length + broken.length - 1, 42);
});

test('a closed row is a reconstruction and says so; an open one is what the model reads', () => {
  const closed = rowFor(family('gpt-4o'), [{ role: 'user', text: HAIKU }], publicEncoder('o200k'));
  assert.match(closed?.reconstruction ?? '', /not published whole.*ids of its special tokens are not published/);
  assert.equal(closed?.prompt.grade, 'estimated');
  const known = rowFor(family('gpt-4'), [{ role: 'user', text: HAIKU }], publicEncoder('cl100k'));
  assert.deepEqual(
    known?.prompt.tokens.filter(({ special }) => special).map(({ id }) => id),
    [100264, 100266, 100265, 100264, 100266],
  );
  const open = rowFor(family('gpt-oss:20b'), [{ role: 'user', text: HAIKU }], publicEncoder('o200k_harmony'));
  assert.equal(open?.reconstruction, undefined);
  assert.equal(open?.prompt.grade, 'exact');
  assert.equal(open?.prompt.tokens[0]?.id, 200006);
});

test('a model whose encoding is not public has no row, and an estimate of its length', () => {
  assert.equal(rowFor(family('claude-opus-5'), [{ role: 'user', text: HAIKU }], publicEncoder('o200k')), undefined);
  const count = prompt('claude-opus-5', [user(HAIKU)]);
  assert.equal(count?.grade, 'estimated');
  assert.equal(count?.value, 26);
  assert.match(count?.from ?? '', /o200k x 1\.25/);
});

/** Tokens of (prompt, haiku, Chinese line). */
const TABLE: Record<string, [number, number, number]> = {
  'gpt-4o': [15, 18, 28],
  'llama-3.1-8b': [16, 19, 28],
  'qwen3-8b': [16, 19, 23],
  'deepseek-v3': [16, 18, 20],
  'gemma-3-27b': [17, 20, 28],
};

for (const [model, counts] of Object.entries(TABLE)) {
  test(`${model} counts the three known texts ${counts.join(', ')}`, () => {
    assert.deepEqual(
      [HAIKU, ANSWER, LINE].map((words) => text(model, words).value),
      counts,
    );
  });
}

test('cl100k counts the prompt 16 and the Chinese line 34', () => {
  assert.equal(text('gpt-4', HAIKU).value, 16);
  assert.equal(text('gpt-4', LINE).value, 34);
});

test('without its full stop the prompt is 14, with a typographic apostrophe 16', () => {
  assert.equal(text('gpt-4o', HAIKU.slice(0, -1)).value, 14);
  assert.equal(text('gpt-4o', HAIKU.replace("'", '’')).value, 16);
});

test('where a row is drawn, the count of the prompt is its length', () => {
  const thread: CountedMessage[] = [
    { role: 'system', text: 'Be brief.' },
    user(HAIKU),
    { role: 'assistant', text: ANSWER },
    user('\nMore?'),
  ];
  for (const model of [
    'gpt-4o',
    'o3',
    'gpt-4',
    'gpt-oss',
    'llama-3.3-70b',
    'llama3',
    'deepseek-r1',
    'deepseek-v3',
    'qwen3',
    'gemma-3-4b',
  ]) {
    const messages = thread.map(({ role, text: words }) => ({ role: role as 'user', text: words }));
    const row = rowFor(family(model), messages, publicEncoder(family(model).encoding));
    assert.equal(prompt(model, thread)?.value, row?.prompt.tokens.length, model);
  }
});

test('tools make a count an estimate; where the template shows them they are in the row', () => {
  const tools = [{ name: 'look', description: 'Looks.' }];
  const closed = prompt('gpt-4o', [user('hi')], { tools });
  assert.equal(closed?.grade, 'estimated');
  assert((closed?.error ?? 0) > 0);
  const open = prompt('gpt-oss', [user('hi')], { tools });
  assert.equal(open?.grade, 'exact');
  assert((open?.value ?? 0) > (prompt('gpt-oss', [user('hi')])?.value ?? 0) + 20);
});

test('an image counts by the rule of the model, and without a rule the whole is unknown', () => {
  const images = [{ width: 1024, height: 1024, detail: 'high' as const }];
  const imageRule = imageRuleOf('gpt-4o');
  assert(imageRule);
  assert.equal(prompt('gpt-4o', [user('hi')], { images, imageRule })?.value, (prompt('gpt-4o', [user('hi')])?.value ?? 0) + 765);
  assert.equal(prompt('gpt-4o', [user('hi')], { images }), undefined);
});

test('the error of a sum with an image is not known, though that of its tools is', () => {
  const imageRule = imageRuleOf('gpt-4o');
  assert(imageRule);
  const images = [{ width: 100, height: 100, detail: 'high' as const }];
  const sum = prompt('gpt-4o', [user('hi')], { tools: [{ name: 'look' }], images, imageRule });
  assert.deepEqual([sum?.grade, sum?.error], ['estimated', undefined]);
});

test('gpt-3.5-turbo-0301 has a row as long as its count', () => {
  const row = rowFor(family('gpt-3.5-turbo-0301'), [{ role: 'user', text: 'hello' }], publicEncoder('cl100k'));
  assert.equal(row?.prompt.tokens.length, prompt('gpt-3.5-turbo-0301', [user('hello')])?.value);
});

const WEATHER_CHAT: CountedMessage[] = [
  { role: 'system', text: 'You are a helpful assistant that can answer to questions about the weather.' },
  user("What's the weather like in San Francisco?"),
];
const parts = (model: string, more: Partial<CountRequest> = {}) =>
  countPortions(family(model), { messages: WEATHER_CHAT, ...more }, publicEncoder(family(model).encoding));

test("the cookbook's weather example is 101 tokens on GPT-4o and 105 on GPT-4, as its recorded calls were metered", () => {
  for (const [model, metered] of [
    ['gpt-4o', 101],
    ['gpt-4', 105],
  ] as const) {
    assert.equal(prompt(model, WEATHER_CHAT, { tools: [WEATHER_TOOL] })?.value, metered, model);
    const { messages, tools } = parts(model, { tools: [WEATHER_TOOL] });
    assert.equal(messages.value + (tools?.value ?? 0), metered, model);
    assert.equal(messages.grade, 'exact');
    assert.deepEqual([tools?.grade, tools?.error], ['estimated', 0.02]);
  }
});

test('where the template shows tools, they weigh what they add to the row', () => {
  const { messages, tools } = parts('gpt-oss', { tools: [WEATHER_TOOL] });
  assert.equal(messages.value, prompt('gpt-oss', WEATHER_CHAT)?.value);
  assert.equal(messages.value + (tools?.value ?? 0), prompt('gpt-oss', WEATHER_CHAT, { tools: [WEATHER_TOOL] })?.value);
  assert.equal(tools?.grade, 'exact');
});

test("tools of another vendor's model are an estimate without a known error, and say by whose form", () => {
  for (const model of ['claude-sonnet-4-5', 'gemini-2.5-flash', 'llama-3.1-8b', 'qwen3-coder-plus']) {
    const { tools } = parts(model, { tools: [WEATHER_TOOL] });
    assert.deepEqual([tools?.grade, tools?.error], ['estimated', undefined], model);
    assert.match(tools?.from ?? '', /OpenAI's namespace, which is not this family's own form/);
  }
});

const CALL = { name: 'look', arguments: '{"at":1}' };
const called = (message: Partial<CountedMessage>): CountedMessage[] => [user('hi'), { role: 'assistant', text: '', ...message }];

test('a call of a tool in history is counted on every family, and is never exact', () => {
  for (const model of ['gpt-4o', 'o3', 'gpt-4', 'deepseek-chat', 'llama-3.1-8b', 'gpt-oss-20b', 'qwen3-8b', 'gemma-3-4b-it']) {
    const silent = prompt(model, called({}));
    const loud = prompt(model, called({ call: CALL }));
    const twice = prompt(model, called({ call: CALL, moreCalls: [CALL] }));
    assert((loud?.value ?? 0) >= (silent?.value ?? 0) + 6, model);
    assert((twice?.value ?? 0) >= (loud?.value ?? 0) + 6, model);
    assert.deepEqual([loud?.grade, loud?.error], ['estimated', undefined], model);
    assert.match(loud?.from ?? '', /calls of tools and their results/, model);
  }
});

test('two calls at once on GPT-4o: their names and arguments, three each and 24', () => {
  const values = [{}, { call: CALL }, { call: CALL, moreCalls: [CALL] }].map((more) => prompt('gpt-4o', called(more))?.value);
  assert.deepEqual(values, [12, 21, 54]);
});

test('the result of a tool is never exact where the form for it is not drawn', () => {
  const result: CountedMessage = { role: 'tool', text: 'sunny' };
  for (const model of ['deepseek-chat', 'llama-3.1-8b', 'gpt-oss-20b'])
    assert.equal(prompt(model, [user('hi'), result])?.grade, 'estimated', model);
  assert.equal(prompt('gpt-4o', [user('hi'), result])?.grade, 'exact');
  assert.equal(prompt('gpt-4o', [user('hi'), { ...result, role: 'function' }])?.grade, 'estimated');
});

test('words, names, calls: what of the prompt no row shows is told, and the rest is the row', () => {
  const thread: CountedMessage[] = [
    { ...user('Hello there'), name: 'Ann' },
    { role: 'assistant', text: 'Hi', call: CALL },
  ];
  for (const model of ['gpt-4o', 'gpt-3.5-turbo-0301', 'llama3']) {
    const counted = countPortions(family(model), { messages: thread }, publicEncoder(family(model).encoding));
    const shown = thread.map(({ role, text: said }) => ({ role: role as 'user', text: said }));
    const row = rowFor(family(model), shown, publicEncoder(family(model).encoding));
    assert.equal(counted.words.value, 3, model);
    const { names, calls } = counted.unseen;
    assert.equal((row?.prompt.tokens.length ?? 0) + names + calls, counted.prompt?.value, model);
  }
});

test('the error of a sum with parts of no known error is not known', () => {
  const sum = prompt('claude-sonnet-4-5', WEATHER_CHAT, { tools: [WEATHER_TOOL] });
  assert.deepEqual([sum?.grade, sum?.error], ['estimated', undefined]);
});

test('no tools and no images are no counts; images without a rule are unknown', () => {
  assert.deepEqual(Object.keys(parts('gpt-4o')).sort(), ['images', 'messages', 'prompt', 'unseen', 'words']);
  assert.deepEqual(parts('gpt-4o').images, []);
  const unknown = parts('gpt-4', { images: [{ width: 1, height: 1, detail: 'high' }] });
  assert.deepEqual([unknown.images, unknown.prompt], [undefined, undefined]);
});

test('each image has its count, and who publishes the rule', () => {
  const images = [
    { width: 1024, height: 1024, detail: 'high' as const },
    { width: 1024, height: 1024, detail: 'low' as const },
  ];
  const imageRule = imageRuleOf('gpt-4o');
  assert(imageRule);
  const from = "images by OpenAI's published rule";
  assert.deepEqual(parts('gpt-4o', { images, imageRule }).images, [
    { value: 765, grade: 'estimated', from },
    { value: 85, grade: 'estimated', from },
  ]);
});

/** The models whose vendors publish how they count images, by the first tokens of a square of 1,024. */
const SQUARES: [model: string, tokens: number | undefined][] = [
  ['openai/gpt-4o-2024-08-06', 765],
  ['gpt-4o-mini', 25_501],
  ['gpt-4-turbo', 765],
  ['gpt-4', undefined],
  ['gpt-5', 630],
  ['gpt-5-mini', 1229],
  ['gpt-5-nano', 1536],
  ['gpt-5.4-mini', 1229],
  ['gpt-6-astra', 1229],
  ['gpt-6-luna', undefined],
  ['o3', 675],
  ['o3-mini', undefined],
  ['o4-mini', 1762],
  ['claude-sonnet-4-5', 1369],
  ['claude-opus-4-7', 1369],
  ['gemini-2.5-flash', 1032],
  ['gemini-3-pro-preview', 1120],
  ['gemma-3-27b-it', 256],
  ['gemma-3-1b-it', undefined],
  ['pixtral-12b', 4160],
  ['grok-4', undefined],
];
for (const [model, tokens] of SQUARES)
  test(`a square of 1,024 pixels on ${model} is ${tokens ?? 'unknown'}`, () => {
    const rule = imageRuleOf(model);
    assert.equal(rule && countImage({ width: 1024, height: 1024, detail: 'high' }, rule), tokens);
  });

const SAID_ROLES: [model: string, role: string, id: number][] = [
  ['o3', 'developer', 77944],
  ['gpt-4o', 'developer', 77944],
  ['gpt-4', 'function', 1723],
];
for (const [model, role, id] of SAID_ROLES)
  test(`a message of ${role} says so in the row of ${model}, in one token, as it is counted`, () => {
    const message = { role, text: 'x' };
    const encoder = publicEncoder(family(model).encoding);
    const row = rowFor(family(model), [asPromptMessage(message)], encoder)?.prompt;
    assert.match(row?.text ?? '', new RegExp(`^<\\|im_start\\|>${role}<\\|im_sep\\|>x`));
    assert.deepEqual(encoder.encode(role), [id]);
    assert.equal(row?.tokens[1]?.id, id);
  });

test('another family keeps its own word for a role that it does not know', () => {
  const text = (model: string) =>
    rowFor(
      family(model),
      [asPromptMessage({ role: 'developer', text: 'x' }), asPromptMessage(user('y'))],
      publicEncoder(family(model).encoding),
    )?.prompt.text ?? '';
  assert.match(text('llama3'), /<\|start_header_id\|>system<\|end_header_id\|>\n\nx/);
  assert.match(text('qwen3'), /<\|im_start\|>system\nx/);
});

test('a role that nobody knows is shown as a person, whatever it spells', () => {
  for (const role of ['<|im_end|>', 'critic', '__proto__', 'constructor'])
    assert.deepEqual(asPromptMessage({ role, text: 'x' }), { role: 'user', text: 'x' }, role);
});
