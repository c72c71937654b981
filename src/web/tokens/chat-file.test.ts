import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRequest } from '#domain/catalogue/chat-request';
import { readChatFile } from './chat-file.ts';

const readAll = (value: unknown) => readChatFile(JSON.stringify(value));
const read = (value: unknown) => readAll(value)?.part;

test('a request becomes messages, tools and images, roles as the page names them', () => {
  const request = {
    model: 'm',
    messages: [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image', width: 8, height: 9 },
        ],
      },
      { role: 'assistant', content: 'Oh' },
    ],
    tools: [{ name: 'look' }],
  };
  assert.deepEqual(read(request), {
    messages: [
      { role: 'developer', text: 'Be kind.' },
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: 'Oh' },
    ],
    images: [{ width: 8, height: 9, detail: 'auto' }],
    tools: '[\n  {\n    "name": "look"\n  }\n]',
  });
});

test('names and calls of tools are kept', () => {
  const call = { id: 'c', type: 'function', function: { name: 'look', arguments: '{"at":1}' } };
  assert.deepEqual(
    read([
      { role: 'system', name: 'example_user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: [call] },
    ])?.messages,
    [
      { role: 'system', text: 'Hi', name: 'example_user' },
      { role: 'assistant', text: '', call: { name: 'look', arguments: '{"at":1}' } },
    ],
  );
});

test('a list of messages takes the place of a chat with tools', () => {
  assert.deepEqual(read([{ role: 'user', text: 'Hi' }]), { messages: [{ role: 'user', text: 'Hi' }], images: [], tools: '' });
});

test('an empty list takes the place of nothing', () => {
  assert.equal(readAll([]), undefined);
  assert.equal(readAll({ messages: [] }), undefined);
});

test('tools are tools, and wrong ones are taken to be mended', () => {
  for (const value of [
    [{ name: 'look' }],
    [{ type: 'function', function: {} }],
    { name: 'look', parameters: {} },
    { tools: [{ name: 'look' }] },
  ])
    assert.deepEqual(Object.keys(read(value) ?? {}), ['tools']);
  assert.deepEqual(Object.keys(read({ messages: [], tools: [{}] }) ?? {}), ['tools']);
});

test('numbers in tools stand in the field as they were spelled', () => {
  const tools = '[{"name":"f","parameters":{"default":1.0}}]';
  for (const text of [tools, `{"messages":[],"tools":${tools}}`, `{"messages":[],"functions":${tools}}`])
    assert.match(readChatFile(text)?.part.tools ?? '', /"default": 1\.0\n/);
});

test('what is nested deeper than it can be written is a range error, which the page says in its words', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  assert.throws(() => readChatFile(`[{"name":"look","parameters":${deep}}]`), RangeError);
});

test('what the page does not count of a request is named, and functions of older ones are tools', () => {
  const messages = [{ role: 'user', content: 'Hi' }];
  const file = readAll({
    messages,
    functions: [{ name: 'look' }],
    tool_choice: 'none',
    response_format: { type: 'json_object' },
  });
  assert.deepEqual(file?.uncounted, ['response_format', 'tool_choice']);
  assert.match(file?.part.tools ?? '', /"look"/);
  assert.deepEqual(readAll({ messages })?.uncounted, []);
});

test('messages that are wrong have their own sentence', () => {
  assert.throws(() => read([{ role: 'god', content: 'x' }]), BadRequest);
  assert.throws(() => read({ messages: [{ role: 'user', content: 7 }] }), BadRequest);
});

test('what is neither chat nor tools, or no JSON, is nothing', () => {
  for (const value of [7, 'text', {}, { text: 'a' }, [1]]) assert.equal(read(value), undefined);
  assert.equal(readChatFile('{'), undefined);
});
