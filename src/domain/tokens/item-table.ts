/**
 * The items of a vocabulary by their bytes: open addressing over one array. The hash is a polynomial, so that the hashes
 * of all beginnings and all endings of an item cost one step each. Knows nothing of merging.
 */
import type { Encoding } from './encoding.ts';

const BASE = 0x01000193;

/** Hash of bytes `from` to `to`, to which further bytes may be added. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = addByte(hash, bytes[at] as number);
  return hash;
}

/** Hash of the bytes before with one more at the end. */
export function addByte(hash: number, byte: number): number {
  return (Math.imul(hash, BASE) + byte + 1) | 0;
}

/** `BASE` to each power up to `length`: what a byte weighs that stands before so many others. */
export function weightsUpTo(length: number): Int32Array {
  const weights = new Int32Array(length + 1).fill(1);
  for (let at = 1; at <= length; at++) weights[at] = Math.imul(weights[at - 1] as number, BASE);
  return weights;
}

export class ItemTable {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  /** Two numbers a slot: hash, id + 1. */
  readonly #slots: Int32Array;
  readonly #shift: number;

  /** @param leftOut ids that no text may find: the items for single bytes where the alphabet is characters. */
  constructor({ bytes, starts }: Pick<Encoding, 'bytes' | 'starts'>, leftOut: ReadonlySet<number> = new Set()) {
    this.#bytes = bytes;
    this.#starts = starts;
    const bits = Math.ceil(Math.log2(starts.length * 2));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(2 << bits);
    for (let id = 0; id + 1 < starts.length; id++) {
      const from = starts[id] as number;
      const to = starts[id + 1] as number;
      if (to > from && !leftOut.has(id)) this.#add(id, hashOf(bytes, from, to));
    }
  }

  /** The item with the bytes `from` to `to` of `source`, else -1. */
  find(source: Uint8Array, from: number, to: number): number {
    return this.findHashed(hashOf(source, from, to), source, from, to);
  }

  /** The same when the hash of these bytes is known. */
  findHashed(hash: number, source: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    for (let slot = this.#slotOf(hash); slots[slot + 1] !== 0; slot = (slot + 2) & (slots.length - 1)) {
      const id = (slots[slot + 1] as number) - 1;
      if (slots[slot] === hash && this.#spells(id, source, from, to)) return id;
    }
    return -1;
  }

  #spells(id: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[id] as number;
    if ((this.#starts[id + 1] as number) - start !== to - from) return false;
    for (let at = from; at < to; at++) if (source[at] !== this.#bytes[start + at - from]) return false;
    return true;
  }

  /** Of two items with the same bytes the first is kept. */
  #add(id: number, hash: number): void {
    const from = this.#starts[id] as number;
    const to = this.#starts[id + 1] as number;
    const slots = this.#slots;
    let slot = this.#slotOf(hash);
    for (; slots[slot + 1] !== 0; slot = (slot + 2) & (slots.length - 1))
      if (slots[slot] === hash && this.#spells((slots[slot + 1] as number) - 1, this.#bytes, from, to)) return;
    slots[slot] = hash;
    slots[slot + 1] = id + 1;
  }

  #slotOf(hash: number): number {
    return (Math.imul(hash, 0x9e3779b1) >>> this.#shift) << 1;
  }
}
