/** Each built-in template written a second time, plainly, and held to it on threads of every short shape. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BuiltInName, builtIn } from './built-in.ts';
import { isTaken, threads, WORDS } from './family.contract.ts';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, TemplateRefused } from './template.ts';

/** White space by Python's `str.isspace`, which the templates are written for. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const cut = (text: string): string => text.replace(new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g'), '');

type Plain = (messages: readonly PromptMessage[], opens: boolean) => string;

const all = (messages: readonly PromptMessage[], one: (message: PromptMessage) => string): string => messages.map(one).join('');
const parted = (messages: readonly PromptMessage[]): [system: string | undefined, rest: readonly PromptMessage[]] =>
  messages[0]?.role === 'system' ? [messages[0].text, messages.slice(1)] : [undefined, messages];

const chatml: Plain = (messages, opens) =>
  all(messages, ({ role, text }) => `<|im_start|>${role}\n${text}<|im_end|>\n`) + (opens ? '<|im_start|>assistant\n' : '');
const im =
  (opening: string): Plain =>
  (messages, opens) =>
    all(messages, ({ role, text }) => `<|im_start|>${role}<|im_sep|>${text}<|im_end|>`) + (opens ? opening : '');
const llamaOne = ({ role, text }: Pick<PromptMessage, 'role' | 'text'>): string =>
  `<|start_header_id|>${role}<|end_header_id|>\n\n${cut(text)}<|eot_id|>`;
const llamaOpening = '<|start_header_id|>assistant<|end_header_id|>\n\n';
const instructionsOf = (messages: readonly PromptMessage[]): string[] =>
  messages.flatMap(({ role, text }) => (role === 'system' ? [text] : []));
const deepseek =
  (told: (instructions: string[]) => string, kept: (answer: string) => string, opening: string): Plain =>
  (messages, opens) =>
    `<｜begin▁of▁sentence｜>${told(instructionsOf(messages))}` +
    all(messages, ({ role, text }) => {
      if (role === 'system') return '';
      return role === 'assistant' ? `<｜Assistant｜>${kept(text)}<｜end▁of▁sentence｜>` : `<｜User｜>${text}`;
    }) +
    (opens ? `<｜Assistant｜>${opening}` : '');
const together = (instructions: string[]) => instructions.join('\n\n');
const lastOf = (instructions: string[]) => instructions.at(-1) ?? '';
const whole = (answer: string) => answer;
const behindReasoning = (answer: string) => answer.slice(answer.lastIndexOf('</think>') + 1).replace(/^\/think>/, '');
const distilled = deepseek(lastOf, behindReasoning, '<think>\n');

const qwen =
  (usual: string): Plain =>
  (messages, opens) => {
    const [system, rest] = parted(messages);
    return `<|im_start|>system\n${system ?? usual}<|im_end|>\n${chatml(rest, opens)}`;
  };

const PLAIN: Record<BuiltInName, Plain> = {
  chatml,
  'openai-0301': chatml,
  qwen3: chatml,
  'qwen2.5': qwen('You are Qwen, created by Alibaba Cloud. You are a helpful assistant.'),
  'qwen2.5-math': qwen('Please reason step by step, and put your final answer within \\boxed{}.'),
  'qwen2.5-vl': qwen('You are a helpful assistant.'),
  openai: im('<|im_start|>assistant<|im_sep|>'),
  'openai-cl100k': im('<|im_start|>assistant<|im_sep|>'),
  'openai-reasoning': im('<|im_start|>assistant'),
  harmony: (messages, opens) => {
    const [system, rest] = parted(messages);
    return (
      '<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\n\n' +
      'Reasoning: medium\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.<|end|>' +
      (system ? `<|start|>developer<|message|># Instructions\n\n${system}<|end|>` : '') +
      all(rest, ({ role, text }) =>
        role === 'assistant'
          ? `<|start|>assistant<|channel|>final<|message|>${text}<|end|>`
          : role === 'system'
            ? `<|start|>developer<|message|># Instructions\n\n${text}<|end|>`
            : `<|start|>${role}<|message|>${text}<|end|>`,
      ) +
      (opens ? '<|start|>assistant' : '')
    );
  },
  'llama-3': (messages, opens) => `<|begin_of_text|>${all(messages, llamaOne)}${opens ? llamaOpening : ''}`,
  'llama-3.1': (messages, opens) => {
    const [system, rest] = parted(messages);
    const dates = 'Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n';
    const first = `<|start_header_id|>system<|end_header_id|>\n\n${dates}${cut(system ?? '')}<|eot_id|>`;
    return `<|begin_of_text|>${first}${all(rest, llamaOne)}${opens ? llamaOpening : ''}`;
  },
  gemma: (messages, opens) => {
    const [system, rest] = parted(messages);
    const turns = rest.map(({ role, text }, at) => {
      const first = at === 0 && system !== undefined ? `${system}\n\n` : '';
      return `<start_of_turn>${role === 'assistant' ? 'model' : role}\n${first}${cut(text)}<end_of_turn>\n`;
    });
    return `<bos>${turns.join('')}${opens ? '<start_of_turn>model\n' : ''}`;
  },
  deepseek: deepseek(together, whole, ''),
  'deepseek-reasoner': deepseek(together, behindReasoning, '<think>\n'),
  'deepseek-v3.1': (messages, opens) => {
    const rest = messages.filter(({ role }) => role !== 'system');
    const turns = rest.map(({ role, text }, at) => {
      if (role !== 'assistant') return `<｜User｜>${text}`;
      const end = text.indexOf('</think>');
      const isAsked = rest[at - 1]?.role === 'user';
      return `${isAsked ? '<｜Assistant｜></think>' : ''}${end < 0 ? text : text.slice(end + 8)}<｜end▁of▁sentence｜>`;
    });
    const opening = opens && rest.at(-1)?.role === 'user' ? '<｜Assistant｜></think>' : '';
    return `<｜begin▁of▁sentence｜>${together(instructionsOf(messages))}${turns.join('')}${opening}`;
  },
  'deepseek-v3.2': (messages) =>
    '<｜begin▁of▁sentence｜>' +
    all(messages, ({ role, text }) => {
      if (role === 'user') return `<｜User｜>${text}<｜Assistant｜></think>`;
      return role === 'assistant' ? `${text}<｜end▁of▁sentence｜>` : text;
    }),
  'deepseek-distill-llama': distilled,
  'deepseek-distill-qwen': distilled,
  mistral: (messages) => {
    const [system, rest] = parted(messages);
    const first = system ? `[SYSTEM_PROMPT]${system}[/SYSTEM_PROMPT]` : '';
    return `<s>${first}${all(rest, ({ role, text }) => (role === 'assistant' ? `${text}</s>` : `[INST]${text}[/INST]`))}`;
  },
  'mistral-v3': (messages) => {
    const [system, rest] = parted(messages);
    return `<s>${rest
      .map(({ role, text }, at) => {
        const first = system && at === rest.length - 1 ? `${system}\n\n` : '';
        return role === 'assistant' ? `${text}</s>` : `[INST]${first}${text}[/INST]`;
      })
      .join('')}`;
  },
};
const NAMES = Object.keys(PLAIN) as BuiltInName[];

const TALK = ['One?', '1', 'Two?', '2', 'Three?'];
/** `length` messages in turns, the first a question, with or without instructions before them. */
const talk = (length: number, system?: string): PromptMessage[] => [
  ...(system === undefined ? [] : [{ role: 'system' as const, text: system }]),
  ...TALK.slice(0, length).map((text, at): PromptMessage => ({ role: at % 2 ? 'assistant' : 'user', text })),
];

for (const name of NAMES)
  for (const length of [1, 2, 3, 4, 5])
    test(`${name}, ${length} ${length === 1 ? 'message' : 'messages'}: with instructions or without, opened or not`, () => {
      for (const system of [undefined, 'Be brief.'])
        for (const opens of [true, false]) {
          const messages = talk(length, system);
          assert.equal(renderTemplate(builtIn(name), messages, opens), PLAIN[name](messages, opens));
        }
    });

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

for (const name of NAMES)
  test(`${name} says any words as they are, or cut at their blank ends where it trims`, () => {
    fc.assert(
      fc.property(words, words, words, (system, question, answer) => {
        const messages: PromptMessage[] = [
          { role: 'system', text: system },
          { role: 'user', text: question },
          { role: 'assistant', text: answer },
          { role: 'user', text: question },
        ];
        assert.equal(renderTemplate(builtIn(name), messages, true), PLAIN[name](messages, true));
      }),
      { numRuns: 40 },
    );
  });

for (const name of NAMES)
  test(`${name}: random chats, with instructions anywhere, odd white space at the ends and reasoning in answers`, () => {
    for (const messages of threads([...WORDS, '<think>', '</think>']))
      if (isTaken(builtIn(name), messages))
        assert.equal(renderTemplate(builtIn(name), messages, true), PLAIN[name](messages, true), JSON.stringify(messages));
  });

for (const name of NAMES)
  test(`${name} with empty instructions`, () => {
    const messages = talk(1, '');
    assert.equal(renderTemplate(builtIn(name), messages, true), PLAIN[name](messages, true));
  });

const GEMMA_REFUSES: [what: string, roles: PromptMessage['role'][]][] = [
  ['an answer first', ['assistant']],
  ['two questions', ['user', 'user']],
  ['two answers', ['user', 'assistant', 'assistant']],
];
for (const [what, roles] of GEMMA_REFUSES)
  test(`Gemma refuses ${what}, and says what to do`, () => {
    const messages = roles.map((role): PromptMessage => ({ role, text: 'x' }));
    assert.throws(
      () => renderTemplate(builtIn('gemma'), messages, false),
      (error) => error instanceof TemplateRefused && /must take turns\. Change the thread/.test(error.message),
    );
  });

test('an answer of which only reasoning is left is an empty answer to DeepSeek R1', () => {
  const text = renderTemplate(builtIn('deepseek-reasoner'), [{ role: 'assistant', text: '<think>hm</think>' }], false);
  assert.equal(text, '<｜begin▁of▁sentence｜><｜Assistant｜><｜end▁of▁sentence｜>');
});

test('instructions in the middle of a thread are a developer message of harmony', () => {
  const messages: PromptMessage[] = [
    { role: 'user', text: 'One?' },
    { role: 'system', text: 'Be brief.' },
  ];
  assert.match(
    renderTemplate(builtIn('harmony'), messages, false),
    /<\|message\|>One\?<\|end\|><\|start\|>developer<\|message\|># Instructions\n\nBe brief\.<\|end\|>$/,
  );
});
