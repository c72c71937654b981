/**
 * Units: what is drawn once. A unit is the smallest group of tokens that ends on a border of visible characters:
 * nearly always one token, but 绽 may take two and a family emoji eight. Knows nothing of owners, lines or colour.
 */
import { fromHex, type RowToken } from '#domain/tokens/token';
import { textOfHex, wholenessOf } from './utf8.ts';

/** `bytes`: tokens that make no character (yet), drawn as hexadecimal. */
export type UnitKind = 'text' | 'special' | 'bytes';

export type Unit = {
  /** Position of its first token in the row. */
  first: number;
  /** How many tokens make it. */
  count: number;
  kind: UnitKind;
  /** Characters; the bare name of a special token; hexadecimal of bytes. */
  text: string;
  /** Neighbours alternate, so that they part without a gap. */
  step: 0 | 1;
};

/** No visible character needs more; hostile text (a million combining marks) must not become one unit. */
const LONGEST = 64;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The units of a row whose tokens are drawn as bytes: each is one. */
export function byteUnits(units: Unit[], tokens: readonly RowToken[], end = tokens.length): number {
  const changed = units.length;
  for (let at = changed; at < end; at++) {
    const token = tokens[at];
    if (!token?.special) push(units, at, 1, 'bytes', token?.bytes ?? '');
    else units.push(specialUnit(token, at));
  }
  return changed;
}

/** The units of a whole row. */
export function unitsOf(tokens: readonly RowToken[]): Unit[] {
  const units: Unit[] = [];
  growUnits(units, tokens);
  return units;
}

/**
 * Appends the units of the tokens before `end` that are not covered yet; the last unit is provisional and may grow.
 * Returns the index of the first unit that changed.
 */
export function growUnits(units: Unit[], tokens: readonly RowToken[], end = tokens.length): number {
  const open = units.at(-1);
  let at = open ? open.first + open.count : 0;
  if (at === end) return units.length;
  if (open && open.kind !== 'special') {
    units.pop();
    at = open.first;
  }
  const changed = units.length;
  while (at < end) at = takeUnit(units, tokens, at, end);
  return changed;
}

/** Puts the token at `at`, and those it needs to be whole, into the last unit or a new one; returns the next position. */
function takeUnit(units: Unit[], tokens: readonly RowToken[], at: number, end: number): number {
  const token = tokens[at];
  if (!token) return at + 1;
  if (token.special) {
    units.push({
      first: at,
      count: 1,
      kind: 'special',
      text: bareName(token.text ?? textOfHex(token.bytes) ?? token.bytes),
      step: 0,
    });
    return at + 1;
  }
  const text = token.text ?? textOfHex(token.bytes);
  if (text !== undefined) {
    addText(units, at, 1, text);
    return at + 1;
  }
  return takeBytes(units, tokens, at, end);
}

function specialUnit(token: RowToken, first: number): Unit {
  return { first, count: 1, kind: 'special', text: bareName(token.text ?? textOfHex(token.bytes) ?? token.bytes), step: 0 };
}

function takeBytes(units: Unit[], tokens: readonly RowToken[], at: number, end: number): number {
  let hex = '';
  for (let next = at; next < end && next - at < 4; ) {
    const token = tokens[next];
    if (!token || token.special) break;
    hex += token.bytes;
    next++;
    const text = textOfHex(hex);
    if (text !== undefined) {
      addText(units, at, next - at, text);
      return next;
    }
    if (wholenessOf(fromHex(hex)) === 'broken') break;
    if (next === end) {
      push(units, at, next - at, 'bytes', hex);
      return next;
    }
  }
  push(units, at, 1, 'bytes', tokens[at]?.bytes ?? '');
  return at + 1;
}

function addText(units: Unit[], first: number, count: number, text: string): void {
  const last = units.at(-1);
  if (last?.kind === 'text' && last.count < LONGEST && joins(last.text, text)) {
    last.count += count;
    last.text += text;
    return;
  }
  push(units, first, count, 'text', text);
}

function push(units: Unit[], first: number, count: number, kind: UnitKind, text: string): void {
  const before = units.at(-1);
  const step = before && before.kind !== 'special' && before.step === 0 ? 1 : 0;
  units.push({ first, count, kind, text, step });
}

/** Whether no visible border lies between the two texts. */
function joins(before: string, after: string): boolean {
  const code = after.codePointAt(0) ?? 0;
  if (standsAlone(code, before)) return false;
  const tail = before.slice(-LONGEST);
  const border = tail.length;
  return segmenter.segment(tail + after.slice(0, 4)).containing(border)?.index !== border;
}

/** The quick answer for nearly all text: a letter, digit, sign or ideograph never continues what stands before it. */
function standsAlone(code: number, before: string): boolean {
  if (code === 0x0a) return !before.endsWith('\r');
  if (code < 0x300) return true;
  if (code >= 0x4e00 && code <= 0x9fff) return true;
  return (code >= 0x3400 && code <= 0x4dbf) || (code >= 0x3041 && code <= 0x3096) || (code >= 0x30a1 && code <= 0x30fa);
}

/** `<|im_end|>` -> `im_end`, `<s>` -> `s`, `[INST]` -> `INST`, `<｜User｜>` -> `User`: the name without its fence. */
export function bareName(text: string): string {
  const inner = /^(?:<[|｜]?|\[)(.+?)(?:[|｜]?>|\])$/u.exec(text)?.[1];
  return inner ?? text;
}

/** Index of the unit that holds the token at a position of the row. */
export function unitOfToken(units: readonly Unit[], position: number): number {
  let low = 0;
  let high = units.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((units[middle]?.first ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
