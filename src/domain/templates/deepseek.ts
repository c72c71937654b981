/**
 * DeepSeek's formats, as published with each generation. All put the words bare between marks; they differ in where instructions
 * stand, in what an answer opens with, and in whether old reasoning is dropped. Calls of tools are not drawn.
 */
import type { Template, TemplateMarks } from './template.ts';

/** The ids of a vocabulary's marks, in this order: begin, end, user, assistant, think, end of think. */
function marksOf(...ids: [number, number, number, number, number, number]): TemplateMarks {
  const texts = [
    '<｜begin▁of▁sentence｜>',
    '<｜end▁of▁sentence｜>',
    '<｜User｜>',
    '<｜Assistant｜>',
    '<think>',
    '</think>',
  ] as const;
  const specials = texts.map((text, at) => ({ id: ids[at] as number, text }));
  return { beginText: texts[0], endText: texts[1], begin: ids[0], addsBegin: true, specials };
}

const V3 = marksOf(0, 1, 128803, 128804, 128798, 128799);

/** All instructions come first, wherever they stood, with a blank line between. */
const COLLECTED =
  "{% set ns = namespace(words='', joint='') %}{% for message in messages %}{% if message.role == 'system' %}" +
  "{% set ns.words = ns.words + ns.joint + message.content %}{% set ns.joint = '\n\n' %}{% endif %}{% endfor %}{{ bos_token + ns.words }}";

/** The distilled models read the last instructions only. */
const LAST =
  "{% set ns = namespace(words='') %}{% for message in messages %}{% if message.role == 'system' %}" +
  '{% set ns.words = message.content %}{% endif %}{% endfor %}{{ bos_token + ns.words }}';

const talk = (answer: string, opening: string) =>
  "{% for message in messages %}{% if message.role == 'assistant' %}" +
  `{{ '<｜Assistant｜>' + ${answer} + eos_token }}` +
  "{% elif message.role != 'system' %}{{ '<｜User｜>' + message.content }}{% endif %}{% endfor %}" +
  `{% if add_generation_prompt %}{{ '<｜Assistant｜>${opening}' }}{% endif %}`;

const FORGETFUL = talk("message.content.split('</think>')[-1]", '<think>\\n');

/** An answer opens with the end of reasoning that was not done, where a question stands right before it. */
const V31_TALK =
  "{% set ns = namespace(asked=false) %}{% for message in messages %}{% if message.role == 'assistant' %}" +
  "{% if ns.asked %}{{ '<｜Assistant｜></think>' }}{% endif %}{% set ns.asked = false %}" +
  "{{ (message.content.split('</think>', 1)[1] if '</think>' in message.content else message.content) + eos_token }}" +
  "{% elif message.role != 'system' %}{% set ns.asked = true %}{{ '<｜User｜>' + message.content }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt and ns.asked %}{{ '<｜Assistant｜></think>' }}{% endif %}";

/** Every question opens its answer, and instructions stay where they are; a developer's are a question with a heading. */
const V32_SOURCE =
  "{{ bos_token }}{% for message in messages %}{% if message.role == 'assistant' %}{{ message.content + eos_token }}" +
  "{% elif message.wire_role == 'developer' %}" +
  "{{ '<｜User｜>\n\n# The user\\'s message is: ' + message.content + '<｜Assistant｜></think>' }}" +
  "{% elif message.role == 'system' %}{{ message.content }}" +
  "{% else %}{{ '<｜User｜>' + message.content + '<｜Assistant｜></think>' }}{% endif %}{% endfor %}";

export const DEEPSEEK = {
  deepseek: {
    source: COLLECTED + talk('message.content', ''),
    hash: '881bf7c8b32e24e13ea1fe28803e019772dd162d86e062afa192a2662c67a397',
    ...V3,
  },
  'deepseek-reasoner': {
    source: COLLECTED + FORGETFUL,
    hash: '5d7a58cf62e1551ee9f6d16e007f5207d89b831b36083dce78dc545bd3968f2f',
    ...V3,
  },
  'deepseek-v3.1': {
    source: COLLECTED + V31_TALK,
    hash: '000fe516d3e670f69c3fd1afad30d193b706d4f2fc77db0d73563e5c6fd89dd7',
    ...V3,
  },
  'deepseek-v3.2': { source: V32_SOURCE, hash: 'da5d0192063a53ca1a6992c664e7bb7c5b3aad3427cbc745c3fca2085b989d98', ...V3 },
  'deepseek-distill-llama': {
    source: LAST + FORGETFUL,
    hash: '829be1309fbc59ce0fd45ecd7f476622098321a8f2ef64208ee547e403e81274',
    ...marksOf(128000, 128001, 128011, 128012, 128013, 128014),
  },
  'deepseek-distill-qwen': {
    source: LAST + FORGETFUL,
    hash: '829be1309fbc59ce0fd45ecd7f476622098321a8f2ef64208ee547e403e81274',
    ...marksOf(151646, 151643, 151644, 151645, 151648, 151649),
  },
} satisfies Record<string, Template>;
