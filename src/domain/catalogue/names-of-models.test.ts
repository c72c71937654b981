/** What is said of each family, model by model: encoding, grades, rules, openness. A change of the table shows here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, imageRuleOf } from './families.ts';
import type { Family } from './family.ts';

/** encoding, grade of the text, grade and rules of the envelope, template, whether the format is public. */
const said = ({ encoding, text, envelope, template, isOpen }: Family): string =>
  [encoding, text.grade, envelope.grade, envelope.rules ?? '-', template ?? '-', isOpen ? 'open' : 'closed'].join(' ');

/** After the vendors' own pages: which model has which encoding, and how much of its envelope is published. */
const TABLE: [models: string[], said: string][] = [
  [['gpt-4o', 'gpt-4o-mini', 'gpt-4o-2024-05-13', 'chatgpt-4o-latest', 'azure/GPT-4o'], 'o200k exact exact im openai closed'],
  [['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano-2025-04-14', 'gpt-4.5-preview'], 'o200k exact exact im openai closed'],
  [['gpt-5-chat-latest', 'gpt-5-chat', 'gpt-5.1-chat-latest', 'gpt-5.3-chat'], 'o200k exact exact im openai closed'],
  [
    ['o1', 'o1-mini', 'o1-preview-2024-09-12', 'o3', 'o3-mini', 'o4-mini'],
    'o200k exact exact im-reasoning openai-reasoning closed',
  ],
  [
    ['gpt-5', 'gpt-5-mini', 'gpt-5-nano-2025-08-07', 'gpt-5.1', 'gpt-5.2-pro'],
    'o200k exact exact im-reasoning openai-reasoning closed',
  ],
  [['gpt-6', 'gpt-6-mini', 'gpt-daybreak'], 'o200k estimated estimated im-reasoning - closed'],
  [['gpt-4', 'gpt-4-0613', 'gpt-4-32k', 'gpt-4-turbo', 'gpt-4-1106-preview'], 'cl100k exact exact im openai-cl100k closed'],
  [
    ['gpt-3.5-turbo', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-1106', 'gpt-3.5-turbo-0125', 'gpt-35-turbo'],
    'cl100k exact exact im openai-cl100k closed',
  ],
  [['gpt-3.5-turbo-0301'], 'cl100k exact exact im-0301 openai-0301 closed'],
  [['gpt-oss', 'gpt-oss-120b', 'openai/gpt-oss-20b', 'gpt-oss:20b'], 'o200k_harmony exact exact - harmony open'],
  [['qwen2.5-7b-instruct', 'Qwen/Qwen3-8B', 'qwen-3-32b', 'qwq-32b', 'qwen2.5:0.5b'], 'qwen3 exact estimated - chatml open'],
  [
    ['llama-3.1-8b-instant', 'llama-3.2-1b', 'meta-llama/Llama-3.3-70B-Instruct', 'llama3.1:8b', 'llama3.2'],
    'llama3 exact exact - llama-3.1 open',
  ],
  [['llama3', 'llama3:8b', 'llama3-70b-8192', 'meta-llama-3-8b-instruct'], 'llama3 exact exact - llama-3 open'],
  [['deepseek-r1', 'deepseek-ai/DeepSeek-R1-0528', 'deepseek-reasoner'], 'deepseek-v3 exact exact - deepseek-reasoner open'],
  [['deepseek-v3', 'deepseek-v3.1', 'deepseek-chat'], 'deepseek-v3 exact exact - deepseek open'],
  [['deepseek-v4', 'deepseek-v4-pro'], 'deepseek-v3 estimated estimated - deepseek closed'],
  [['gemma-3-4b-it', 'google/gemma-3-1b-it', 'gemma3:12b'], 'gemma3 exact exact - gemma open'],
  [['gemini-2.0-flash', 'gemini-2.5-pro', 'gemini-3-pro-preview'], 'gemma3 estimated estimated contents - closed'],
  [['gemini-3.1-pro', 'gemini-1.5-flash'], 'gemma3 estimated estimated contents - closed'],
  [
    [
      'mistral-large-2411',
      'open-mistral-nemo',
      'ministral-8b',
      'magistral-small',
      'devstral-medium',
      'codestral-2501',
      'pixtral-12b',
      'voxtral-mini',
    ],
    'tekken estimated estimated brackets - closed',
  ],
  [
    ['claude-3-5-sonnet-20241022', 'claude-opus-4-1', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-6'],
    'o200k estimated estimated im - closed',
  ],
  [['claude-opus-4-7', 'claude-sonnet-5'], 'o200k estimated estimated im - closed'],
  [['grok-4', 'xai/grok-3-mini'], 'o200k estimated estimated im - closed'],
  [['phi-4', 'microsoft/phi-4-reasoning'], 'cl100k estimated estimated im - closed'],
];
for (const [models, expected] of TABLE)
  for (const model of models)
    test(`${model}: ${expected}`, () => {
      const family = familyOf(model);
      assert(family);
      assert.equal(said(family), expected);
    });

/** Names that are like a known one, and are not it. */
const STRANGERS = [
  'gpt-',
  'gpt-3.5-turbo-instruct',
  'gpt-3.5-turbo-instruct-0914',
  'text-embedding-3-small',
  'davinci-002',
  'o11',
  'o2',
  'o4',
  'gpt-50',
  'llama-2-7b-chat',
  'llama-4-maverick',
  'llama4',
  'deepseek-coder-6.7b',
  'gemma-2-9b-it',
  'gemma-4-31b-it',
  'qwen2-7b',
  'qwen-max',
  'phi-3-mini',
  'claude',
  'mixtral-8x7b',
  'labs-devstral-small-2512',
];
for (const model of STRANGERS)
  test(`${model} is unknown: nothing is guessed for it`, () => {
    assert.equal(familyOf(model), undefined);
  });

test('a vendor before the name, and capitals, change nothing', () => {
  for (const model of ['gpt-4o', 'claude-opus-4-7', 'llama-3.1-8b'])
    for (const name of [model, `a/${model}`, `a/b/${model}`, model.toUpperCase()])
      assert.equal(familyOf(name)?.name, familyOf(model)?.name, name);
});

const FACTORS: [model: string, factor: number | undefined, error: number | undefined][] = [
  ['gpt-4o', undefined, undefined],
  ['claude-sonnet-4-5', 1.05, 0.1],
  ['claude-opus-4-7', 1.25, 0.2],
  ['gemini-2.5-flash', undefined, 0.01],
  ['grok-4', 1, undefined],
  ['mistral-large-latest', 1, undefined],
];
for (const [model, factor, error] of FACTORS)
  test(`${model} stands at a factor of ${factor ?? 'none'} and a known error of ${error ?? 'none'}`, () => {
    assert.deepEqual([familyOf(model)?.text.factor, familyOf(model)?.text.error], [factor, error]);
  });

/** The vendors' pages on images: which model counts tiles, which patches, pixels or crops, and at what. */
const IMAGES: [model: string, rule: string][] = [
  ['gpt-4o', 'tiles 85 170'],
  ['gpt-4o-2024-11-20', 'tiles 85 170'],
  ['chatgpt-4o-latest', 'tiles 85 170'],
  ['gpt-4.1', 'tiles 85 170'],
  ['gpt-4.5-preview', 'tiles 85 170'],
  ['gpt-4-turbo-2024-04-09', 'tiles 85 170'],
  ['gpt-4o-mini', 'tiles 2833 5667'],
  ['openai/gpt-4o-mini-2024-07-18', 'tiles 2833 5667'],
  ['gpt-5', 'tiles 70 140'],
  ['gpt-5-chat-latest', 'tiles 70 140'],
  ['o1', 'tiles 75 150'],
  ['o3-2025-04-16', 'tiles 75 150'],
  ['gpt-4.1-mini', 'patches 1536 1.62'],
  ['gpt-5-mini-2025-08-07', 'patches 1536 1.62'],
  ['gpt-4.1-nano', 'patches 1536 2.46'],
  ['gpt-5-nano', 'patches 1536 2.46'],
  ['o4-mini-2025-04-16', 'patches 1536 1.72'],
  ['claude-3-5-sonnet-20241022', 'area 750 1568 1600'],
  ['claude-opus-4-6', 'area 750 1568 1600'],
  ['gemini-2.5-pro', 'crops 384 258'],
  ['gemma-3-27b-it', 'fixed 256'],
];
for (const [model, rule] of IMAGES)
  test(`images on ${model}: ${rule}`, () => {
    const { from, ...form } = imageRuleOf(model) ?? { from: '' };
    assert.equal(Object.values(form).join(' '), rule);
  });

for (const model of ['gpt-4', 'o3-mini', 'gpt-5.2', 'claude-opus-4-7', 'gemini-3-pro-preview', 'gemma-3-1b', 'llama-3.2-11b', ''])
  test(`how ${model || 'a model without a name'} counts images is not known`, () => {
    assert.equal(imageRuleOf(model), undefined);
  });
