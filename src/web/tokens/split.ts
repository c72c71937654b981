/**
 * Splits a row of tokens into parts of so many tokens, each of whole characters as they are seen where the limit allows it, else of
 * whole code points. Knows no encoder but what a token spells.
 */
import type { TextPart } from './ask.ts';

/** The bytes of each token, in order, and how many tokens a part has at most (at least 4: a character may take as many). */
export function splitTokens(bytes: readonly Uint8Array[], every: number): TextPart[] {
  const most = Math.max(4, every);
  const parts: TextPart[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + most, bytes.length);
    while (to < bytes.length && to > from + 1 && !beginsCharacter(bytes[to])) to--;
    to = seenWhole(bytes, from, to);
    // Bytes that are no characters at all: the cut stands where it was asked for.
    if (to === from + 1 && to < bytes.length && !beginsCharacter(bytes[to])) to = Math.min(from + most, bytes.length);
    parts.push({ text: decoder.decode(joined(bytes.slice(from, to))), tokens: to - from });
    from = to;
  }
  return parts;
}

/** Tokens that are looked at before a cut, and the most that the character behind it takes. */
const BEFORE = 64;
const BEHIND = 4;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last cut up to `to` that tears no visible character (several code points may be one); `to` where there is none. */
function seenWhole(bytes: readonly Uint8Array[], from: number, to: number): number {
  if (to >= bytes.length || standsAlone(bytes[to])) return to;
  let begin = to - 1;
  while (begin > from && to - begin < BEFORE && !standsAlone(bytes[begin])) begin--;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const around = segmenter.segment(decoder.decode(joined(bytes.slice(begin, to + BEHIND))));
  for (let cut = to; cut > begin; cut--) {
    if (!beginsCharacter(bytes[cut])) continue;
    const place = decoder.decode(joined(bytes.slice(begin, cut))).length;
    if (place > 0 && around.containing(place)?.index === place) return cut;
  }
  return begin > from && standsAlone(bytes[begin]) ? begin : to;
}

/** Begins with a character that is part of none before it: any of ASCII but the newline. */
function standsAlone(bytes: Uint8Array | undefined): boolean {
  const first = bytes?.[0] ?? 0x80;
  return first < 0x80 && first !== 0x0a;
}

/** The beginning of a text, of at most so many UTF-16 units, that ends in a whole character. */
export function excerptOf(text: string, most: number): string {
  const end = segmenter.segment(text.slice(0, 2 * most)).containing(most)?.index ?? text.length;
  return text.slice(0, end === 0 ? most : end).replace(/[\ud800-\udbff]$/, '');
}

function beginsCharacter(bytes: Uint8Array | undefined): boolean {
  return bytes === undefined || bytes.length === 0 || ((bytes[0] ?? 0) & 0xc0) !== 0x80;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
