/**
 * Cutters: where a piece ends. Merging never crosses a piece, so tokens can be found piece by piece, and from the border
 * of a piece the later pieces depend only on the text after it: no cutter looks behind.
 *
 * Each is a scanner that does what the vocabulary's published regular expression says (the expressions are the slow plain
 * versions, in `piece.test.ts`), because a RegExp overflows its stack on one piece of 16 million characters and its classes
 * change with the machine. Every cutter is linear over a whole text. Knows nothing of tokens.
 */
import { CASELESS, classAt, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, SYMBOL, UPPER, WIDE } from './character-class.ts';

/** The end of the piece that begins at `from`, a border; `from < end`, and `end` stands for the end of the text. */
export type Cutter = (text: string, from: number, end: number) => number;

/** Names of the published ways to cut. `whole` does not cut. */
export const CUTTERS = {
  o200k: casedCutter(3, true),
  /** Mistral's. */
  tekken: casedCutter(1, false),
  /** Llama 3's too. */
  cl100k: plainCutter(3),
  qwen2: plainCutter(1),
  gpt2: (text, from, end) => cutGpt2(text, from, end, 0),
  smollm: (text, from, end) =>
    isIn(classAt(text, from, end), DIGITS) ? next(text, from, end) : cutGpt2(text, from, end, DIGITS),
  'deepseek-v3': cutDeepseek,
  whole: (_text, _from, end) => end,
} satisfies Record<string, Cutter>;

export type CutterName = keyof typeof CUTTERS;

/** The borders of all pieces of a text: the end of each, in order. */
export function cutAll(cutter: Cutter, text: string): number[] {
  const ends: number[] = [];
  for (let at = 0; at < text.length; ends.push(at)) at = cutter(text, at, text.length);
  return ends;
}

// Sets of classes, as bits.
const LETTERS = (1 << UPPER) | (1 << LOWER) | (1 << CASELESS);
const DIGITS = 1 << NUMBER;
const SPACES = (1 << SPACE) | (1 << NEWLINE);
/** `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]` and `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`; what has no case is in both. */
const UPPERS = (1 << UPPER) | (1 << CASELESS) | (1 << MARK);
const LOWERS = (1 << LOWER) | (1 << CASELESS) | (1 << MARK);
const BOTH = UPPERS & LOWERS;
/** `[^\r\n\p{L}\p{N}]`: may stand once before letters. */
const OPENERS = ~(LETTERS | DIGITS | (1 << NEWLINE));
/** `[^\s\p{L}\p{N}]`. */
const SIGNS = ~(SPACES | LETTERS | DIGITS);
const SYMBOLS = 1 << SYMBOL;
const LETTERS_AND_MARKS = LETTERS | (1 << MARK);

function isIn(found: number, set: number): boolean {
  return ((set >> (found & 15)) & 1) === 1;
}

function next(text: string, at: number, end: number): number {
  return at + (classAt(text, at, end) & WIDE ? 2 : 1);
}

/** End of the run of characters of a set, which may be empty. */
function runOf(text: string, from: number, end: number, set: number): number {
  let at = from;
  while (at < end) {
    const found = classAt(text, at, end);
    if (!isIn(found, set)) break;
    at += found & WIDE ? 2 : 1;
  }
  return at;
}

/** `[^\r\n\p{L}\p{N}]?U*W+C?|[^\r\n\p{L}\p{N}]?U+W*C?|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|` and white space. */
function casedCutter(digits: number, contractions: boolean): Cutter {
  return (text, from, end) => {
    const first = classAt(text, from, end);
    const second = from + (first & WIDE ? 2 : 1);
    let word = -1;
    if (isIn(first, LETTERS)) word = casedWord(text, from, end);
    else if (isIn(first, OPENERS)) {
      word = casedWord(text, second, end);
      // A mark before capitals: as the optional opener it leaves no W, so it is itself the W of the first alternative.
      if (isIn(first, 1 << MARK) && (word < 0 || isUpperOnly(text, second, word, end))) word = second;
    }
    if (word > 0) return contractions ? word + contraction(text, word, end) : word;
    if (isIn(first, DIGITS)) return numberOf(text, second, end, digits - 1);
    return signsOrSpace(text, from, end, true);
  };
}

/** End of `U*W+`, else of `U+`, else -1, in one pass: back only to the last character that is both U and W. */
function casedWord(text: string, from: number, end: number): number {
  let at = from;
  let afterBoth = -1;
  while (at < end) {
    const found = classAt(text, at, end);
    if (!isIn(found, UPPERS)) {
      if (isIn(found, LOWERS)) return runOf(text, at, end, LOWERS);
      break;
    }
    at += found & WIDE ? 2 : 1;
    if (isIn(found, BOTH)) afterBoth = at;
  }
  if (afterBoth > 0) return afterBoth;
  return at > from ? at : -1;
}

/** Whether the word is of capitals alone, so that it matched only the second alternative. */
function isUpperOnly(text: string, from: number, to: number, end: number): boolean {
  return runOf(text, from, end, 1 << UPPER) === to;
}

/** `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|` and white space. */
function plainCutter(digits: number): Cutter {
  return (text, from, end) => {
    const short = contraction(text, from, end);
    if (short > 0) return from + short;
    const first = classAt(text, from, end);
    const second = from + (first & WIDE ? 2 : 1);
    if (isIn(first, LETTERS)) return runOf(text, second, end, LETTERS);
    if (isIn(first, DIGITS)) return numberOf(text, second, end, digits - 1);
    if (isIn(first, OPENERS)) {
      const word = runOf(text, second, end, LETTERS);
      if (word > second) return word;
    }
    return signsOrSpace(text, from, end, false);
  };
}

/** Length of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` here, else 0. Without case an s is also U+017F. */
function contraction(text: string, at: number, end: number): number {
  if (at + 1 >= end || text.charCodeAt(at) !== 39) return 0;
  const unit = text.charCodeAt(at + 1);
  if (unit === 0x17f) return 2;
  if (unit > 0x7f) return 0;
  const first = unit | 32;
  if (first === 115 || first === 116 || first === 109 || first === 100) return 2;
  if (at + 2 >= end || text.charCodeAt(at + 2) > 0x7f) return 0;
  const second = text.charCodeAt(at + 2) | 32;
  return (first === 108 && second === 108) || (second === 101 && (first === 114 || first === 118)) ? 3 : 0;
}

function numberOf(text: string, from: number, end: number, most: number): number {
  let at = from;
  for (let left = most; left > 0 && at < end; left--) {
    const found = classAt(text, at, end);
    if (!isIn(found, DIGITS)) break;
    at += found & WIDE ? 2 : 1;
  }
  return at;
}

/** ` ?[^\s\p{L}\p{N}]+[\r\n]*` (slashes too, if asked for), else white space. */
function signsOrSpace(text: string, from: number, end: number, slashes: boolean): number {
  const start = text.charCodeAt(from) === 32 ? from + 1 : from;
  const signs = runOf(text, start, end, SIGNS);
  return signs > start ? linesAfter(text, signs, end, slashes) : whiteSpace(text, from, end, 0);
}

function linesAfter(text: string, from: number, end: number, slashes: boolean): number {
  let at = from;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit !== 10 && unit !== 13 && !(slashes && unit === 47)) break;
    at++;
  }
  return at;
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+`, where a character of `stops` counts as the end of the text. All of it is one unit wide. */
function whiteSpace(text: string, from: number, end: number, stops: number): number {
  let at = from;
  let afterLine = -1;
  let found = OTHER;
  while (at < end) {
    found = classAt(text, at, end);
    if (!isIn(found, SPACES)) break;
    at++;
    if (found === NEWLINE) afterLine = at;
  }
  if (afterLine > 0) return afterLine;
  return at === end || at - from === 1 || isIn(found, stops) ? at : at - 1;
}

/** `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, up to a character of `stops`. */
function cutGpt2(text: string, from: number, end: number, stops: number): number {
  if (text.charCodeAt(from) === 39) {
    const short = /^'(?:[stmd]|re|ve|ll)/.exec(text.slice(from, Math.min(from + 3, end)));
    if (short) return from + short[0].length;
  }
  const start = text.charCodeAt(from) === 32 && from + 1 < end ? from + 1 : from;
  const found = classAt(text, start, end);
  for (const set of [LETTERS, DIGITS & ~stops, SIGNS]) if (isIn(found, set)) return runOf(text, start, end, set);
  const spaces = runOf(text, from, end, SPACES);
  if (spaces === end || spaces - from === 1 || isIn(classAt(text, spaces, end), stops)) return spaces;
  return spaces - 1;
}

/**
 * Three expressions in sequence: `\p{N}{1,3}`, then runs of Han and kana, then words; where the later ones see the earlier
 * matches as the end of the text. What no expression matches (controls, unassigned) is a piece of its own.
 */
function cutDeepseek(text: string, from: number, end: number): number {
  const first = deepseekClassAt(text, from, end);
  const second = from + (first & WIDE ? 2 : 1);
  if (isIn(first, DIGITS)) return numberOf(text, second, end, 2);
  if (first === HAN_OR_KANA) return hanOrKana(text, second, end);
  if (isAsciiSign(text.charCodeAt(from))) {
    let at = second;
    while (at < end && isAsciiLetter(text.charCodeAt(at))) at++;
    if (at > second) return at;
  }
  const opens = isIn(first, (1 << OTHER) | (1 << SPACE));
  const word = deepseekRun(text, opens ? second : from, end, LETTERS_AND_MARKS);
  if (word > (opens ? second : from)) return word;
  const start = text.charCodeAt(from) === 32 ? second : from;
  const signs = deepseekRun(text, start, end, SYMBOLS);
  if (signs > start) return linesAfter(text, signs, end, false);
  if (isIn(first, SPACES)) return deepseekSpace(text, from, end);
  return deepseekGap(text, second, end);
}

/** White space, for which a stop is the end of the text. */
function deepseekSpace(text: string, from: number, end: number): number {
  const spaces = runOf(text, from, end, SPACES);
  const stop = spaces < end && isIn(deepseekClassAt(text, spaces, end), DIGITS | (1 << HAN_OR_KANA));
  return whiteSpace(text, from, stop ? spaces : end, 0);
}

/** End of a run of characters that nothing matches: the last of them is left to a word that follows. */
function deepseekGap(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && deepseekClassAt(text, at, end) % WIDE === OTHER) {
    const after = next(text, at, end);
    if (after < end && isIn(deepseekClassAt(text, after, end), LETTERS_AND_MARKS)) break;
    at = after;
  }
  return at;
}

/** Number of the class that only this cutter has: `[一-龥぀-ゟ゠-ヿ]`. */
const HAN_OR_KANA = 9;

function deepseekClassAt(text: string, at: number, end: number): number {
  const unit = text.charCodeAt(at);
  const isHanOrKana = (unit >= 0x4e00 && unit <= 0x9fa5) || (unit >= 0x3040 && unit <= 0x30ff);
  return isHanOrKana ? HAN_OR_KANA : classAt(text, at, end);
}

function hanOrKana(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && deepseekClassAt(text, at, end) === HAN_OR_KANA) at++;
  return at;
}

function deepseekRun(text: string, from: number, end: number, set: number): number {
  let at = from;
  while (at < end) {
    const found = deepseekClassAt(text, at, end);
    if (!isIn(found, set)) break;
    at += found & WIDE ? 2 : 1;
  }
  return at;
}

function isAsciiSign(unit: number): boolean {
  return unit > 32 && unit < 127 && !isAsciiLetter(unit) && !(unit >= 48 && unit <= 57);
}

function isAsciiLetter(unit: number): boolean {
  return (unit | 32) >= 97 && (unit | 32) <= 122 && unit < 128;
}
