import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChatFile } from './chat-file.ts';

const read = (value: unknown) => readChatFile(JSON.stringify(value));

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
      { role: 'god', content: 'x' },
    ],
    tools: [{ name: 'look' }],
  };
  assert.deepEqual(read(request), {
    messages: [
      { role: 'system', text: 'Be kind.' },
      { role: 'user', text: 'Hi' },
      { role: 'assistant', text: 'Oh' },
      { role: 'user', text: 'x' },
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

test('what is neither chat nor tools, or no JSON, is nothing', () => {
  for (const value of [7, 'text', {}, { text: 'a' }, [1]]) assert.equal(read(value), undefined);
  assert.equal(readChatFile('{'), undefined);
});
