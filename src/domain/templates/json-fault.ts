/**
 * Where a text ceases to be JSON: the engines' own parsers say so in some cases only, each in its own words. Reads no values;
 * walks once, and never recurses.
 */

/** Line and column from 1, in UTF-16 units. */
export type TextPlace = { line: number; column: number };

/** The place of the first character that cannot stand where it stands, or of the end; undefined for JSON. */
export function jsonFault(text: string): TextPlace | undefined {
  const at = faultAt(text);
  if (at === undefined) return undefined;
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

const SPACE = /[ \t\n\r]*/y;
const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

function faultAt(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  for (let at = endOf(SPACE, text, 0); ; at = endOf(SPACE, text, at)) {
    const letter = text[at];
    if (wanted === ', or end' && open.length === 0) return at === text.length ? undefined : at;
    if (letter === '"' && wanted !== ':' && wanted !== ', or end') {
      const end = endOfString(text, at);
      if (end.isBroken) return end.at;
      at = end.at;
      wanted = isKey(wanted) ? ':' : ', or end';
    } else if ((letter === '{' || letter === '[') && (wanted === 'value' || wanted === 'value or ]')) {
      open.push(letter);
      wanted = letter === '{' ? 'key or }' : 'value or ]';
      at++;
    } else if (letter === ':' && wanted === ':') {
      wanted = 'value';
      at++;
    } else if (letter === ',' && wanted === ', or end') {
      wanted = open.at(-1) === '{' ? 'key' : 'value';
      at++;
    } else if (closes(letter, open.at(-1), wanted)) {
      open.pop();
      wanted = ', or end';
      at++;
    } else {
      const end = wanted === 'value' || wanted === 'value or ]' ? endOf(WORD, text, at) : at;
      if (end === at) return at;
      wanted = ', or end';
      at = end;
    }
  }
}

function isKey(wanted: Wanted): boolean {
  return wanted === 'key' || wanted === 'key or }';
}

function closes(letter: string | undefined, open: '{' | '[' | undefined, wanted: Wanted): boolean {
  if (letter === '}') return open === '{' && (wanted === ', or end' || wanted === 'key or }');
  return letter === ']' && open === '[' && (wanted === ', or end' || wanted === 'value or ]');
}

/** Behind what the pattern matches here; `at` where it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const ESCAPED = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/** Behind the closing quote, or where the string goes wrong: a bare control character, an escape that is none, the end. */
function endOfString(text: string, from: number): { at: number; isBroken: boolean } {
  for (let at = from + 1; at < text.length; ) {
    const letter = text.charAt(at);
    if (letter === '"') return { at: at + 1, isBroken: false };
    if (letter < ' ') return { at, isBroken: true };
    if (letter === '\\') {
      const end = endOf(ESCAPED, text, at + 1);
      if (end === at + 1) return { at, isBroken: true };
      at = end;
    } else at++;
  }
  return { at: text.length, isBroken: true };
}
