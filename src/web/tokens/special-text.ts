/**
 * Reads special tokens in a text: the one place where spelling makes one, because the person switched it on for this
 * text. Everywhere else text stays text. Knows no encoder.
 */
export type SpecialSpelling = { id: number; text: string };

/** Stretches of ordinary text and special tokens, in order. Of spellings that begin at the same place the longest holds. */
export function readSpecials(text: string, specials: readonly SpecialSpelling[]): (string | SpecialSpelling)[] {
  const known = specials.filter((special) => special.text !== '' && text.includes(special.text));
  if (known.length === 0) return text === '' ? [] : [text];
  known.sort((a, b) => b.text.length - a.text.length);
  const byText = new Map(known.map((special) => [special.text, special]));
  const pattern = new RegExp(
    `(${known.map(({ text: spelling }) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'u',
  );
  return text
    .split(pattern)
    .filter((part) => part !== '')
    .map((part) => byText.get(part) ?? part);
}
