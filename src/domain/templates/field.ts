/**
 * A field: the words of a message as a template is given them. To find them again in what it renders, each is
 * drawn as a sentinel, two private-use characters around a number, and put back as the template took it.
 */
import type { PromptMessage } from './prompt-message.ts';
import { isBlank, lstrip, rstrip, strip } from './python-strip.ts';

/** A part of a field that is drawn as one sentinel. */
export type FieldPart = {
  message: PromptMessage;
  /** Its place in the field's text, in UTF-16 units. */
  from: number;
  to: number;
};

/** Messages whose words are sentinels, and what each sentinel stands for. */
export type Drawing = {
  messages: PromptMessage[];
  parts: FieldPart[];
  pattern: RegExp;
  /** Words of a field that stand undrawn beside its parts. */
  undrawn: Map<PromptMessage, string[]>;
};

/** Draws every field whole, the empty ones too. */
export function drawWhole(messages: readonly PromptMessage[], source: string): Drawing {
  return draw(messages, source, () => []);
}

/** Draws every field but the blank ones: a template may ask whether there is anything in one. */
export function drawFilled(messages: readonly PromptMessage[], source: string): Drawing {
  return draw(messages, source, ({ text }) => (isBlank(text) ? [...text.matchAll(/^.*$/gs)] : []));
}

/**
 * Draws fields but for the words that the template looks for in them (`'</think>' in message.content`) and what
 * is blank beside them, so that it decides as it does on the true text.
 */
export function drawAroundTestedWords(messages: readonly PromptMessage[], source: string): Drawing {
  const pattern = patternOf(testedWords(source));
  return draw(messages, source, ({ text }) => {
    const found = pattern ? [...text.matchAll(pattern)] : [];
    // Where nothing else would be left of a field, it is drawn whole: what is not seen could be anywhere.
    return pattern && isBlank(text.replaceAll(pattern, '')) ? [] : found;
  });
}

/** The same, with a sentinel behind the last of these words even where nothing follows: of an answer that is only reasoning it stays. */
export function drawBehindTestedWords(messages: readonly PromptMessage[], source: string): Drawing {
  const pattern = patternOf(testedWords(source));
  return draw(messages, source, ({ text }) => (pattern ? [...text.matchAll(pattern)] : []), true);
}

/** Replaces words in fields by marks that nothing else holds; `restore` puts the words back. */
export function guard(
  messages: readonly PromptMessage[],
  source: string,
  words: readonly string[],
): { messages: readonly PromptMessage[]; restore: (text: string) => string } {
  const pattern = patternOf(words);
  if (!pattern || messages.every(({ text }) => text.search(pattern) < 0)) return { messages, restore: (text) => text };
  const found: string[] = [];
  const [open, close] = marksFor([source, ...messages.map(({ text }) => text)]);
  const guarded = messages.map((message) => {
    const text = message.text.replace(pattern, (word) => `${open}${found.push(word) - 1}${close}`);
    const { tokens: _, ...rest } = message;
    return text === message.text ? message : { ...rest, text };
  });
  const marks = new RegExp(`${open}(\\d+)${close}`, 'gu');
  return { messages: guarded, restore: (text) => text.replace(marks, (_, index) => found[Number(index)] ?? '') };
}

/** The ways in which templates are known to take a field: as it is, or with its blank ends cut. */
export function takenForms(text: string): string[] {
  const blank = [text, strip(text), lstrip(text), rstrip(text)];
  return [...new Set([...blank, lstrip(text, '\n'), rstrip(text, '\n'), strip(text, '\n')])];
}

function draw(
  messages: readonly PromptMessage[],
  source: string,
  undrawnIn: (message: PromptMessage) => RegExpExecArray[],
  drawsEnd = false,
): Drawing {
  const [open, close] = marksFor([source, ...messages.map(({ text }) => text)]);
  const parts: FieldPart[] = [];
  const undrawn: Drawing['undrawn'] = new Map();
  const drawn = messages.map((message) => {
    const matches = undrawnIn(message);
    const words = matches.map(([word]) => word).filter((word) => !isBlank(word));
    if (words.length > 0) undrawn.set(message, words);
    let text = '';
    let from = 0;
    for (const { index: to, 0: word } of [...matches, { index: message.text.length, 0: '' }]) {
      const between = message.text.slice(from, to);
      const isDrawn = matches.length === 0 || !isBlank(between) || (drawsEnd && word === '');
      text += (isDrawn ? `${open}${parts.length}${close}` : between) + word;
      if (isDrawn) parts.push({ message, from, to });
      from = to + word.length;
    }
    return { ...message, text };
  });
  return { messages: drawn, parts, undrawn, pattern: new RegExp(`${open}(\\d+)${close}`, 'u') };
}

/** Two private-use characters that occur in none of the texts. @throws RangeError when 137,000 do */
export function marksFor(texts: readonly string[]): [string, string] {
  const used = new Set(texts.flatMap((text) => text.match(/\p{Co}/gu) ?? []));
  const marks: string[] = [];
  for (let code = 0xe000; code <= 0x10fffd && marks.length < 2; code = code === 0xf8ff ? 0xf0000 : code + 1) {
    const mark = String.fromCodePoint(code);
    if (!used.has(mark)) marks.push(mark);
  }
  const [open, close] = marks;
  if (!open || !close) throw new RangeError('The messages use every private-use character: none is left to mark them with.');
  return [open, close];
}

/** Any of the words, the longest first; absent when there is none. */
export function patternOf(words: readonly string[]): RegExp | undefined {
  const choices = words.filter((word) => word !== '').sort((a, b) => b.length - a.length);
  if (choices.length === 0) return undefined;
  return new RegExp(choices.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gu');
}

const STRING = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`;
const TESTS = [
  new RegExp(String.raw`${STRING}\s+(?:not\s+)?in\s`, 'gu'),
  new RegExp(String.raw`\.(?:r?split|r?partition|startswith|endswith|replace|r?find)\(\s*${STRING}`, 'gu'),
];

/** The words that a template looks for: strings in its tests. Blank ones say nothing about who wrote what. */
function testedWords(source: string): string[] {
  const words = TESTS.flatMap((test) => [...source.matchAll(test)].map((match) => match[1] ?? match[2] ?? ''));
  const plain = words.map((word) => word.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1'));
  return [...new Set(plain)].filter((word) => word.trim().length > 1);
}
