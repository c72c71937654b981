/** Rows of gpt-oss with tools against those of OpenAI's own library, id by id. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { RENDERED } from '#domain/templates/harmony-library.contract';
import { readTools } from '#domain/templates/tool-list';
import { familyOf } from './families.ts';
import type { Family } from './family.ts';
import { rowFor } from './model-row.ts';
import { countPrompt } from './prompt-count.ts';
import { publicEncoder } from './public-encoder.contract.ts';

const family = familyOf('gpt-oss-20b') as Family;
const encoder = publicEncoder(family.encoding);
const messages = [{ role: 'user', text: 'Hi' } as const];

for (const { what, tools: given, tokens, ids } of RENDERED) {
  const tools = readTools(given);
  test(`${what}: the row of gpt-oss has the library's ids`, () => {
    const row = rowFor(family, messages, encoder, { tools })?.prompt.tokens.map(({ id }) => id) ?? [];
    assert.equal(createHash('sha256').update(row.join(' ')).digest('hex'), ids);
  });

  test(`${what}: the prompt of gpt-oss is counted exactly, ${tokens} tokens`, () => {
    const { value, grade } = countPrompt(family, { messages, tools }, encoder) ?? {};
    assert.deepEqual({ value, grade }, { value: tokens, grade: 'exact' });
  });
}
