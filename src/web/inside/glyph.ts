/**
 * How characters that have no shape are drawn in a token: line breaks as a return sign, tabs, other controls and
 * invisible characters by a sign or their number. Knows nothing of layout.
 */
export const RETURN_SIGN = '↵';

/**
 * Ranges of code points without a shape: controls, soft hyphen, marks of direction, zero-width characters (not the
 * joiner, which has its shape in an emoji), odd spaces, separators, byte order mark, lone surrogates, tags.
 */
const SHAPELESS: [number, number][] = [
  [0x00, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200c],
  [0x200e, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0001, 0xe007f],
];

function isShapeless(code: number): boolean {
  return SHAPELESS.some(([low, high]) => code >= low && code <= high);
}

/** Whether drawing needs `glyphsOf`; nearly no text does. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0x7f) continue;
    if (code >= 0xd800 && code < 0xe000) return !Array.from(text).some((character) => isShapeless(character.codePointAt(0) ?? 0));
    if (isShapeless(code)) return false;
  }
  return true;
}

/** The text as it is drawn. `showsSpaces` marks spaces too (whitespace view). */
export function glyphsOf(text: string, showsSpaces = false): string {
  if (text === '') return '∅';
  if (isPlain(text)) return showsSpaces ? text.replaceAll(' ', '·') : text;
  const lines = text.replaceAll('\r\n', RETURN_SIGN);
  return Array.from(lines, (character) => (character === ' ' && showsSpaces ? '·' : glyphOf(character))).join('');
}

function glyphOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (!isShapeless(code)) return character;
  if (code === 0x0a) return RETURN_SIGN;
  if (code === 0x09) return '⇥';
  return `‹${code
    .toString(16)
    .toUpperCase()
    .padStart(code < 0x100 ? 2 : 4, '0')}›`;
}
