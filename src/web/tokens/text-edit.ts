/** What changed between two texts, as one edit: the beginning and end that they share stay. */
export type TextEdit = { from: number; to: number; insert: string };

/** Characters that are compared at once: the engine compares memory, many times faster than a loop over characters. */
const BLOCK = 4096;

/** Never cuts a character of two units: a half would be text of its own. */
export function editBetween(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from + BLOCK <= shorter && before.slice(from, from + BLOCK) === after.slice(from, from + BLOCK)) from += BLOCK;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  if (from > 0 && isHigh(before.charCodeAt(from - 1))) from--;
  let tail = 0;
  while (tail + BLOCK <= shorter - from && isSameEnd(before, after, tail)) tail += BLOCK;
  while (tail < shorter - from && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail++;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

/** Of the block before the last `tail` characters. */
function isSameEnd(before: string, after: string, tail: number): boolean {
  const [b, a] = [before.length - tail, after.length - tail];
  return before.slice(b - BLOCK, b) === after.slice(a - BLOCK, a);
}

/** Whether a UTF-16 unit is the first half of a character of two. */
export function isHigh(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

/** Whether it is the second half. */
export function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
