import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAMILIES } from '#domain/catalogue/families';
import { countPortions } from '#domain/catalogue/prompt-count';
import { IMAGE_RULES } from '#domain/money/image-count';
import type { Encoder } from '#domain/tokens/encoder';
import { sourceOfCount } from './count-source.ts';

const letters: Encoder = { encoding: 'letters', encode: (text) => Array.from(text, () => 0), bytesOf: () => Uint8Array.of(97) };

test('in English a source stands as it is', () => {
  assert.equal(sourceOfCount('en', 'as in GPT-5'), 'as in GPT-5');
});

test('several sources are told one by one, also where one has a semicolon of its own', () => {
  const from = "o200k, as in GPT-5; not confirmed for this family; as in GPT-5; images by OpenAI's published rule";
  assert.equal(sourceOfCount('zh', from), '按 GPT-5 的 o200k；这个系列未经证实；与 GPT-5 相同；图像按 OpenAI 公布的规则计算');
});

test('a source that is not known stays in the words it has', () => {
  assert.equal(sourceOfCount('zh', 'residuals of 20 turns'), 'residuals of 20 turns');
  assert.equal(sourceOfCount('zh', 'as in GPT-5; something new'), 'as in GPT-5; something new');
});

const tools = [{ name: 'f' }];
const messages = [
  { role: 'user', text: 'a' },
  { role: 'assistant', text: '', call: { name: 'f', arguments: '' } },
];
const said = FAMILIES.flatMap((family) => {
  const counted = countPortions(family, { messages, ...(family.envelope.rules && { tools }) }, letters);
  return [family.text.from, family.envelope.from, counted.prompt?.from];
});
for (const from of new Set([...said, ...Object.values(IMAGE_RULES).map((rule) => rule.from)]))
  if (from !== undefined)
    test(`"${from}" has its sentence in Chinese`, () => {
      assert.match(sourceOfCount('zh', from), /[\u4e00-\u9fff]/);
      assert.notEqual(sourceOfCount('zh', from), from);
    });
