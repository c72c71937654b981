/**
 * The harmony format of gpt-oss, as OpenAI published it: a system message that is always there, instructions and
 * tools in a developer message, a channel for every answer, reasoning dropped once its answer is final.
 *
 * Inputs besides the messages: the day, `reasoning_effort` (default medium), and `tool_namespace`, the tools as
 * the model sees them.
 */
import type { Template } from './template.ts';

const SYSTEM =
  'You are ChatGPT, a large language model trained by OpenAI.\\nKnowledge cutoff: 2024-06\\n' +
  "' + ('Current date: ' + strftime_now('%Y-%m-%d') + '\\n' if strftime_now is defined else '') + '" +
  "\\nReasoning: ' + (reasoning_effort if reasoning_effort is defined else 'medium') + '" +
  '\\n\\n# Valid channels: analysis, commentary, final. Channel must be included for every message.' +
  "' + ('\\nCalls to these tools must go to the commentary channel: \\'functions\\'.' if tool_namespace is defined else '') + '";

const SOURCE = [
  `{{ '<|start|>system<|message|>${SYSTEM}<|end|>' }}`,
  "{% if messages and messages[0].role == 'system' %}{% set words = messages[0].content %}{% set rest = messages[1:] %}",
  "{% else %}{% set words = '' %}{% set rest = messages %}{% endif %}",
  "{% if words or tool_namespace is defined %}{{ '<|start|>developer<|message|>' }}",
  "{% if words %}{{ '# Instructions\\n\\n' + words }}{% endif %}",
  "{% if words and tool_namespace is defined %}{{ '\\n\\n' }}{% endif %}",
  "{% if tool_namespace is defined %}{{ '# Tools\\n\\n## functions\\n\\n' + tool_namespace }}{% endif %}",
  "{{ '<|end|>' }}{% endif %}",
  "{% for message in rest %}{% if message.role == 'assistant' %}",
  "{{ '<|start|>assistant<|channel|>final<|message|>' + message.content + '<|end|>' }}",
  "{% elif message.role == 'system' %}",
  "{{ '<|start|>developer<|message|># Instructions\\n\\n' + message.content + '<|end|>' }}",
  "{% else %}{{ '<|start|>' + message.role + '<|message|>' + message.content + '<|end|>' }}{% endif %}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|start|>assistant' }}{% endif %}",
].join('');

export const HARMONY: Template = {
  source: SOURCE,
  hash: '2644cb4146c15fff67f12c12eee0c2f2d10ea1122b14e7eeab1915424b8a38c5',
  addsBegin: false,
  endText: '<|return|>',
  specials: [
    { id: 200006, text: '<|start|>' },
    { id: 200007, text: '<|end|>' },
    { id: 200008, text: '<|message|>' },
    { id: 200005, text: '<|channel|>' },
    { id: 200003, text: '<|constrain|>' },
    { id: 200002, text: '<|return|>' },
    { id: 200012, text: '<|call|>' },
  ],
};
