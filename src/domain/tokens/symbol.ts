/**
 * Where merging starts: the first ids of a piece, one a byte or one a character. Knows nothing of joins.
 *
 * With characters as alphabet a space and `▁` are one symbol, spelled as a space; a character without an item becomes
 * the items of its bytes.
 */
import type { Encoding } from './encoding.ts';
import type { ItemTable } from './item-table.ts';
import { toUtf8 } from './utf8.ts';

const MARKED_SPACE = 0x2581;

export class Symbols {
  /** The ids of the last piece read; room for the longest so far. */
  ids = new Int32Array(1024);
  #bytes = new Uint8Array(4096);
  readonly #items: ItemTable;
  readonly #byteIds: Int32Array;
  readonly #areBytes: boolean;

  constructor(encoding: Pick<Encoding, 'alphabet' | 'byteIds'>, items: ItemTable) {
    this.#items = items;
    this.#byteIds = encoding.byteIds;
    this.#areBytes = encoding.alphabet === 'bytes';
  }

  /** Sets `ids` for a piece and returns how many there are; with `takesWhole` one, where the piece is an item. */
  read(text: string, from: number, to: number, takesWhole: boolean): number {
    const length = this.#spell(text, from, to);
    if (takesWhole) {
      const whole = this.#items.find(this.#bytes, 0, length);
      if (whole >= 0) return this.takeOne(whole);
    }
    if (this.ids.length < length) this.ids = new Int32Array(length);
    return this.#areBytes ? this.#readBytes(length) : this.#readCharacters(length);
  }

  /** Sets `ids` to one id. */
  takeOne(id: number): number {
    this.ids[0] = id;
    return 1;
  }

  /** What a token named by `text` spells. */
  bytesOfText(text: string): Uint8Array {
    return toUtf8(this.#areBytes ? text : text.replaceAll('\u2581', ' '));
  }

  #readBytes(length: number): number {
    for (let at = 0; at < length; at++) this.ids[at] = this.#byteIds[this.#bytes[at] as number] as number;
    return length;
  }

  #readCharacters(length: number): number {
    let count = 0;
    for (let at = 0; at < length; ) {
      const lead = this.#bytes[at] as number;
      const next = at + (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
      const whole = this.#items.find(this.#bytes, at, next);
      if (whole >= 0) this.ids[count++] = whole;
      else for (let byte = at; byte < next; byte++) this.ids[count++] = this.#byteIds[this.#bytes[byte] as number] as number;
      at = next;
    }
    return count;
  }

  /** The piece's UTF-8 into `#bytes`, without the runtime's encoder; a lone surrogate is U+FFFD. Returns their number. */
  #spell(text: string, from: number, to: number): number {
    if (this.#bytes.length < 3 * (to - from)) this.#bytes = new Uint8Array(3 * (to - from));
    const bytes = this.#bytes;
    let end = 0;
    for (let at = from; at < to; at++) {
      let code = text.charCodeAt(at);
      if (code < 0x80) {
        bytes[end++] = code;
        continue;
      }
      if (code === MARKED_SPACE && !this.#areBytes) {
        bytes[end++] = 32;
        continue;
      }
      if (code < 0x800) bytes[end++] = 0xc0 | (code >> 6);
      else {
        if ((code & 0xf800) === 0xd800) {
          const low = at + 1 < to ? text.charCodeAt(at + 1) : 0;
          if (code < 0xdc00 && (low & 0xfc00) === 0xdc00) {
            code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
            at++;
          } else code = 0xfffd;
        }
        if (code < 0x10000) bytes[end++] = 0xe0 | (code >> 12);
        else {
          bytes[end++] = 0xf0 | (code >> 18);
          bytes[end++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[end++] = 0x80 | (code & 0x3f);
    }
    return end;
  }
}
