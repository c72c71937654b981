import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '#domain/conversation/message';
import { type BuiltInName, builtIn } from './built-in.ts';
import { beginLength, envelopeOf } from './envelope.ts';

type Sides = [open: string | undefined, close: string | undefined];
const none: Sides = [undefined, undefined];

/** What a person reading the template would call the envelope of each role. */
const TABLE: [name: BuiltInName, envelopes: Record<Exclude<Role, 'tool'>, Sides>][] = [
  [
    'chatml',
    {
      system: ['<|im_start|>system\n', '<|im_end|>\n'],
      user: ['<|im_start|>user\n', '<|im_end|>\n'],
      assistant: ['<|im_start|>assistant\n', '<|im_end|>\n'],
    },
  ],
  [
    'openai',
    {
      system: ['<|im_start|>system<|im_sep|>', '<|im_end|>'],
      user: ['<|im_start|>user<|im_sep|>', '<|im_end|>'],
      assistant: ['<|im_start|>assistant<|im_sep|>', '<|im_end|>'],
    },
  ],
  [
    'llama-3',
    {
      system: ['<|start_header_id|>system<|end_header_id|>\n\n', '<|eot_id|>'],
      user: ['<|start_header_id|>user<|end_header_id|>\n\n', '<|eot_id|>'],
      assistant: ['<|start_header_id|>assistant<|end_header_id|>\n\n', '<|eot_id|>'],
    },
  ],
  [
    'gemma',
    {
      system: ['<start_of_turn>user\n', undefined],
      user: ['<start_of_turn>user\n', '<end_of_turn>\n'],
      assistant: ['<start_of_turn>model\n', '<end_of_turn>\n'],
    },
  ],
  [
    'deepseek',
    {
      system: ['', ''],
      user: ['<｜User｜>', ''],
      assistant: ['<｜Assistant｜>', '<｜end▁of▁sentence｜>'],
    },
  ],
  [
    'mistral',
    {
      system: ['[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'],
      user: ['[INST]', '[/INST]'],
      assistant: ['', '</s>'],
    },
  ],
  // The third version moves instructions behind the last question's mark: they have an opening and no place of their own.
  ['mistral-v3', { system: ['[INST]', undefined], user: ['[INST]', '[/INST]'], assistant: ['', '</s>'] }],
];
for (const [name, envelopes] of TABLE)
  for (const [role, [open, close]] of Object.entries(envelopes) as [Exclude<Role, 'tool'>, Sides][]) {
    test(`${name} opens words of ${role} with ${JSON.stringify(open)}`, () => {
      assert.equal(envelopeOf(builtIn(name)).open[role], open);
    });
    test(`${name} closes words of ${role} with ${JSON.stringify(close)}`, () => {
      assert.equal(envelopeOf(builtIn(name)).close[role], close);
    });
  }

test('a template that says nothing of anybody has no envelopes', () => {
  const { open, close } = envelopeOf({ source: 'Hello', hash: '', addsBegin: false, specials: [] });
  for (const role of ['system', 'user', 'assistant', 'tool'] as const) assert.deepEqual([open[role], close[role]], none);
});

test('a template that writes words in capitals shows its envelope all the same', () => {
  const source = '{% for m in messages %}[{{ m.content | upper }}]{% endfor %}';
  assert.equal(envelopeOf({ source, hash: '', addsBegin: false, specials: [] }).open.user, '[');
});

test('a template that refuses a second question still has the envelope of the first', () => {
  const source =
    "{% if messages | length > 2 %}{{ raise_exception('Enough.') }}{% endif %}{% for m in messages %}<{{ m.content }}>{% endfor %}";
  const { open, close } = envelopeOf({ source, hash: '', addsBegin: false, specials: [] });
  assert.deepEqual([open.user, close.user], [undefined, '>']);
});

test('the same template is asked once', () => {
  const template = builtIn('chatml');
  assert.equal(envelopeOf(template), envelopeOf(template));
});

for (const [source, beginText, text, length] of [
  ['{{ bos_token }}', '<s>', '<s>x', 3],
  ['{{ bos_token }}', '<s>', 'x<s>', 0],
  ['<s>', '<s>', '<s>x', 0],
  ['{{ bos_token }}', '', 'x', 0],
] as const)
  test(`of ${JSON.stringify(text)} by ${source}, ${length} units are the begin token ${beginText || 'without a name'}`, () => {
    assert.equal(beginLength({ source, beginText, hash: '', addsBegin: false, specials: [] }, text), length);
  });
