import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceOf } from '#domain/catalogue/model';
import { listedModel } from '#domain/catalogue/models';
import { publicEncoder } from '#domain/catalogue/public-encoder.contract';
import { isEncodingName } from '#domain/tokens/encodings';
import type { MessageRow } from './ask.ts';
import { type Portion, portionsOf } from './portion.ts';
import { tokenDesk } from './token-desk.ts';

const QUESTION = "Write a haiku about what it's like to be a Large Language Model.";
const ANSWER = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen.';
const desk = tokenDesk({ get: async (name) => publicEncoder(isEncodingName(name) ? name : 'o200k') });
const price = priceOf(listedModel('openai/gpt-4o') ?? { vendor: '', model: '' });
const images = [{ width: 1024, height: 1024, detail: 'high' as const }];
const tools = [{ name: 'look', description: 'Looks.' }];
const messages = [
  { role: 'user' as const, text: QUESTION },
  { role: 'assistant' as const, text: ANSWER.replaceAll('\n', '  \n') },
];
const rowOf = (model: string, more = {}): Promise<MessageRow> => desk.answer({ name: 'row', model, messages, atMs: 0, ...more });
const told = (portions: Portion[]) => portions.map(({ kind, tokens, picoUsd }) => [kind, tokens, picoUsd]);

test('the worked example: 19 of the question, 3 of the opening, 20 of the answer, 0.000255 USD in all', async () => {
  assert.deepEqual(told(portionsOf(await rowOf('openai/gpt-4o'), [], price)), [
    ['message', 19, 47_500_000n],
    ['opening', 3, 7_500_000n],
    ['answer', 20, 200_000_000n],
    ['all', 42, 255_000_000n],
  ]);
});

test('tools and images stand for themselves, with their grade, and add up to the count', async () => {
  const row = await rowOf('openai/gpt-4o', { tools, images });
  const portions = portionsOf(row, images, price);
  assert.deepEqual(
    portions.map(({ kind }) => kind),
    ['message', 'opening', 'tools', 'image', 'answer', 'all'],
  );
  assert.equal(portions.at(-1)?.tokens, (row.prompt?.value ?? 0) + 20);
  assert.deepEqual([portions[2]?.count?.grade, portions[3]?.image], ['estimated', images[0]]);
});

test('names and calls, which no row shows, stand for themselves', async () => {
  const call = { name: 'look', arguments: '{"at":1}' };
  const asked = [
    { role: 'user', text: 'Where?', name: 'Ann' },
    { role: 'assistant', text: '', call, moreCalls: [call] },
    { role: 'tool', text: 'there' },
  ];
  const row = await rowOf('openai/gpt-4o', { messages: asked });
  const portions = portionsOf(row, [], price);
  assert.deepEqual(
    portions.map(({ kind }) => kind),
    ['message', 'message', 'message', 'opening', 'names', 'calls', 'all'],
  );
  assert.equal(portions.find(({ kind }) => kind === 'names')?.tokens, 2);
  assert.equal(portions.at(-1)?.tokens, row.prompt?.value);
});

test('of a model whose row cannot be drawn the rest of its estimate stands by itself', async () => {
  const row = await rowOf('anthropic/claude-sonnet-4-5');
  const portions = portionsOf(row, [], price);
  assert.deepEqual(
    portions.map(({ kind }) => kind),
    ['message', 'rest', 'answer', 'all'],
  );
  assert.equal(portions[0]?.tokens, 15);
  assert.equal(portions.at(-1)?.tokens, (row.prompt?.value ?? 0) + (row.answer?.value ?? 0));
});

test('tools that are in the row already are not weighed twice', async () => {
  const row = await rowOf('gpt-oss-120b', { tools });
  const portions = portionsOf(row, [], undefined);
  assert(!portions.some(({ kind }) => kind === 'tools' || kind === 'rest'));
  assert.equal(portions.at(-1)?.tokens, (row.prompt?.value ?? 0) + (row.answer?.value ?? 0));
});

test('without a price, or with images that nobody can count, nothing has money', async () => {
  for (const portions of [
    portionsOf(await rowOf('openai/gpt-4o'), [], undefined),
    portionsOf(await rowOf('gpt-4', { images }), images, price),
  ])
    assert(portions.every(({ picoUsd }) => picoUsd === undefined));
});
