/**
 * Text and its UTF-8 bytes, without the runtime's encoder: this layer knows neither Node nor a browser, and
 * both their decoders eat a byte order mark by default. A lone surrogate becomes U+FFFD, as everywhere.
 */

/** How many bytes the text takes. */
export function byteLengthOf(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPair(text, at)) {
      length += 4;
      at++;
    } else length += 3;
  }
  return length;
}

/** The text's UTF-8 bytes. */
export function toUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLengthOf(text));
  let to = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (isPair(text, at)) code = text.codePointAt(at++) ?? code;
    else if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) bytes[to++] = code;
    else {
      if (code < 0x800) bytes[to++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[to++] = 0xe0 | (code >> 12);
        else {
          bytes[to++] = 0xf0 | (code >> 18);
          bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[to++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes;
}

/** The text that the bytes spell; absent when they are not whole, valid UTF-8. */
export function wholeTextOf(bytes: Uint8Array): string | undefined {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const code = codePointAt(bytes, at);
    if (code < 0) return undefined;
    text += String.fromCodePoint(code);
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return text;
}

/** The text that the bytes spell, with U+FFFD for every byte that belongs to no whole character. */
export function textWithGapsOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const code = codePointAt(bytes, at);
    text += code < 0 ? '\ufffd' : String.fromCodePoint(code);
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return text;
}

/** The code point that begins at `at`; -1 when no valid one does: overlong forms and surrogates are not valid. */
function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return lead;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  let code = lead & (0x3f >> more);
  for (let next = 1; next <= more; next++) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  if (more === 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return -1;
  if (more === 3 && (code < 0x10000 || code > 0x10ffff)) return -1;
  return code;
}

/** Whether a whole surrogate pair stands at this UTF-16 unit. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}
