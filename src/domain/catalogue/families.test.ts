import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IMAGE_RULES } from '#domain/money/image-count';
import { familyOf, imageRuleOf } from './families.ts';
import { bareName, namesModel } from './family.ts';

const NAMED: Record<string, string> = {
  'gpt-4o': 'gpt-4o',
  'openai/gpt-4o-2024-08-06': 'gpt-4o',
  'GPT-4.1-nano': 'gpt-4o',
  'gpt-5.2-chat-latest': 'gpt-4o',
  'gpt-5': 'openai-reasoning',
  'gpt-5.6-sol': 'openai-reasoning',
  'o3-mini': 'openai-reasoning',
  'gpt-6-astra': 'gpt-6',
  'gpt-4': 'gpt-4',
  'gpt-4-turbo-2024-04-09': 'gpt-4',
  'gpt-3.5-turbo-0613': 'gpt-4',
  'gpt-3.5-turbo-0301': 'gpt-3.5-turbo-0301',
  'gpt-oss:20b': 'gpt-oss',
  'qwen3:0.6b': 'qwen3',
  'qwen2.5-coder-7b': 'qwen2.5',
  'qwen2.5-math-7b': 'qwen2.5-math',
  'qwen2.5-vl-7b': 'qwen2.5-vl',
  'qwen3-coder-plus': 'qwen3-coder',
  'llama3-8b-8192': 'llama-3',
  'meta/meta-llama-3-70b-instruct': 'llama-3',
  'llama-3.3-70b': 'llama-3.1',
  'meta-llama-3.1-8b-instruct': 'llama-3.1',
  'deepseek-reasoner': 'deepseek-reasoner',
  'deepseek-chat': 'deepseek-chat',
  'deepseek-r1-distill-llama-70b': 'deepseek-r1-distill-llama',
  'deepseek-v4-flash': 'deepseek-v4',
  'gemma-3-27b-it': 'gemma-3',
  'gemini-2.5-flash': 'gemini-2',
  'gemini-3.5-flash': 'gemini',
  'mistral-large-latest': 'mistral',
  'claude-sonnet-4-5-20250929': 'claude-4',
  'claude-sonnet-4-20250514': 'claude-4',
  'claude-opus-4-7': 'claude',
  'grok-4.7': 'grok',
  'phi-4-mini-instruct': 'phi-4',
};

for (const [model, family] of Object.entries(NAMED)) {
  test(`${model} is of the family ${family}`, () => {
    assert.equal(familyOf(model)?.name, family);
  });
}

test('a model that no row names has no family: nothing is found by likeness', () => {
  for (const model of ['', 'gpt', 'gpt-3', 'llama-4-scout-17b', 'o200', 'my-gpt-4o', 'command-r'])
    assert.equal(familyOf(model), undefined, model);
});

test('an estimate says what it rests on, and a stand-in encoding is never exact', () => {
  for (const model of Object.keys(NAMED)) {
    const family = familyOf(model);
    if (family?.text.grade === 'estimated') assert(family.text.from, model);
    if (family?.text.factor !== undefined) assert.equal(family.text.grade, 'estimated', model);
    if (family?.envelope.grade === 'estimated') assert(family.envelope.from, model);
  }
});

test('a pattern is literal but for its stars', () => {
  assert.equal(namesModel(['gpt-4.1*'], 'gpt-4x1'), false);
  assert.equal(namesModel(['a*c'], 'abbbc'), true);
  assert.equal(namesModel(['a*c'], 'abbbcd'), false);
  assert.equal(bareName('vendor/Other/Name'), 'name');
});

test('images have a rule where one is published for the model', () => {
  assert.equal(imageRuleOf('openai/gpt-4o'), IMAGE_RULES['gpt-4o']);
  assert.equal(imageRuleOf('gpt-4o-mini-2024-07-18'), IMAGE_RULES['gpt-4o-mini']);
  assert.equal(imageRuleOf('gpt-6-astra'), IMAGE_RULES['gpt-6-astra']);
  assert.equal(imageRuleOf('gpt-6'), undefined);
});

test('a model that was made of another is counted as that one', () => {
  assert.equal(familyOf('ft:gpt-4o-mini-2024-07-18:acme::7p4lURel')?.name, 'gpt-4o');
  assert.equal(imageRuleOf('openai/ft:gpt-4o-mini-2024-07-18:acme::7p4lURel'), imageRuleOf('gpt-4o-mini'));
  assert.equal(familyOf('ft:gpt-3.5-turbo-0613')?.name, 'gpt-4');
});
