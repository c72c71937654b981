/**
 * The class of every character as cutters see it, frozen at Unicode 16.0: the machine's own `\p{..}` differs with
 * the machine. Knows no encoding.
 */
import { RUNS } from './character-class.generated.ts';

/** Unassigned, control, format, private use. */
export const OTHER = 0;
/** Lu, Lt. */
export const UPPER = 1;
/** Ll. */
export const LOWER = 2;
/** Lm, Lo: letters without case. */
export const CASELESS = 3;
/** M. */
export const MARK = 4;
/** N. */
export const NUMBER = 5;
/** White_Space (so with U+0085, without U+FEFF), except the next. */
export const SPACE = 6;
/** Carriage return and line feed. */
export const NEWLINE = 7;
/** P, S; and a lone surrogate, which is written as U+FFFD. */
export const SYMBOL = 8;

/** Added to a class when the character takes two UTF-16 units. */
export const WIDE = 16;

const HIGH_SURROGATE = 255;

const classes = readRuns();
/** Class of each UTF-16 unit, HIGH_SURROGATE where the next unit decides. */
const units = classes.slice(0, 0x10000).fill(HIGH_SURROGATE, 0xd800, 0xdc00);

/** Class of the character at `at`, plus WIDE when it takes two units. `end` bounds the text. */
export function classAt(text: string, at: number, end: number): number {
  const found = units[text.charCodeAt(at)] as number;
  return found === HIGH_SURROGATE ? classOfPair(text, at, end) : found;
}

function classOfPair(text: string, at: number, end: number): number {
  const low = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  if ((low & 0xfc00) !== 0xdc00) return SYMBOL;
  return WIDE | (classes[0x10000 + ((text.charCodeAt(at) & 0x3ff) << 10) + (low & 0x3ff)] as number);
}

/** A run is a letter (class A = 0) and its length in base 36, left out where it is 1. */
function readRuns(): Uint8Array {
  const table = new Uint8Array(0x110000);
  let from = 0;
  for (const [, letter, length] of RUNS.matchAll(/([A-I])([0-9a-z]*)/g)) {
    const to = from + (length ? Number.parseInt(length, 36) : 1);
    table.fill((letter as string).charCodeAt(0) - 65, from, to);
    from = to;
  }
  return table;
}
