import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tool } from '#domain/templates/tool-namespace';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import type { Encoder } from '#domain/tokens/encoder';
import { publicEncoder } from '#domain/tokens/public-encoder.contract';
import {
  ACCOUNTING,
  type CountedMessage,
  countMessages,
  countTools,
  countToolsByConstants,
  type ToolChoice,
} from './accounting.ts';

const o200k = publicEncoder('o200k');
const cl100k = publicEncoder('cl100k');

const HAIKU = "Write a haiku about what it's like to be a Large Language Model.";
const user = (text: string): CountedMessage => ({ role: 'user', text });

test('the haiku prompt counts 22: 3 + role + 15 + 3', () => {
  assert.equal(o200k.encode(HAIKU).length, 15);
  assert.equal(countMessages([user(HAIKU)], ACCOUNTING.im, o200k), 22);
  assert.equal(countMessages([user(HAIKU)], ACCOUNTING['im-reasoning'], o200k), 21);
});

test('every role of the chat form is one token', () => {
  for (const role of ['system', 'developer', 'user', 'assistant', 'tool']) assert.equal(o200k.encode(role).length, 1, role);
});

/** The messages of the cookbook's page on counting, and what the vendor metered for them (page of 2024). */
const COOKBOOK: CountedMessage[] = [
  { role: 'system', text: 'You are a helpful, pattern-following assistant that translates corporate jargon into plain English.' },
  { role: 'system', name: 'example_user', text: 'New synergies will help drive top-line growth.' },
  { role: 'system', name: 'example_assistant', text: 'Things working well together will increase revenue.' },
  {
    role: 'system',
    name: 'example_user',
    text: "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
  },
  { role: 'system', name: 'example_assistant', text: "Let's talk later when we're less busy about how to do better." },
  { role: 'user', text: "This late pivot means we don't have time to boil the ocean for the client deliverable." },
];

test("the cookbook's six messages count what was metered: 129 for GPT-4 and 3.5, 124 for GPT-4o", () => {
  assert.equal(countMessages(COOKBOOK, ACCOUNTING.im, cl100k), 129);
  assert.equal(countMessages(COOKBOOK, ACCOUNTING.im, o200k), 124);
});

test("gpt-3.5-turbo-0301 counted 127: a name took the role's place", () => {
  assert.equal(countMessages(COOKBOOK, ACCOUNTING['im-0301'], cl100k), 127);
});

test('a name adds its tokens and one', () => {
  const named = { ...user('hello'), name: 'bob' };
  assert.equal(countMessages([named], ACCOUNTING.im, o200k) - countMessages([user('hello')], ACCOUNTING.im, o200k), 2);
});

test('Gemini counts a token a content besides its text', () => {
  assert.equal(countMessages([{ role: 'system', text: '' }, user('')], ACCOUNTING.contents, o200k), 2);
});

const ABOUT_WEATHER: CountedMessage[] = [
  { role: 'system', text: 'You are a helpful assistant that can answer to questions about the weather.' },
  { role: 'user', text: "What's the weather like in San Francisco?" },
];

test("the cookbook's weather tool counts what was metered, by both estimates: 101 for GPT-4o, 105 for GPT-4", () => {
  for (const [name, encoder, metered] of [
    ['o200k', o200k, 101],
    ['cl100k', cl100k, 105],
  ] as const) {
    const messages = countMessages(ABOUT_WEATHER, ACCOUNTING.im, encoder);
    assert.equal(messages + countTools([WEATHER_TOOL], 'auto', ABOUT_WEATHER, encoder), metered);
    assert.equal(messages + countToolsByConstants([WEATHER_TOOL], name, encoder), metered);
  }
});

test('every call of a message counts, and calls made at once cost 24 more', () => {
  const call = { name: 'look', arguments: '{"at":1}' };
  const of = (message: Partial<CountedMessage>) =>
    countMessages([{ role: 'assistant', text: '', ...message }], ACCOUNTING.im, o200k) - 7;
  assert.equal(o200k.encode('look').length + o200k.encode('{"at":1}').length, 6);
  assert.deepEqual([of({}), of({ call }), of({ call, moreCalls: [call] })], [0, 9, 2 * 9 + 24]);
});

test('no tools add nothing, whatever the choice', () => {
  assert.equal(countTools([], { name: 'foo' }, ABOUT_WEATHER, o200k), 0);
  assert.equal(countToolsByConstants([], 'o200k', o200k), 0);
});

/** A request of the older form, as counted by others who metered it. */
type Fixture = {
  messages: { role: string; content: string; name?: string; function_call?: { name: string; arguments: string } }[];
  functions?: Tool[];
  function_call?: ToolChoice;
  tokens: number;
};

function countFixture({ messages, functions, function_call }: Fixture, encoder: Encoder): number {
  const counted = messages.map(
    ({ role, content, name, function_call: call }): CountedMessage => ({
      role,
      text: content,
      ...(name !== undefined && { name }),
      ...(call && { call }),
    }),
  );
  return countMessages(counted, ACCOUNTING.im, encoder) + countTools(functions ?? [], function_call ?? 'auto', counted, encoder);
}

test("32 of 32 of gpt-tokenizer's requests with functions count as they do there", async () => {
  const file = '../../../node_modules/gpt-tokenizer/esm/fixtures/functionCallingTestCases.js';
  const { functionCallingTestCases } = (await import(file)) as { functionCallingTestCases: Fixture[] };
  assert.equal(functionCallingTestCases.length, 32);
  for (const fixture of functionCallingTestCases)
    assert.equal(countFixture(fixture, o200k), fixture.tokens, JSON.stringify(fixture));
});

test('metered counts of GPT-3.5 with functions (published by openai-chat-tokens)', () => {
  const foo = (description?: string): Tool => ({
    name: 'foo',
    ...(description && { description }),
    parameters: { type: 'object', properties: {} },
  });
  const doStuff: Tool = { name: 'do_stuff', parameters: { type: 'object', properties: {} } };
  const bing = (properties: NonNullable<Tool['parameters']>['properties']): Tool => ({
    name: 'bing_bong',
    description: 'Do a bing bong',
    parameters: { type: 'object', ...(properties && { properties }) },
  });
  const hello = [{ role: 'user', content: 'hello' }];
  const metered: Fixture[] = [
    { messages: hello, tokens: 8 },
    { messages: hello, functions: [foo()], tokens: 31 },
    { messages: hello, functions: [foo('Do a foo')], tokens: 36 },
    { messages: hello, functions: [bing({ foo: { type: 'string' } })], tokens: 49 },
    {
      messages: hello,
      functions: [bing({ foo: { type: 'string' }, bar: { type: 'number', description: 'A number' } })],
      tokens: 57,
    },
    { messages: [{ role: 'function', name: 'dance_the_tango', content: '{"a": { "b" : { "c": false}}}' }], tokens: 24 },
    {
      messages: [
        { role: 'assistant', content: '', function_call: { name: 'do_stuff', arguments: '{"foo": "bar", "baz": 1.5}' } },
      ],
      tokens: 26,
    },
    {
      messages: [
        { role: 'system', content: 'Hello:' },
        { role: 'user', content: 'Hi there' },
      ],
      functions: [doStuff],
      tokens: 35,
    },
  ];
  for (const fixture of metered) assert.equal(countFixture(fixture, cl100k), fixture.tokens, JSON.stringify(fixture));
});
