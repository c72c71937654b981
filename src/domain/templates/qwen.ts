/**
 * Qwen's formats, as published with Qwen 2.5 and Qwen 3: tools stand in the system message, what they give comes as a question, and
 * Qwen 2.5 has instructions where nobody gives any. Calls of tools are not drawn, nor old reasoning dropped.
 *
 * Input besides the messages: `tool_texts`, each tool in JSON on a line.
 */
import type { Special } from './special.ts';
import type { Template } from './template.ts';

const TOOLS =
  '# Tools\n\nYou may call one or more functions to assist with the user query.\n\n' +
  'You are provided with function signatures within <tools></tools> XML tags:\n<tools>';
const CALLS =
  '\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n' +
  '<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>';

/** @param usual the instructions where none are given, as they stand in a string of Jinja */
const source = (usual?: string) =>
  "{% if messages and messages[0].role == 'system' %}{% set first = [messages[0].content] %}{% set rest = messages[1:] %}" +
  `{% else %}{% set first = [${usual === undefined ? '' : `'${usual}'`}] %}{% set rest = messages %}{% endif %}` +
  "{% if first or tool_texts is defined %}{{ '<|im_start|>system\n' }}" +
  "{% for words in first %}{{ words + ('\n\n' if tool_texts is defined else '') }}{% endfor %}" +
  `{% if tool_texts is defined %}{{ '${TOOLS}' }}{% for text in tool_texts %}{{ '\n' + text }}{% endfor %}{{ '${CALLS}' }}{% endif %}` +
  "{{ '<|im_end|>\n' }}{% endif %}" +
  "{% for message in rest %}{% if message.role == 'tool' %}" +
  "{% if loop.first or rest[loop.index0 - 1].role != 'tool' %}{{ '<|im_start|>user' }}{% endif %}" +
  "{{ '\n<tool_response>\n' + message.content + '\n</tool_response>' }}" +
  "{% if loop.last or rest[loop.index0 + 1].role != 'tool' %}{{ '<|im_end|>\n' }}{% endif %}" +
  "{% else %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** The marks of calls are in the vocabulary of both, those of results only in that of Qwen 3. */
const MARKS: Special[] = [
  { id: 151644, text: '<|im_start|>' },
  { id: 151645, text: '<|im_end|>' },
  { id: 151657, text: '<tool_call>' },
  { id: 151658, text: '</tool_call>' },
];
const MARKS_3: Special[] = [...MARKS, { id: 151665, text: '<tool_response>' }, { id: 151666, text: '</tool_response>' }];

const qwen = (hash: string, usual?: string, specials = MARKS) => ({
  source: source(usual),
  hash,
  addsBegin: false,
  endText: '<|im_end|>',
  specials,
});

export const QWEN = {
  qwen3: qwen('dbaa2fee5a88870a152aa4d14777e6b71f0411faf6bd0b371411a8b98a5edb79', undefined, MARKS_3),
  'qwen2.5': qwen(
    'ef93cb7640469b0fe4dc068d17c79b37436db869df277553ec2a4db10751c97d',
    'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
  ),
  'qwen2.5-math': qwen(
    '893e7988cbd0975cb76c20736762861709c9b0525af3761c4bbfe0a410974809',
    'Please reason step by step, and put your final answer within \\\\boxed{}.',
  ),
  'qwen2.5-vl': qwen('be0cfb827f9e0506556b18da15c5a1aab19bcc8a619b94ce1f78d8ed8f89b0f1', 'You are a helpful assistant.'),
} satisfies Record<string, Template>;
