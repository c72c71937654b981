/** Rows of published models: what is in them, what is only counted, and whose ids they have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { publicRow } from './public-row.ts';

const atMs = Date.UTC(2026, 10, 26);
const messages = [
  { role: 'system', name: 'example_user', text: 'Be brief.' },
  { role: 'user', text: 'Hi' },
  { role: 'assistant', text: 'Oh', call: { name: 'look', arguments: '{}' } },
];
const chat = (model: string, more: object = {}) => publicRow({ model, messages, atMs, ...more });

test('content is the words of all messages', async () => {
  const { counts } = await chat('gpt-4o');
  assert.deepEqual(counts.content, { value: 5, grade: 'exact' });
});

test('the row and what is told to be off it are the prompt', async () => {
  for (const model of ['gpt-4o', 'gpt-3.5-turbo-0301', 'deepseek-chat']) {
    const { counts, note = '' } = await chat(model, { tools: [WEATHER_TOOL] });
    const off = Array.from(note.matchAll(/\((\d+) tokens?\)/g), ([, size]) => Number(size));
    assert.equal((counts.row?.value ?? 0) + off.reduce((sum, size) => sum + size, 0), counts.prompt?.value, `${model}: ${note}`);
  }
});

test('tools that the row shows are not told to be off it', async () => {
  const { note, counts } = await publicRow({
    model: 'gpt-oss-20b',
    messages: [{ role: 'user', text: 'Hi' }],
    tools: [WEATHER_TOOL],
    atMs,
  });
  assert.equal(note, undefined);
  assert.equal(counts.row?.value, counts.prompt?.value);
});

test('a row that lacks calls of tools is not exact', async () => {
  const gradeOf = async (list: typeof messages) => (await chat('deepseek-v3', { messages: list })).counts.row?.grade;
  assert.deepEqual([await gradeOf(messages), await gradeOf(messages.slice(0, 2))], ['estimated', 'exact']);
});

test('a choice of no tool is one token more', async () => {
  const size = async (more: object) => (await chat('gpt-4o', { tools: [WEATHER_TOOL], ...more })).counts.prompt?.value ?? 0;
  assert.equal((await size({ choice: 'none' })) - (await size({})), 1);
});

test('where something of the request is not counted, nothing of the prompt is exact, and it is named', async () => {
  for (const model of ['gpt-4o', 'deepseek-chat']) {
    const plain = [{ role: 'user', text: 'Hi' }];
    const { grade, counts, note } = await chat(model, { messages: plain, uncounted: ['response_format'] });
    assert.deepEqual(
      [grade, counts.prompt?.grade, counts.prompt?.error, counts.row?.grade],
      ['estimated', 'estimated', undefined, 'estimated'],
    );
    assert.equal(counts.prompt?.value, (await chat(model, { messages: plain })).counts.prompt?.value);
    assert.match(note ?? '', /Not counted, though the model may be charged for it: response_format\.$/);
  }
});

test('ids of an encoding that stands in are handed out by no form', async () => {
  for (const model of ['claude-opus-4-8', 'deepseek-v4-flash', 'mistral-large-latest']) {
    const rows = [await publicRow({ model, text: 'Hi' }), await chat(model)];
    for (const { tokens } of rows) assert(tokens.length > 0 && tokens.every(({ id }) => id === undefined), model);
  }
});

test('a model whose form is not public has the words of each message, and says so', async () => {
  const { tokens, note, counts } = await chat('claude-opus-4-8');
  assert.deepEqual([...new Set(tokens.map(({ owner }) => owner))], ['system', 'person', 'model']);
  assert.match(note ?? '', /How claude-opus-4-8 writes messages is not published: this row is their words alone, cut by o200k\./);
  assert.equal(counts.row?.value, 5);
});

test('a reconstruction is told by the name of the model', async () => {
  assert.match((await chat('openai/gpt-3.5-turbo')).note ?? '', /^What gpt-3\.5-turbo reads is not published whole/);
});
