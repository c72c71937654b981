/** What sending costs, in exact decimals; unknown is never zero. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputPriceOf } from './input-cost.ts';

const exact = (value: number) => ({ value, grade: 'exact' }) as const;

test('22 tokens of GPT-4o are 0.000055 USD, with who says so and when that was seen', async () => {
  const { cost, sentence } = await inputPriceOf('openai/gpt-4o');
  const { source = '', seen = '', ...money } = cost(exact(22));
  assert.deepEqual(money, { kind: 'computed', picoUsd: '55000000' });
  assert.match(seen, /^\d{4}-\d\d-\d\d$/);
  assert.equal(sentence(exact(22)), `input 0.000055 USD (2.5 in, 10 out USD a million tokens, by ${source}, seen ${seen})`);
});

test('a name as people write it has the same price', async () => {
  const [listed, written] = await Promise.all(['gpt-4o', 'GPT-4o'].map(inputPriceOf));
  assert.deepEqual(written?.cost(exact(9)), listed?.cost(exact(9)));
});

test('a file of this machine is free', async () => {
  const { cost, sentence } = await inputPriceOf('local/qwen3');
  assert.deepEqual([cost(exact(9)), sentence(exact(9))], [{ kind: 'local' }, 'free: computed here']);
});

test('what is not listed, or not counted, is unknown and says why', async () => {
  const unlisted = await inputPriceOf('gpt-4o-of-mine');
  assert.deepEqual(unlisted.cost(exact(9)), { kind: 'unknown', because: 'No price is listed for "gpt-4o-of-mine".' });
  assert.equal(unlisted.sentence(exact(9)), 'price unknown: No price is listed for "gpt-4o-of-mine".');
  const { cost } = await inputPriceOf('gpt-4o');
  assert.deepEqual(cost(undefined), { kind: 'unknown', because: "The prompt's count is unknown." });
});
