/** Vocabularies so small that a test can say what must come out. */
import type { Encoding } from './encoding.ts';
import { packItems } from './published.ts';
import { toUtf8 } from './utf8.ts';

/** Ids 0 to 255 are the bytes, then come the given items; any two that make one are joined, the earliest first. */
export function tinyEncoding(items: readonly string[], more: Partial<Encoding> = {}): Encoding {
  return {
    name: 'tiny',
    cutter: 'whole',
    alphabet: 'bytes',
    takesWholePieces: false,
    normalises: false,
    opensWithSpace: false,
    ...packItems([...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)), ...items.map(toUtf8)]),
    byteIds: Int32Array.from({ length: 256 }, (_, byte) => byte),
    joins: { kind: 'all' },
    specials: [],
    ...more,
  };
}

/** Characters as alphabet: ids 0 to 255 stand for bytes without a character, then come the items. */
export function tinyCharacters(items: readonly string[], more: Partial<Encoding> = {}): Encoding {
  return tinyEncoding(items, { alphabet: 'characters', ...more });
}
