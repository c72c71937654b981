import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadTools } from '#domain/templates/tool-list';
import { BadRequest, readChatRequest, uncountedSentence } from './chat-request.ts';

const HI = { role: 'user', text: 'Hi' };
const messagesOf = (...messages: unknown[]) => readChatRequest(messages).messages;

test('a list of messages and a request with messages are the same chat', () => {
  const messages = [{ role: 'user', text: 'Hi' }];
  const chat = { messages: [{ role: 'user', text: 'Hi' }], tools: [], images: [] };
  assert.deepEqual(readChatRequest(messages), chat);
  assert.deepEqual(readChatRequest({ model: 'm', messages, temperature: 1, tools: null }), chat);
});

test('text stands as text or content, whole or in parts; nothing is no text', () => {
  assert.deepEqual(
    messagesOf(
      { role: 'system', content: 'Be kind.' },
      { text: 'Hi' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'input_text', text: 'b' },
        ],
      },
      { role: 'assistant', content: null },
    ),
    [
      { role: 'system', text: 'Be kind.' },
      { role: 'user', text: 'Hi' },
      { role: 'user', text: 'ab' },
      { role: 'assistant', text: '' },
    ],
  );
});

test('names and the call of a tool are kept', () => {
  const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{"at":1}' } };
  assert.deepEqual(
    messagesOf({ role: 'user', name: 'Ann', text: 'Hi' }, { role: 'assistant', content: null, tool_calls: [call] }),
    [
      { role: 'user', text: 'Hi', name: 'Ann' },
      { role: 'assistant', text: '', call: { name: 'look', arguments: '{"at":1}' } },
    ],
  );
});

const call = (name: string, given: unknown = '{"at":1}') => ({ id: 'c', type: 'function', function: { name, arguments: given } });

test('every call of a message is kept, the older form as one', () => {
  const [one, three, older] = messagesOf(
    { role: 'assistant', tool_calls: [call('look')] },
    { role: 'assistant', content: null, tool_calls: [call('look'), call('hear'), call('say', { loud: true })] },
    { role: 'assistant', content: null, function_call: { name: 'look', arguments: '{}' } },
  );
  assert.deepEqual(one?.call, { name: 'look', arguments: '{"at":1}' });
  assert.equal(one?.moreCalls, undefined);
  assert.deepEqual(three?.moreCalls, [
    { name: 'hear', arguments: '{"at":1}' },
    { name: 'say', arguments: '{"loud":true}' },
  ]);
  assert.deepEqual(older, { role: 'assistant', text: '', call: { name: 'look', arguments: '{}' } });
});

test('instructions beside the messages are a system message before them', () => {
  const said = [{ role: 'user', text: 'Hi' }];
  const brief = { role: 'system', text: 'Be brief.' };
  assert.deepEqual(readChatRequest({ messages: said, instructions: 'Be brief.' }).messages, [brief, ...said]);
  assert.deepEqual(readChatRequest({ messages: said, system: 'Be brief.' }).messages, [brief, ...said]);
  const parts = [
    { type: 'text', text: 'Be ' },
    { type: 'text', text: 'brief.' },
  ];
  assert.deepEqual(readChatRequest({ messages: said, system: parts }).messages, [brief, ...said]);
});

test('functions of older requests are tools', () => {
  assert.deepEqual(
    readChatRequest({ messages: [], functions: [{ name: 'f' }] }).tools.map(({ name }) => name),
    ['f'],
  );
});

const CHOICES: [given: unknown, choice: unknown][] = [
  ['none', 'none'],
  [{ type: 'none' }, 'none'],
  ['auto', undefined],
  ['required', undefined],
  [{ type: 'function', function: { name: 'f' } }, { name: 'f' }],
  [{ type: 'tool', name: 'f' }, { name: 'f' }],
];
for (const [given, choice] of CHOICES)
  test(`the choice ${JSON.stringify(given)} is ${JSON.stringify(choice) ?? 'as if nothing were said'}`, () => {
    assert.deepEqual(readChatRequest({ messages: [HI], tool_choice: given }).choice, choice);
    assert.deepEqual(readChatRequest({ messages: [HI], function_call: given }).choice, choice);
  });

test('what is neither counted nor without effect is named, once', () => {
  const thought = { role: 'assistant', text: 'Hi', reasoning_content: 'Hm', refusal: null };
  const request = { messages: [thought, thought], temperature: 1, response_format: { type: 'json_object' }, thinking: null };
  assert.deepEqual(readChatRequest(request).uncounted, ['response_format', 'reasoning_content of a message']);
  assert.equal(readChatRequest({ messages: [HI], max_tokens: 5 }).uncounted, undefined);
});

test('tools of the request are read, and wrong ones are refused by their own sentence', () => {
  const { tools } = readChatRequest({ messages: [], tools: [{ type: 'function', function: { name: 'f' } }] });
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['f'],
  );
  assert.throws(() => readChatRequest({ messages: [], tools: [{}] }), BadTools);
});

/** 37 x 21 pixels: the beginning of a PNG. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAACUAAAAVAQMAAAD7KrXt';
const FORMS: [form: string, part: unknown, detail: string][] = [
  ['its size', { type: 'image', width: 37, height: 21 }, 'auto'],
  ['its size and detail', { type: 'image', width: 37, height: 21, detail: 'low' }, 'low'],
  ['the chat dialect', { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}`, detail: 'low' } }, 'low'],
  ['the Responses dialect', { type: 'input_image', image_url: `data:image/png;base64,${PNG}`, detail: 'high' }, 'high'],
  ["Anthropic's", { type: 'image', source: { type: 'base64', media_type: 'image/png', data: `${PNG}==` } }, 'auto'],
  ['its size, with no detail said', { type: 'image', width: 37, height: 21, detail: null }, 'auto'],
  ['its size, to be read as it is', { type: 'image', width: 37, height: 21, detail: 'original' }, 'original'],
];
for (const [form, part, detail] of FORMS)
  test(`an image in the form of ${form} has its size`, () => {
    const { messages, images } = readChatRequest([{ role: 'user', content: [{ type: 'text', text: 'a' }, part] }]);
    assert.deepEqual(images, [{ width: 37, height: 21, detail }]);
    assert.deepEqual(messages, [{ role: 'user', text: 'a' }]);
  });

const WRONG: [value: unknown, said: RegExp][] = [
  [7, /neither a list of messages nor an object with messages/],
  [{ messages: {} }, /neither a list/],
  [['Hi'], /^Message 1 has neither role nor text/],
  [[{ role: 'user' }, { name: 'look' }], /^Message 2 has neither role nor text/],
  [[{ text: 'a' }, { role: 7 }], /^Message 2 has no role/],
  [[{ role: 'banana' }], /^Message 1 has the role "banana", which no model reads: write one of system, developer, user/],
  [[{ role: 'assistant', tool_calls: {} }], /calls of tools of message 1 are no list/],
  [[{ role: 'assistant', tool_calls: [{ id: 'c' }] }], /^A call of a tool in message 1 has no name/],
  [[{ text: 'a' }, { text: 'a\ud800' }], /^Message 2 holds half a character \(a lone surrogate\)/],
  [{ messages: [], system: 7 }, /^The instructions beside the messages are neither text/],
  [[{ content: 7 }], /text of message 1 is neither text nor a list/],
  [[{ content: [{ type: 'input_audio' }] }], /^Message 1 has a part that is neither text nor an image/],
  [[{ content: [null] }], /^Message 1 has a part/],
  [
    [{ content: [{ type: 'image_url', image_url: { url: 'https://example.org/a.png' } }] }],
    /size of an image in message 1 is not in/,
  ],
  [[], /^There is no message in this chat: write \[/],
  [{ messages: [], tools: [], max_tokens: 5 }, /^There is no message/],
  [[{ text: 'a', content: 'b' }], /^Message 1 has both "text" and "content", and only one is read: leave the other out\.$/],
  [
    [{ text: 'a' }, { role: 'assistant', tool_calls: [], function_call: { name: 'f' } }],
    /^Message 2 has both "tool_calls" and "function_call"/,
  ],
  [
    [{ content: [{ type: 'image', width: 8, height: 8, detail: 'banana' }] }],
    /^An image in message 1 has the detail "banana": write one of auto, low, high, original\.$/,
  ],
  [
    [{ content: [{ type: 'image_url', image_url: { url: `data:,${PNG}`, detail: 7 } }] }],
    /^An image in message 1 has the detail 7:/,
  ],
  [[{ content: [{ type: 'image', width: 0, height: 5 }] }], /size of an image in message 1/],
  [[{ content: [{ type: 'image', source: { data: '!!!' } }] }], /size of an image in message 1/],
];
for (const [value, said] of WRONG)
  test(`${JSON.stringify(value)} is refused in one sentence`, () => {
    assert.throws(
      () => readChatRequest(value),
      (error) => error instanceof BadRequest && said.test(error.message),
    );
  });

test('a chat may be instructions or tools alone, and say one thing under one of its names', () => {
  assert.equal(readChatRequest({ messages: [], system: 'Be.' }).messages.length, 1);
  assert.equal(readChatRequest({ messages: [], tools: [{ name: 'f' }] }).tools.length, 1);
  assert.deepEqual(messagesOf({ role: 'user', text: 'a', content: null }), [{ role: 'user', text: 'a' }]);
});

test('half a character is refused wherever it would be counted', () => {
  const half = 'a\ud800';
  for (const [request, said] of [
    [{ system: half }, /^The instructions beside the messages hold half/],
    [{ instructions: [{ text: 'a' }, { text: half }] }, /^The instructions/],
    [{ tool_choice: { function: { name: half } } }, /^The choice of a tool holds half/],
    [{ tools: [{ name: 'f' }, { name: 'g', description: half }] }, /^Tool 2 holds half a character/],
    [{ messages: [{ id: half, text: 'a' }] }, /^Message 1 holds half/],
    [{ messages: [{ name: half, text: 'a' }] }, /^Message 1 holds half/],
  ] as const)
    assert.throws(
      () => readChatRequest({ messages: [HI], ...request }),
      (error) => error instanceof Error && said.test(error.message),
      JSON.stringify(request),
    );
});

test('two halves that meet in the joined text are a character', () =>
  assert.deepEqual(readChatRequest({ messages: [], system: ['\ud83d', '\ude00'] }).messages, [{ role: 'system', text: '😀' }]));

test('a message keeps its id', () => {
  assert.deepEqual(messagesOf({ id: 'first', text: 'a' }, { id: 7, text: 'b' }), [
    { id: 'first', role: 'user', text: 'a' },
    { role: 'user', text: 'b' },
  ]);
});

test('what is not counted is one sentence, of long names and half characters too', () => {
  assert.equal(uncountedSentence(['a', 'b']), 'Not counted, though the model may be charged for it: a, b.');
  assert(uncountedSentence(['\ud800'.repeat(500)]).length < 200);
  assert(uncountedSentence(['\ud800']).isWellFormed());
});

test('bytes in base64 are those that were written', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffff }), fc.nat({ max: 0xffff }), (width, height) => {
      const gif = Buffer.from('GIF89a....');
      gif.writeUInt16LE(width, 6);
      gif.writeUInt16LE(height, 8);
      const part = { type: 'image', source: { data: gif.toString('base64') } };
      if (width === 0 || height === 0) assert.throws(() => readChatRequest([{ content: [part] }]), BadRequest);
      else assert.deepEqual(readChatRequest([{ content: [part] }]).images, [{ width, height, detail: 'auto' }]);
    }),
  );
});

test('whatever JSON is given, it is a chat or one sentence', () => {
  const part = fc.dictionary(fc.constantFrom('type', 'text', 'image_url', 'source', 'width'), fc.jsonValue());
  const message = fc.record({ role: fc.jsonValue(), content: fc.oneof(fc.jsonValue(), fc.array(part)) });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(message)), (value) => {
      try {
        readChatRequest(value);
      } catch (error) {
        assert(error instanceof BadRequest || error instanceof BadTools, String(error));
      }
    }),
  );
});
