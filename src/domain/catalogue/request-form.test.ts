import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readChatRequest } from './chat-request.ts';
import { inChatForm } from './request-form.ts';

const look = { name: 'look', arguments: '{"at":1}' };
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgQAAAAA4AAV+4Ux8AAAAASUVORK5CYII=';

/** The same exchange: a question, a call of a tool, what it gave, and more words. */
const EXCHANGE = {
  messages: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'What is there?' },
    { role: 'assistant', text: 'I look.', call: look },
    { role: 'tool', text: 'a hill' },
    { role: 'user', text: 'And now?' },
  ],
};
const FORMS: Record<string, object> = {
  'chat requests': {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is there?' },
      { role: 'assistant', content: 'I look.', tool_calls: [{ type: 'function', function: look }] },
      { role: 'tool', content: 'a hill' },
      { role: 'user', content: 'And now?' },
    ],
  },
  'Anthropic’s': {
    system: 'Be brief.',
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'What is there?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 'a', name: 'look', input: { at: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'a hill' }] },
          { type: 'text', text: 'And now?' },
        ],
      },
    ],
  },
  'Gemini’s': {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    generationConfig: { temperature: 0 },
    contents: [
      { parts: [{ text: 'What is there?' }] },
      { role: 'model', parts: [{ text: 'I look.' }, { functionCall: { name: 'look', args: { at: 1 } } }] },
      { role: 'tool', parts: [{ text: 'a hill' }] },
      { role: 'user', parts: [{ text: 'And now?' }] },
    ],
  },
};

for (const [form, request] of Object.entries(FORMS))
  test(`a request in the form of ${form} is read`, () => {
    const { messages, uncounted } = readChatRequest(request);
    const named = messages.map((message) => ({ ...message, role: message.role === 'model' ? 'assistant' : message.role }));
    assert.deepEqual(named, EXCHANGE.messages);
    assert.equal(uncounted, undefined);
  });

test('a request of Responses is its instructions and its input, a text or items', () => {
  assert.deepEqual(readChatRequest({ model: 'gpt-4o', instructions: 'Be brief.', input: 'Hi' }).messages, [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hi' },
  ]);
  const items = [
    { role: 'user', content: [{ type: 'input_text', text: 'What is there?' }] },
    { type: 'reasoning', summary: [] },
    { type: 'function_call', call_id: 'a', ...look },
    { type: 'function_call_output', call_id: 'a', output: 'a hill' },
  ];
  assert.deepEqual(readChatRequest({ input: items }), {
    messages: [
      { role: 'user', text: 'What is there?' },
      { role: 'assistant', text: '', call: look },
      { role: 'tool', text: 'a hill' },
    ],
    tools: [],
    images: [],
    uncounted: ['items of reasoning'],
  });
});

test('what a function gave Gemini is its response in JSON; tools are its declarations', () => {
  const { messages, tools } = readChatRequest({
    contents: [{ role: 'user', parts: [{ functionResponse: { name: 'look', response: { seen: 'a hill' } } }] }],
    tools: [{ functionDeclarations: [{ name: 'look' }, { name: 'see' }] }],
  });
  assert.deepEqual(messages, [{ role: 'tool', text: '{"seen":"a hill"}' }]);
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['look', 'see'],
  );
});

test('an image in Gemini’s form has its size', () =>
  assert.deepEqual(
    readChatRequest({ contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data: PNG } }, { text: 'What?' }] }] }).images,
    [{ width: 3, height: 2, detail: 'auto' }],
  ));

test('thoughts are named, and not counted', () => {
  const content = [
    { type: 'thinking', thinking: 'hm' },
    { type: 'text', text: 'Yes.' },
  ];
  const { messages, uncounted } = readChatRequest([{ role: 'assistant', content }]);
  assert.deepEqual(messages, [{ role: 'assistant', text: 'Yes.' }]);
  assert.deepEqual(uncounted, ['thinking of a message']);
});

test('what is none of these stays as it is', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.record({ tools: fc.array(fc.jsonValue()) })), (value) =>
      assert.deepEqual(inChatForm(value), value),
    ),
  ));
