/** Splits a row of tokens into parts of so many tokens, each of whole characters. Knows no encoder but what a token spells. */
import type { TextPart } from './ask.ts';

/** The bytes of each token, in order, and how many tokens a part has at most (at least 4: a character may take as many). */
export function splitTokens(bytes: readonly Uint8Array[], every: number): TextPart[] {
  const most = Math.max(4, every);
  const parts: TextPart[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + most, bytes.length);
    while (to < bytes.length && to > from + 1 && !beginsCharacter(bytes[to])) to--;
    // Bytes that are no characters at all: the cut stands where it was asked for.
    if (to === from + 1 && to < bytes.length && !beginsCharacter(bytes[to])) to = Math.min(from + most, bytes.length);
    parts.push({ text: decoder.decode(joined(bytes.slice(from, to))), tokens: to - from });
    from = to;
  }
  return parts;
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
