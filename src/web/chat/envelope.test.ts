import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { queryClient } from '../api/queries.ts';
import { envelopeQuery } from './envelope.ts';

after(() => queryClient.clear());

/** A server whose template puts 5 tokens before and 4 after each message, 30 of its own where no system message stands. */
let knowsPrompt = true;
globalThis.fetch = async (_path, init) => {
  const { messages } = JSON.parse(String(init?.body)) as { messages: { role: string; text: string }[] };
  const content = messages.reduce((sum, { text }) => sum + text.length, 0);
  const own = messages.some(({ role }) => role === 'system') ? 0 : 30;
  const prompt = { value: content + own + 9 * messages.length, grade: 'exact' };
  return Response.json({ counts: { content: { value: content, grade: 'exact' }, ...(knowsPrompt && { prompt }) }, tokens: [] });
};
Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });

const envelope = (model: string, system?: string) => queryClient.fetchQuery(envelopeQuery(model, system, true));

test('what stands around a first question and around a later one', async () => {
  assert.deepEqual(await envelope('local/a'), { first: 39, next: 18 });
});

test('a system message takes the place of the template’s own, words included', async () => {
  assert.deepEqual(await envelope('local/a', 'Be short.'), { first: 9 + 9 + 9, next: 18 });
});

test('where the model’s counts do not tell it, it is unknown, not nothing', async () => {
  knowsPrompt = false;
  assert.equal(await envelope('local/b'), null);
});
