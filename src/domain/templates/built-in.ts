/**
 * Templates for models that bring none: closed models, whose envelope is published in part, and open families
 * whose file has lost its template. Written here from the published formats; a file's own template comes first.
 */
import { DEEPSEEK } from './deepseek.ts';
import { HARMONY } from './harmony.ts';
import { QWEN } from './qwen.ts';
import type { Special } from './special.ts';
import type { Template, TemplateMarks } from './template.ts';

export type BuiltInName = keyof typeof TEMPLATES;

/** The template of that name. Its specials are those of the family's published vocabulary. */
export function builtIn(name: BuiltInName): Template {
  return TEMPLATES[name];
}

/** Names without published ids: one peer shows 200264 to 200266 for GPT-4o, another 200003 to 200005. */
const IM_UNPUBLISHED: Special[] = [{ text: '<|im_start|>' }, { text: '<|im_sep|>' }, { text: '<|im_end|>' }];
const IM_CL100K: Special[] = [
  { id: 100264, text: '<|im_start|>' },
  { id: 100266, text: '<|im_sep|>' },
  { id: 100265, text: '<|im_end|>' },
];
const IM_QWEN: Special[] = [
  { id: 151644, text: '<|im_start|>' },
  { id: 151645, text: '<|im_end|>' },
];

const im = (specials: Special[]) => ({ addsBegin: false, endText: '<|im_end|>', specials });

const LLAMA: TemplateMarks = {
  beginText: '<|begin_of_text|>',
  endText: '<|eot_id|>',
  begin: 128000,
  addsBegin: true,
  specials: [
    { id: 128000, text: '<|begin_of_text|>' },
    { id: 128006, text: '<|start_header_id|>' },
    { id: 128007, text: '<|end_header_id|>' },
    { id: 128009, text: '<|eot_id|>' },
  ],
};

const MISTRAL: TemplateMarks = {
  beginText: '<s>',
  endText: '</s>',
  begin: 1,
  addsBegin: true,
  specials: [
    { id: 1, text: '<s>' },
    { id: 2, text: '</s>' },
    { id: 3, text: '[INST]' },
    { id: 4, text: '[/INST]' },
    { id: 17, text: '[SYSTEM_PROMPT]' },
    { id: 18, text: '[/SYSTEM_PROMPT]' },
  ],
};

const IM_SOURCE =
  "{% for message in messages %}{{ '<|im_start|>' + (message.wire_role or message.role) + '<|im_sep|>' + message.content + '<|im_end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant<|im_sep|>' }}{% endif %}";

/** The openings of reasoning models are metered one token shorter: believed to lack the mark before the words. */
const IM_REASONING_SOURCE = IM_SOURCE.replace("assistant<|im_sep|>' }}{% endif %}", "assistant' }}{% endif %}");

const CHATML_SOURCE =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** One message of Llama 3, and the opening of an answer. */
const LLAMA_MESSAGES =
  "{% for message in rest %}{{ '<|start_header_id|>' + message.role + '<|end_header_id|>\n\n' + message.content | trim + '<|eot_id|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

/** Since 3.1 there always is a system message, with two dates; the day is that of the published template unless given. */
const LLAMA_DATES =
  "{% if strftime_now is defined %}{% set day = strftime_now('%d %b %Y') %}{% else %}{% set day = '26 Jul 2024' %}{% endif %}" +
  "{% if messages[0].role == 'system' %}{% set words = messages[0].content | trim %}{% set rest = messages[1:] %}" +
  "{% else %}{% set words = '' %}{% set rest = messages %}{% endif %}" +
  "{{ bos_token + '<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: ' + day + '\n\n' + words + '<|eot_id|>' }}";

const GEMMA_SOURCE =
  "{{ bos_token }}{% if messages[0].role == 'system' %}{% set first = messages[0].content + '\n\n' %}{% set rest = messages[1:] %}" +
  "{% else %}{% set first = '' %}{% set rest = messages %}{% endif %}{% for message in rest %}" +
  "{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Questions and answers must take turns.') }}{% endif %}" +
  "{{ '<start_of_turn>' + ('model' if message.role == 'assistant' else message.role) + '\n' + (first if loop.first else '') + message.content | trim + '<end_of_turn>\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}";

/** Instructions stand in a pair of marks of their own, or, in the third version, with the last question. */
const mistralSource = (system: string, question: string) =>
  "{{ bos_token }}{% if messages[0].role == 'system' %}{% set words = messages[0].content %}{% set rest = messages[1:] %}" +
  "{% else %}{% set words = '' %}{% set rest = messages %}{% endif %}" +
  `${system}{% for message in rest %}{% if message.role == 'assistant' %}{{ message.content + eos_token }}` +
  `{% else %}${question}{% endif %}{% endfor %}`;

const MISTRAL_SOURCE = mistralSource(
  "{% if words %}{{ '[SYSTEM_PROMPT]' + words + '[/SYSTEM_PROMPT]' }}{% endif %}",
  "{{ '[INST]' + message.content + '[/INST]' }}",
);
const MISTRAL_V3_SOURCE = mistralSource(
  '',
  "{{ '[INST]' + (words + '\n\n' if words and loop.last else '') + message.content + '[/INST]' }}",
);

const TEMPLATES = {
  chatml: {
    source: CHATML_SOURCE,
    hash: '762c4406453b2400c1a0187b79c04104f7b3bbd3394bd6139da60e32f16320fa',
    ...im(IM_QWEN),
  },
  openai: {
    source: IM_SOURCE,
    hash: '25a271806cec278fdddafab4aad0e85766e21d03e1c28b959740c883a57dc9c1',
    ...im(IM_UNPUBLISHED),
  },
  'openai-cl100k': {
    source: IM_SOURCE,
    hash: '25a271806cec278fdddafab4aad0e85766e21d03e1c28b959740c883a57dc9c1',
    ...im(IM_CL100K),
  },
  'openai-reasoning': {
    source: IM_REASONING_SOURCE,
    hash: 'fe6851382891bc7f5d0807e04f96c4d62862d772ad0079b9576a21524f018117',
    ...im(IM_UNPUBLISHED),
  },
  'openai-0301': {
    source: CHATML_SOURCE,
    hash: '762c4406453b2400c1a0187b79c04104f7b3bbd3394bd6139da60e32f16320fa',
    ...im(IM_CL100K),
  },
  harmony: HARMONY,
  'llama-3': {
    source: `{{ bos_token }}{% set rest = messages %}${LLAMA_MESSAGES}`,
    hash: 'c4f102f56023d14cef3cb199e5ed112d1ac482aa0c6b606f560492358b209acd',
    ...LLAMA,
  },
  'llama-3.1': {
    source: LLAMA_DATES + LLAMA_MESSAGES,
    hash: 'a96787c5ecbbde078a6517a59b2914f1a4104e53848a4933599bf7316bf5a537',
    ...LLAMA,
  },
  gemma: {
    source: GEMMA_SOURCE,
    hash: '8b39c7adb0ac8af01f2d03ec0ec17f9dc11e5a5bdde4a7850b310d887430afb9',
    beginText: '<bos>',
    endText: '<end_of_turn>',
    begin: 2,
    addsBegin: true,
    specials: [
      { id: 2, text: '<bos>' },
      { id: 105, text: '<start_of_turn>' },
      { id: 106, text: '<end_of_turn>' },
    ],
  },
  ...DEEPSEEK,
  ...QWEN,
  mistral: { source: MISTRAL_SOURCE, hash: '8a492e5f37adb382f944ed29810cf9d58946f20cebdcb2041247a7bb4cdd9bb0', ...MISTRAL },
  'mistral-v3': {
    source: MISTRAL_V3_SOURCE,
    hash: '7fc8e22f340d1bf975d4fc75e03fc340784b4af7e5d50e5b4580e8a9bfe934b1',
    ...MISTRAL,
  },
} satisfies Record<string, Template>;
