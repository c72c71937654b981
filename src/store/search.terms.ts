/**
 * What search indexes: terms, made in code so that every database finds the same. NFKC and lower case; words of
 * letters, marks, digits and `_`, cut at 64; scripts that write without spaces as pairs of characters. Pure.
 */

/** Scripts without spaces between words (Han, kana, Thai, Lao, Khmer, Myanmar), as a run with its marks. */
const UNSPACED = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]';
const RUN = new RegExp(`((?:(?=[\\p{L}\\p{M}\\p{N}_])${UNSPACED})+)|((?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}_])+)`, 'gu');
const BETWEEN = new RegExp(`[^\\p{L}\\p{M}\\p{N}_]|${UNSPACED}`, 'gu');
const WORD_LENGTH = 64;
/** Text taken at once between two breaths: terms of 64 KiB take about 3 ms. */
const SLICE = 65_536;

/** Text as it is compared: NFKC, lower case, one small sigma. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
}

/** The terms of a text, each once. Long texts are taken in slices, and `breathe` is awaited between them. */
export async function termsOf(text: string, breathe: () => Promise<void>): Promise<string[]> {
  const terms = new Set<string>();
  for (let start = 0; start < text.length; ) {
    const isLast = start + SLICE >= text.length;
    const { end, next } = isLast ? { end: text.length, next: text.length } : cutBefore(text, start + SLICE);
    for (const term of termsIn(foldText(text.slice(start, end)), false)) terms.add(term);
    start = next;
    if (!isLast) await breathe();
  }
  return [...terms];
}

/** What one word or quoted phrase of a query demands of the index: a run's single last character is not among it. */
export function termsOfNeedle(folded: string): string[] {
  return [...new Set(termsIn(folded, true))];
}

/** Just after the last character between which words may be cut: the next slice begins with it again, so no pair is lost. */
function cutBefore(text: string, end: number): { end: number; next: number } {
  const from = end - 3 * WORD_LENGTH;
  const [last] = [...text.slice(from, end).matchAll(BETWEEN)].slice(-1);
  if (!last) return { end, next: end };
  return { end: from + last.index + last[0].length, next: from + last.index };
}

function* termsIn(folded: string, isNeedle: boolean): Generator<string> {
  for (const [, unspaced, word] of folded.matchAll(RUN)) {
    if (word !== undefined) yield Array.from(word).slice(0, WORD_LENGTH).join('');
    else if (unspaced !== undefined) yield* pairsOf(Array.from(unspaced), isNeedle);
  }
}

/** Pairs of neighbours, and the last character alone; a needle asks for a single character only when it is one. */
function* pairsOf(characters: string[], isNeedle: boolean): Generator<string> {
  for (let at = 0; at + 1 < characters.length; at++) yield `${characters[at]}${characters[at + 1]}`;
  const last = characters.at(-1);
  if (last !== undefined && (!isNeedle || characters.length === 1)) yield last;
}
