/**
 * Listed joins: (left id, right id) -> rank and id, open addressing over one array, four numbers a slot so that none
 * crosses a cache line. Knows no text.
 */
import type { JoinFinder } from './join.ts';

export class JoinTable implements JoinFinder {
  /** Per slot: left + 1, right, rank, made. */
  readonly #slots: Int32Array;
  readonly #shift: number;

  /** @param most how many joins will be added at most. */
  constructor(most: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(most * 1.5)));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(4 << bits);
  }

  find(left: number, right: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = this.#slotOf(left, right); ; slot = (slot + 4) & mask) {
      const found = slots[slot] as number;
      if (found === 0) return -1;
      if (found === left + 1 && slots[slot + 1] === right) return slot;
    }
  }

  rankAt(slot: number): number {
    return this.#slots[slot + 2] as number;
  }

  madeAt(slot: number): number {
    return this.#slots[slot + 3] as number;
  }

  /** Adds a pair; one that is there already keeps its rank. */
  add(left: number, right: number, rank: number, made: number): void {
    if (this.find(left, right) >= 0) return;
    const slots = this.#slots;
    let slot = this.#slotOf(left, right);
    while (slots[slot] !== 0) slot = (slot + 4) & (slots.length - 1);
    slots[slot] = left + 1;
    slots[slot + 1] = right;
    slots[slot + 2] = rank;
    slots[slot + 3] = made;
  }

  #slotOf(left: number, right: number): number {
    return (Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> this.#shift) << 2;
  }
}
