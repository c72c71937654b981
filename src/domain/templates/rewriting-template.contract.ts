/**
 * Templates for tests that do to people's words what templates in the wild do: trim them, drop the reasoning of
 * old answers, look for words in them, move them, change them beyond recognition.
 */
import type { Special } from './special.ts';
import type { Template } from './template.ts';

const SPECIALS: Special[] = [
  { id: 900, text: '<|im_start|>' },
  { id: 901, text: '<|im_end|>' },
  { id: 902, text: '<think>' },
  { id: 903, text: '</think>' },
  { id: 904, text: '<s>' },
];

/** ChatML around whatever `words` makes of a message. */
const around = (words: string, more: Partial<Template> = {}): Template => ({
  source:
    `{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + ${words} + '<|im_end|>\\n' }}{% endfor %}` +
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  hash: words,
  addsBegin: false,
  specials: SPECIALS,
  ...more,
});

export const raw = around('message.content');
export const trimming = around('message.content | trim');
export const forgetful = around("message.content.split('</think>')[-1].lstrip('\\n')");
/** As Qwen 3 renders its last answer: reasoning is taken out and put back between marks. */
export const thinking = around(
  "('<think>\\n' + message.content.split('</think>')[0].split('<think>')[-1].strip('\\n') + '\\n</think>\\n\\n' + " +
    "message.content.split('</think>')[-1].lstrip('\\n') if '</think>' in message.content else message.content)",
);
export const shouting = around('(message.content | upper)');
/** Says something only where there are words. */
export const asking = around("('Words: ' + message.content if message.content else 'Nothing.')");
export const beginning: Template = {
  ...raw,
  source: `{{ bos_token }}${raw.source}`,
  beginText: '<s>',
  begin: 904,
  addsBegin: true,
};
/** Puts a system message in by itself, as SmolLM2 and Qwen 2.5 do. */
export const instructing: Template = {
  ...raw,
  source: `{% if messages[0].role != 'system' %}{{ '<|im_start|>system\\nYou are kind.<|im_end|>\\n' }}{% endif %}${raw.source}`,
};
/** The system message again before every question. */
export const repeating = around("((messages[0].content + ' ') if message.role == 'user' else '') + message.content");

export const REWRITING = { raw, trimming, forgetful, thinking, shouting, asking, beginning, instructing, repeating };
