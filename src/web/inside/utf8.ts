/**
 * Bytes of tokens as characters: decoding hexadecimal, and whether bytes end on a border of characters.
 * Knows nothing of rows, owners or drawing.
 */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type Wholeness = 'whole' | 'partial' | 'broken';

/** `whole`: only whole characters. `partial`: a good beginning that lacks bytes. `broken`: never UTF-8, whatever follows. */
export function wholenessOf(bytes: Uint8Array): Wholeness {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length =
      lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0) return 'broken';
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next];
      if (byte === undefined) return 'partial';
      if (byte < 0x80 || byte > 0xbf || (next === 1 && !isSecondByte(lead, byte))) return 'broken';
    }
    at += length;
  }
  return 'whole';
}

/** The narrower range of a second byte: no overlong forms, no surrogates, nothing above U+10FFFF. */
function isSecondByte(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  if (lead === 0xf4) return byte <= 0x8f;
  return true;
}

/** The characters of whole bytes. Throws TypeError on others. */
export function decodeWhole(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The text of hexadecimal ASCII, or undefined as soon as a byte is not ASCII: the quick way for most tokens. */
export function asciiOf(hex: string): string | undefined {
  let text = '';
  for (let at = 0; at < hex.length; at += 2) {
    const high = hex.charCodeAt(at) - 48;
    if (high > 7) return undefined;
    text += String.fromCharCode(high * 16 + digitOf(hex.charCodeAt(at + 1)));
  }
  return text;
}

function digitOf(code: number): number {
  return code < 58 ? code - 48 : (code | 32) - 87;
}

/** Bytes for people: `e7 bb`. */
export function spacedHex(hex: string): string {
  return hex.replace(/(..)(?=.)/g, '$1 ');
}
