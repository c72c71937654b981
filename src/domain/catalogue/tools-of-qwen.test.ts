/** Rows of Qwen with tools against what jinja2 makes of the published templates, and Nemo's tools by their number. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { CountedMessage } from '#domain/money/accounting';
import { toolsOf } from '#domain/templates/tool-list';
import { familyOf } from './families.ts';
import type { Family } from './family.ts';
import { rowFor } from './model-row.ts';
import { asPromptMessage, countPortions } from './prompt-count.ts';
import { publicEncoder } from './public-encoder.contract.ts';

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get the weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string', description: 'The city' } }, required: ['city'] },
  },
};
const ODD = {
  type: 'function',
  function: {
    name: 'naïve_诗',
    description: '"Quoted" \\ and\nbroken, \x1f: {"a":1,"b":[2]}',
    strict: true,
    parameters: {
      type: 'object',
      additionalProperties: false,
      properties: {
        x: { type: 'number', minimum: 1.5e-5, maximum: 1e22, default: -0.5, enum: [1, 2.25, null, true] },
        y: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
    },
  },
};
const hi: CountedMessage = { role: 'user', text: 'hi' };
const results: CountedMessage[] = [
  hi,
  { role: 'assistant', text: 'Wait.' },
  { role: 'tool', text: '{"a":1}' },
  { role: 'tool', text: '2' },
  hi,
];

type Rendered = [what: string, messages: CountedMessage[], tools: object[], qwen3: string, qwen25: string];
/** SHA-256 of the text that the published template gives. */
const RENDERED: Rendered[] = [
  [
    'one tool',
    [hi],
    [WEATHER],
    '0bd5f7d3e5be0aa208e79d9771c8cf1c2b25ae16d526b1866300ed0b818468af',
    'cfbc2326f224b9561db71a22bec9645d7f95919e332f96d44c47577f347d74e5',
  ],
  [
    'one tool and instructions',
    [{ role: 'system', text: 'Be brief.' }, hi],
    [WEATHER],
    '22fa87424fae5cf3034e7ff007fb20168e13d86bf2a0f90bd2c52917b563b57d',
    '22fa87424fae5cf3034e7ff007fb20168e13d86bf2a0f90bd2c52917b563b57d',
  ],
  [
    'two tools, one of them with all that JSON can hold',
    [hi],
    [WEATHER, ODD],
    '5a4e8930979158106cb7c1e248162cc0845269c43f7db494611fbff94e7eae60',
    '5c46dd3aad5b628595d9ecd5581fbbdb7eaba0dba36406ccecbed6ec06e330a1',
  ],
  [
    'what two tools gave',
    results,
    [WEATHER],
    '51c8fbf271e80da662747cf2c642dae9ba065be5fc8c95c860b56fa0fb8642de',
    '2789588dd7105b2f65a122ad4b264de0cf2f6c0580a85477c3efd35b85a295ec',
  ],
];

const prepared = (model: string) => {
  const family = familyOf(model) as Family;
  return { family, encoder: publicEncoder(family.encoding) };
};

for (const [what, messages, given, qwen3, qwen25] of RENDERED)
  for (const [model, hash] of [
    ['qwen3-8b', qwen3],
    ['qwen2.5-7b-instruct', qwen25],
  ] as const)
    test(`${what}: the row of ${model} is what the published template gives`, () => {
      const { family, encoder } = prepared(model);
      const { prompt } = rowFor(family, messages.map(asPromptMessage), encoder, { tools: toolsOf(given) }) ?? {};
      assert.equal(
        createHash('sha256')
          .update(prompt?.text ?? '')
          .digest('hex'),
        hash,
      );
    });

/** Of one user's "hi", by the published tokenizer. */
const NUMBERS: [model: string, bare: number, withTool: number][] = [
  ['qwen3-8b', 9, 155],
  ['qwen2.5-7b-instruct', 30, 171],
  ['mistral-nemo', 4, 72],
];
for (const [model, bare, withTool] of NUMBERS)
  test(`${model} reads ${bare} tokens of "hi", and ${withTool} with a tool`, () => {
    const { family, encoder } = prepared(model);
    const count = (tools: object[]) => countPortions(family, { messages: [hi], tools: toolsOf(tools) }, encoder);
    assert.deepEqual([count([]).prompt?.value, count([WEATHER]).prompt?.value], [bare, withTool]);
    assert.equal(count([WEATHER]).tools?.value, withTool - bare);
  });
