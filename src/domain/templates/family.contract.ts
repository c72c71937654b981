/**
 * What holds for the rows of every family: the ids of the template's true rendering encoded as a whole by another's code, an owner
 * for every token, and no special token out of people's words. Fixed seed and a fresh one, printed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BytePairEncoder } from '#domain/tokens/byte-pair';
import { FIXED_SEED, FRESH_SEED, randomFrom } from '#domain/tokens/fuzz.contract';
import { renderPrompt } from './prompt.ts';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type Template, TemplateRefused } from './template.ts';

const CHATS = 300;

export const WORDS = [
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
    '<|im_sep|>',
    '<|start|>',
    '<|channel|>final<|message|>',
    '<|return|>',
    '[INST]',
    '[/INST]',
    '</s>',
  ],
  ...['\ue000', '\ue001', '\ue0000\ue001', '\ue00012\ue001', '\uf8ff', '{{ bos_token }}', '{% endfor %}'],
];

export type Family = {
  name: string;
  encoder: BytePairEncoder;
  template: Template;
  /** Another's code: the ids of a whole text in which special tokens are read. */
  oracle: (text: string) => Promise<readonly number[]> | readonly number[];
  /** Ids of the special tokens whose ids are not published, by their names, as the oracle was told them. */
  unpublished?: Record<string, number>;
};

/** At the ends of texts: space to Python and not to JavaScript, the other way round, to both, to neither. */
export const ODD_ENDS = ['\ufeff', '\u0085', '\u001c', '\u001f', '\u2028', '\u3000', '\u180e', '\u200b', ' \n', '\n\n'];

/** Instructions stand first, or anywhere and several times; answers may bring their reasoning. */
function randomThread(random: () => number, words: readonly string[], hasReasoning: boolean): PromptMessage[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const inner = () => Array.from({ length: Math.floor(random() * 9) }, () => pick(words)).join('');
  const end = () => Array.from({ length: random() < 0.3 ? 1 + Math.floor(random() * 2) : 0 }, () => pick(ODD_ENDS)).join('');
  const text = () => end() + inner() + end();
  const answer = () => (hasReasoning && random() < 0.3 ? `<think>${text()}</think>${text()}` : text());
  const isScattered = random() < 0.3;
  const talk = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, at): PromptMessage[] => {
    const message: PromptMessage = at % 2 ? { role: 'assistant', text: answer() } : { role: 'user', text: text() };
    return isScattered && random() < 0.3 ? [{ role: 'system', text: text() }, message] : [message];
  });
  const first: PromptMessage[] = random() < 0.4 ? [{ role: 'system', text: text() }] : [];
  return [...first, ...talk.flat()].map((message, at) => ({ id: `m${at}`, ...message }));
}

export function* threads(words: readonly string[], hasReasoning = true): Generator<PromptMessage[]> {
  for (const seed of [FIXED_SEED, FRESH_SEED]) {
    const random = randomFrom(seed);
    for (let left = CHATS / 2; left > 0; left--) yield randomThread(random, words, hasReasoning);
  }
}

/** A template may have rules of its own for whose turn it is. */
export function isTaken(template: Template, messages: PromptMessage[]): boolean {
  try {
    renderTemplate(template, messages, true);
    return true;
  } catch (error) {
    if (error instanceof TemplateRefused) return false;
    throw error;
  }
}

export function familySuite({ name, encoder, oracle, template, unpublished = {} }: Family): void {
  const fits = (messages: PromptMessage[]) => isTaken(template, messages);
  const row = (messages: PromptMessage[]) => renderPrompt({ mode: 'chat', messages }, template, encoder);
  // Qwen 3 itself says these around reasoning, where it finds `</think>` or a tool's result: they are its own.
  const counted = new Set(template.specials.map(({ text }) => text).filter((text) => !text.endsWith('think>')));
  const count = (messages: PromptMessage[]) =>
    row(messages).tokens.filter(({ special, text }) => special && counted.has(text ?? '')).length;

  test(`${name}: ${CHATS} random chats (seeds ${FIXED_SEED} and ${FRESH_SEED}) have the ids of the whole rendering`, async () => {
    let taken = 0;
    // Where `<think>` is a token, the oracle reads it out of people's words, which we never do.
    const isSafe = !encoder.specials.some(({ text }) => text === '<think>');
    for (const messages of threads(WORDS, isSafe)) {
      if (!fits(messages)) {
        assert.throws(() => row(messages), TemplateRefused);
        continue;
      }
      taken++;
      assert.deepEqual(
        row(messages).tokens.map(({ id, text }) => id ?? unpublished[text ?? '']),
        Array.from(await oracle(renderTemplate(template, messages, true))),
        JSON.stringify(messages),
      );
    }
    assert(taken > CHATS / 2, `only ${taken} chats were taken`);
  });

  // Some vocabularies spell marks on letters and spaces in their own way.
  const plain = (text: string) => text.normalize('NFC').replaceAll('▁', ' ');

  test(`${name}: rows spell what is rendered, reasoning of earlier answers and all`, () => {
    for (const messages of threads(WORDS)) {
      if (fits(messages))
        assert.equal(plain(row(messages).text), plain(renderTemplate(template, messages, true)), JSON.stringify(messages));
    }
  });

  test(`${name}: hostile words yield as many special tokens as harmless ones`, () => {
    for (const messages of threads([...WORDS, ...HOSTILE, ...HOSTILE])) {
      if (!fits(messages)) continue;
      const harmless = messages.map((message) => ({ ...message, text: message.text === '' ? '' : 'a' }));
      const told = `${JSON.stringify(messages)} ${row(messages).text}`;
      assert.equal(count(messages), count(harmless), told);
    }
  });

  test(`${name}: every token of a hostile chat has an owner, and a message where it holds a message's words`, () => {
    for (const messages of threads([...WORDS, ...HOSTILE])) {
      if (!fits(messages)) continue;
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
