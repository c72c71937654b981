/**
 * The items of a vocabulary by their bytes: open addressing over one array. The hash is a polynomial, so that the hash of
 * two items side by side follows from the hashes of the two. Knows nothing of merging.
 */
import type { Encoding } from './encoding.ts';

const BASE = 0x01000193;

/** Hash of bytes `from` to `to`. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, BASE) + (bytes[at] as number) + 1) | 0;
  return hash;
}

export class ItemTable {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  /** Hash of each item. */
  readonly #hashes: Int32Array;
  /** What a hash is multiplied by when so many bytes follow. */
  readonly #weights: Int32Array;
  /** Two numbers a slot: hash, id + 1. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  readonly #leftOut: ReadonlySet<number>;

  /** @param leftOut ids that no text may find: the items for single bytes where the alphabet is characters. */
  constructor({ bytes, starts }: Pick<Encoding, 'bytes' | 'starts'>, leftOut: ReadonlySet<number> = new Set()) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#leftOut = leftOut;
    const bits = Math.ceil(Math.log2(starts.length * 2));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(2 << bits);
    this.#hashes = new Int32Array(starts.length - 1);
    let longest = 0;
    for (let id = 0; id + 1 < starts.length; id++) {
      const from = starts[id] as number;
      const to = starts[id + 1] as number;
      longest = Math.max(longest, to - from);
      this.#hashes[id] = hashOf(bytes, from, to);
      if (to > from && !leftOut.has(id)) this.#add(id);
    }
    this.#weights = new Int32Array(longest + 1).fill(1);
    for (let length = 1; length <= longest; length++)
      this.#weights[length] = Math.imul(this.#weights[length - 1] as number, BASE);
  }

  /** The item with the bytes `from` to `to` of `source`, else -1. */
  find(source: Uint8Array, from: number, to: number): number {
    const hash = hashOf(source, from, to);
    const slots = this.#slots;
    for (let slot = this.#slotOf(hash); slots[slot + 1] !== 0; slot = (slot + 2) & (slots.length - 1)) {
      const id = (slots[slot + 1] as number) - 1;
      if (slots[slot] === hash && this.#lengthOf(id) === to - from && this.#holds(id, 0, source, from, to)) return id;
    }
    return -1;
  }

  /** The item with the bytes of two items, one after the other, else -1. */
  findBoth(left: number, right: number): number {
    if (left < 0 || right < 0 || this.#leftOut.has(left) || this.#leftOut.has(right)) return -1;
    const leftLength = this.#lengthOf(left);
    const rightLength = this.#lengthOf(right);
    const hash =
      (Math.imul(this.#hashes[left] as number, this.#weights[rightLength] as number) + (this.#hashes[right] as number)) | 0;
    const slots = this.#slots;
    for (let slot = this.#slotOf(hash); slots[slot + 1] !== 0; slot = (slot + 2) & (slots.length - 1)) {
      if (slots[slot] !== hash) continue;
      const id = (slots[slot + 1] as number) - 1;
      if (this.#lengthOf(id) === leftLength + rightLength && this.#isItem(id, 0, left) && this.#isItem(id, leftLength, right))
        return id;
    }
    return -1;
  }

  #lengthOf(id: number): number {
    return (this.#starts[id + 1] as number) - (this.#starts[id] as number);
  }

  /** Whether the bytes of `part` stand in those of `id` from `offset` on. */
  #isItem(id: number, offset: number, part: number): boolean {
    return this.#holds(id, offset, this.#bytes, this.#starts[part] as number, this.#starts[part + 1] as number);
  }

  #holds(id: number, offset: number, source: Uint8Array, from: number, to: number): boolean {
    const shift = (this.#starts[id] as number) + offset - from;
    for (let at = from; at < to; at++) if (source[at] !== this.#bytes[shift + at]) return false;
    return true;
  }

  /** Of two items with the same bytes the first is kept. */
  #add(id: number): void {
    const hash = this.#hashes[id] as number;
    const slots = this.#slots;
    let slot = this.#slotOf(hash);
    for (; slots[slot + 1] !== 0; slot = (slot + 2) & (slots.length - 1)) {
      const other = (slots[slot + 1] as number) - 1;
      if (slots[slot] === hash && this.#lengthOf(other) === this.#lengthOf(id) && this.#isItem(other, 0, id)) return;
    }
    slots[slot] = hash;
    slots[slot + 1] = id + 1;
  }

  #slotOf(hash: number): number {
    return (Math.imul(hash, 0x9e3779b1) >>> this.#shift) << 1;
  }
}
