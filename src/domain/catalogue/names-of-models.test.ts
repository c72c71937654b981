/** What is said of each family, model by model: encoding, grades, rules, openness. A change of the table shows here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IMAGE_RULES } from '#domain/money/image-count';
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
    [
      'gpt-3.5-turbo',
      'gpt-3.5-turbo-0613',
      'gpt-3.5-turbo-1106',
      'gpt-3.5-turbo-0125',
      'gpt-35-turbo',
      'gpt-35-turbo-0613',
      'gpt-35-turbo-16k',
    ],
    'cl100k exact exact im openai-cl100k closed',
  ],
  [['gpt-3.5-turbo-0301', 'azure/gpt-35-turbo-0301'], 'cl100k exact exact im-0301 openai-0301 closed'],
  [['gpt-oss', 'gpt-oss-120b', 'openai/gpt-oss-20b', 'gpt-oss:20b'], 'o200k_harmony exact exact - harmony open'],
  [['Qwen/Qwen3-8B', 'qwen-3-32b', 'qwen3'], 'qwen3 exact estimated - qwen3 open'],
  [['qwen2.5-7b-instruct', 'qwen2.5:0.5b', 'qwen2.5-coder-7b'], 'qwen3 exact estimated - qwen2.5 open'],
  [['qwen2.5-math-7b-instruct'], 'qwen3 exact estimated - qwen2.5-math open'],
  [['qwen2.5-vl-7b', 'qwen2.5vl:7b'], 'qwen3 exact estimated - qwen2.5-vl open'],
  [['qwq-32b', 'qwen3-coder-plus'], 'qwen3 exact estimated - chatml open'],
  [
    ['llama-3.1-8b-instant', 'llama-3.2-1b', 'meta-llama/Llama-3.3-70B-Instruct', 'llama3.1:8b', 'llama3.2'],
    'llama3 exact exact - llama-3.1 open',
  ],
  [['llama3', 'llama3:8b', 'llama3-70b-8192', 'meta-llama-3-8b-instruct'], 'llama3 exact exact - llama-3 open'],
  [
    [
      'hermes-3-llama-3.1-405b',
      'nvidia/llama-3.1-nemotron-70b-instruct',
      'nousresearch/hermes-2-pro-llama-3-8b',
      'dolphin-llama3:8b',
    ],
    'llama3 estimated estimated - llama-3.1 closed',
  ],
  [['deepseek-r1', 'deepseek-ai/DeepSeek-R1'], 'deepseek-v3 exact exact - deepseek-reasoner open'],
  [['deepseek-ai/DeepSeek-R1-0528', 'deepseek-r1:671b'], 'deepseek-v3 exact estimated - deepseek-reasoner open'],
  [
    ['deepseek-r1-distill-llama-70b', 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B'],
    'llama3 exact estimated - deepseek-distill-llama open',
  ],
  [['deepseek-r1-distill-qwen-32b'], 'qwen3 exact estimated - deepseek-distill-qwen open'],
  [
    ['deepseek-v3', 'deepseek-v3-0324', 'deepseek-v3:671b', 'deepseek/deepseek-chat-v3-0324'],
    'deepseek-v3 exact exact - deepseek open',
  ],
  [
    ['deepseek-v3.1', 'deepseek-v3.1-terminus', 'deepseek-v3.2-exp', 'deepseek-chat-v3.1'],
    'deepseek-v3 exact exact - deepseek-v3.1 open',
  ],
  [['deepseek-v3.2', 'deepseek-ai/DeepSeek-V3.2-Speciale'], 'deepseek-v3 exact exact - deepseek-v3.2 open'],
  [['deepseek-chat'], 'deepseek-v3 estimated estimated - deepseek-v3.2 closed'],
  [['deepseek-reasoner'], 'deepseek-v3 estimated estimated - deepseek-reasoner closed'],
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
  'gpt-35-turbo-instruct',
  'qwen3.5-122b-a10b',
  'qwen3.6-plus',
  'qwen-3.5-397b',
  'deepseek-r1:7b',
  'deepseek-r1:8b',
  'deepseek-r1-0528-qwen3-8b',
  'deepseek-v3-1',
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

/** The vendors' pages on images: which rule is whose. */
const IMAGES: [rule: keyof typeof IMAGE_RULES, models: string[]][] = [
  ['gpt-4o', ['gpt-4o', 'gpt-4o-2024-11-20', 'chatgpt-4o-latest', 'gpt-4.1', 'gpt-4.5-preview', 'gpt-4-turbo-2024-04-09']],
  ['gpt-4o-mini', ['gpt-4o-mini', 'openai/gpt-4o-mini-2024-07-18']],
  ['gpt-5', ['gpt-5', 'gpt-5-2025-08-07', 'gpt-5-chat-latest', 'gpt-5.1', 'gpt-5.1-2025-11-13']],
  ['gpt-5-mini', ['gpt-5-mini', 'gpt-5-mini-2025-08-07']],
  ['gpt-5-nano', ['gpt-5-nano']],
  ['gpt-5.2', ['gpt-5.2', 'gpt-5.2-2025-12-11']],
  ['gpt-5.4', ['gpt-5.4', 'gpt-5.4-2026-03-05', 'gpt-5.4-mini', 'gpt-5.4-nano-2026-03-17']],
  ['gpt-5.5', ['gpt-5.5']],
  ['gpt-5.6', ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna']],
  ['gpt-6-astra', ['openai/gpt-6-astra']],
  ['o3', ['o1', 'o1-pro', 'o3-2025-04-16']],
  ['gpt-4.1-mini', ['gpt-4.1-mini']],
  ['gpt-4.1-nano', ['gpt-4.1-nano']],
  ['o4-mini', ['o4-mini-2025-04-16']],
  [
    'claude-4',
    ['claude-3-5-sonnet-20241022', 'claude-sonnet-4-20250514', 'claude-opus-4-1', 'claude-haiku-4-5', 'claude-opus-4-6'],
  ],
  ['claude', ['claude-opus-4-7', 'claude-opus-4-8', 'claude-sonnet-5', 'claude-fable-5-2', 'claude-haiku-5-5']],
  ['gemini-2', ['gemini-2.0-flash', 'gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.5-pro']],
  [
    'gemini-3',
    ['gemini-3-pro-preview', 'gemini-3-flash-preview', 'gemini-3.1-pro-preview', 'gemini-3.5-flash-lite', 'gemini-3.8-flash'],
  ],
  ['gemma-3', ['gemma-3-27b-it', 'gemma3:4b']],
  ['pixtral', ['pixtral-12b', 'pixtral-12b-2409']],
];
for (const [rule, models] of IMAGES)
  for (const model of models)
    test(`images on ${model} are counted as on ${rule}`, () => {
      assert.equal(imageRuleOf(model), IMAGE_RULES[rule]);
    });

/** No vendor's page names these with a rule, or they take no images. */
const BLIND = [
  [
    'gpt-4',
    'o3-mini',
    'o3-pro',
    'gpt-5-pro',
    'gpt-5.2-pro',
    'gpt-5.3-codex',
    'gpt-5.5-pro',
    'gpt-5.6-cyber',
    'gpt-6-luna',
    'gpt-6.1-sol',
  ],
  ['claude-2.1', 'gemini-2.5-flash-image', 'gemini-3-pro-image-preview', 'gemini-3.1-flash-image-preview', 'gemini-4-argon'],
  ['gemma-3-1b', 'llama-3.2-11b', 'grok-4.5', 'mistral-small-2506', 'qwen2.5-vl-7b', ''],
].flat();
for (const model of BLIND)
  test(`how ${model || 'a model without a name'} counts images is not known`, () => {
    assert.equal(imageRuleOf(model), undefined);
  });
