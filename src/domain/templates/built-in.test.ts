import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type BuiltInName, builtIn } from './built-in.ts';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type TemplateInputs, TemplateRefused } from './template.ts';

const THREAD: PromptMessage[] = [
  { role: 'system', text: 'Be.' },
  { role: 'user', text: 'One?' },
  { role: 'assistant', text: '1' },
  { role: 'user', text: 'Two?' },
];
const render = (name: BuiltInName, messages = THREAD, inputs?: TemplateInputs) =>
  renderTemplate({ ...builtIn(name), ...(inputs && { inputs }) }, messages, true);

const CHATML =
  '<|im_start|>system\nBe.<|im_end|>\n<|im_start|>user\nOne?<|im_end|>\n<|im_start|>assistant\n1<|im_end|>\n<|im_start|>user\nTwo?<|im_end|>\n<|im_start|>assistant\n';
const TOLD: Record<BuiltInName, string> = {
  chatml: CHATML,
  qwen3: CHATML,
  'qwen2.5': CHATML,
  'qwen2.5-math': CHATML,
  'qwen2.5-vl': CHATML,
  openai:
    '<|im_start|>system<|im_sep|>Be.<|im_end|><|im_start|>user<|im_sep|>One?<|im_end|><|im_start|>assistant<|im_sep|>1<|im_end|><|im_start|>user<|im_sep|>Two?<|im_end|><|im_start|>assistant<|im_sep|>',
  'openai-cl100k':
    '<|im_start|>system<|im_sep|>Be.<|im_end|><|im_start|>user<|im_sep|>One?<|im_end|><|im_start|>assistant<|im_sep|>1<|im_end|><|im_start|>user<|im_sep|>Two?<|im_end|><|im_start|>assistant<|im_sep|>',
  'openai-reasoning':
    '<|im_start|>system<|im_sep|>Be.<|im_end|><|im_start|>user<|im_sep|>One?<|im_end|><|im_start|>assistant<|im_sep|>1<|im_end|><|im_start|>user<|im_sep|>Two?<|im_end|><|im_start|>assistant',
  'openai-0301':
    '<|im_start|>system\nBe.<|im_end|>\n<|im_start|>user\nOne?<|im_end|>\n<|im_start|>assistant\n1<|im_end|>\n<|im_start|>user\nTwo?<|im_end|>\n<|im_start|>assistant\n',
  harmony:
    '<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\n\nReasoning: medium\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.<|end|>' +
    '<|start|>developer<|message|># Instructions\n\nBe.<|end|><|start|>user<|message|>One?<|end|><|start|>assistant<|channel|>final<|message|>1<|end|><|start|>user<|message|>Two?<|end|><|start|>assistant',
  'llama-3':
    '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nOne?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n1<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nTwo?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  'llama-3.1':
    '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nBe.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nOne?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n1<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nTwo?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  gemma:
    '<bos><start_of_turn>user\nBe.\n\nOne?<end_of_turn>\n<start_of_turn>model\n1<end_of_turn>\n<start_of_turn>user\nTwo?<end_of_turn>\n<start_of_turn>model\n',
  deepseek: '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜>',
  'deepseek-reasoner':
    '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  'deepseek-v3.1':
    '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜></think>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜></think>',
  'deepseek-v3.2':
    '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜></think>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜></think>',
  'deepseek-distill-llama':
    '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  'deepseek-distill-qwen':
    '<｜begin▁of▁sentence｜>Be.<｜User｜>One?<｜Assistant｜>1<｜end▁of▁sentence｜><｜User｜>Two?<｜Assistant｜><think>\n',
  mistral: '<s>[SYSTEM_PROMPT]Be.[/SYSTEM_PROMPT][INST]One?[/INST]1</s>[INST]Two?[/INST]',
  'mistral-v3': '<s>[INST]One?[/INST]1</s>[INST]Be.\n\nTwo?[/INST]',
};

for (const [name, text] of Object.entries(TOLD) as [BuiltInName, string][]) {
  test(`the ${name} template renders a thread as published`, () => {
    assert.equal(render(name), text);
  });

  test(`the hash of the ${name} template is that of its source`, () => {
    const { source, hash } = builtIn(name);
    assert.equal(createHash('sha256').update(source).digest('hex'), hash);
  });

  test(`all special tokens that the ${name} template says are known by name`, () => {
    const names = builtIn(name).specials.map((special) => special.text);
    const said = text.match(/<\|?[a-z_]+\|?>|<｜[^｜]+｜>|\[\/?[A-Z_]+\]/g) ?? [];
    assert.deepEqual(
      [...new Set(said)].filter((special) => !names.includes(special)),
      [],
    );
  });
}

test('Llama 3.1 prints the day that it is given', () => {
  assert.match(render('llama-3.1', THREAD, { atMs: Date.UTC(2026, 10, 26) }), /Today Date: 26 Nov 2026\n/);
});

test('harmony prints day, effort and tools, which come after the instructions', () => {
  const inputs = {
    atMs: Date.UTC(2026, 10, 26),
    variables: { reasoning_effort: 'high', tool_namespace: 'namespace functions {}' },
  };
  const text = render('harmony', THREAD, inputs);
  assert.match(text, /Current date: 2026-11-26\n\nReasoning: high\n/);
  assert.match(text, /commentary channel: 'functions'\.<\|end\|>/);
  assert.match(text, /# Instructions\n\nBe\.\n\n# Tools\n\n## functions\n\nnamespace functions \{\}<\|end\|>/);
});

test('harmony without instructions and tools has no developer message', () => {
  assert.doesNotMatch(render('harmony', THREAD.slice(1)), /developer/);
});

/** Where nobody gives instructions. */
const USUAL: [name: BuiltInName, instructions: string][] = [
  ['qwen2.5', 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.'],
  ['qwen2.5-math', 'Please reason step by step, and put your final answer within \\boxed{}.'],
  ['qwen2.5-vl', 'You are a helpful assistant.'],
];
for (const [name, instructions] of USUAL)
  test(`without instructions, ${name} has those it was trained with, also before no message at all`, () => {
    for (const thread of [THREAD.slice(1), []])
      assert(render(name, thread).startsWith(`<|im_start|>system\n${instructions}<|im_end|>\n<|im_start|>`));
  });

test('Qwen 3 has no instructions of its own', () => {
  assert(render('qwen3', THREAD.slice(1)).startsWith('<|im_start|>user\n'));
});

const REASONED: PromptMessage[] = [
  { role: 'user', text: 'Hi' },
  { role: 'assistant', text: '<think>hm</think>Yo</think>!' },
  { role: 'user', text: 'Ho' },
];
const REMEMBERED: [name: BuiltInName, answer: string][] = [
  ['deepseek', '<think>hm</think>Yo</think>!'],
  ['deepseek-reasoner', '!'],
  ['deepseek-v3.1', '</think>Yo</think>!'],
  ['deepseek-v3.2', '</think><think>hm</think>Yo</think>!'],
  ['deepseek-distill-llama', '!'],
  ['deepseek-distill-qwen', '!'],
];
for (const [name, answer] of REMEMBERED)
  test(`of an old answer with its reasoning, ${name} keeps ${answer}`, () => {
    assert.equal(render(name, REASONED).split('<｜Assistant｜>')[1], `${answer}<｜end▁of▁sentence｜><｜User｜>Ho`);
  });

const ADVISED: PromptMessage[] = [
  { role: 'system', text: 'A' },
  { role: 'user', text: 'B' },
  { role: 'system', text: 'C' },
  { role: 'user', text: 'D' },
];
const PLACED: [name: BuiltInName, text: string][] = [
  ['deepseek', 'A\n\nC<｜User｜>B<｜User｜>D<｜Assistant｜>'],
  ['deepseek-reasoner', 'A\n\nC<｜User｜>B<｜User｜>D<｜Assistant｜><think>\n'],
  ['deepseek-v3.1', 'A\n\nC<｜User｜>B<｜User｜>D<｜Assistant｜></think>'],
  ['deepseek-v3.2', 'A<｜User｜>B<｜Assistant｜></think>C<｜User｜>D<｜Assistant｜></think>'],
  ['deepseek-distill-qwen', 'C<｜User｜>B<｜User｜>D<｜Assistant｜><think>\n'],
];
for (const [name, text] of PLACED)
  test(`several instructions, one of them in the middle: ${name} says ${JSON.stringify(text)}`, () => {
    assert.equal(render(name, ADVISED), `<｜begin▁of▁sentence｜>${text}`);
  });

test("a developer's words are a question with a heading to DeepSeek V3.2, and instructions to others", () => {
  const thread: PromptMessage[] = [
    { role: 'system', wireRole: 'developer', text: 'Be.' },
    { role: 'user', text: 'Hi' },
  ];
  assert.equal(
    render('deepseek-v3.2', thread),
    "<｜begin▁of▁sentence｜><｜User｜>\n\n# The user's message is: Be.<｜Assistant｜></think><｜User｜>Hi<｜Assistant｜></think>",
  );
  assert.equal(render('deepseek', thread), '<｜begin▁of▁sentence｜>Be.<｜User｜>Hi<｜Assistant｜>');
});

test('DeepSeek V3.1 opens an answer only behind a question', () => {
  const thread: PromptMessage[] = [...REASONED.slice(0, 2), { role: 'assistant', text: 'More' }];
  assert.match(render('deepseek-v3.1', thread), /!<｜end▁of▁sentence｜>More<｜end▁of▁sentence｜>$/);
});

test('Gemma refuses answers that take no turns with questions', () => {
  assert.throws(() => render('gemma', [...THREAD, { role: 'user', text: 'Three?' }]), TemplateRefused);
});
