/**
 * What two neighbours are joined to: (left id, right id) -> rank and id, open addressing over one array, four numbers a
 * slot so that none crosses a cache line. Knows no text.
 */
import { type Encoding, sizeOf } from './encoding.ts';
import { addByte, type ItemTable, weightsUpTo } from './item-table.ts';

export class JoinTable {
  /** Per slot: left + 1, right, rank, made. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  /** How many joins there are. */
  size = 0;

  /** @param most how many joins will be added at most. */
  constructor(most: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(most * 1.5)));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(4 << bits);
  }

  /** The slot of a pair, for `rankAt` and `madeAt`; -1 where the two are never joined. */
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
    this.size++;
  }

  #slotOf(left: number, right: number): number {
    return (Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> this.#shift) << 2;
  }
}

/** The table of an encoding's joins. */
export function joinTableOf(encoding: Encoding, items: ItemTable): JoinTable {
  const { joins } = encoding;
  if (joins.kind === 'all') return joinAll(encoding, items, joins.scores);
  const table = new JoinTable(joins.made.length);
  for (let rank = 0; rank < joins.made.length; rank++)
    table.add(joins.left[rank] as number, joins.right[rank] as number, rank, joins.made[rank] as number);
  return table;
}

/** Every split of every item into two items. (The joins of two *earlier* items alone would pass every fuzz too; this is the rule.) */
function joinAll(encoding: Encoding, items: ItemTable, scores: Float32Array | undefined): JoinTable {
  const found: number[] = [];
  const { bytes, starts } = encoding;
  const longest = starts.reduce((most, start, id) => Math.max(most, (starts[id + 1] ?? start) - start), 0);
  const weights = weightsUpTo(longest);
  const beginnings = new Int32Array(longest + 1);
  for (let id = 0; id < sizeOf(encoding); id++) {
    const from = starts[id] as number;
    const to = starts[id + 1] as number;
    for (let at = from; at < to; at++) beginnings[at - from + 1] = addByte(beginnings[at - from] as number, bytes[at] as number);
    for (let middle = to - 1, ending = 0; middle > from; middle--) {
      ending = (ending + Math.imul((bytes[middle] as number) + 1, weights[to - 1 - middle] as number)) | 0;
      const left = items.findHashed(beginnings[middle - from] as number, bytes, from, middle);
      if (left < 0) continue;
      const right = items.findHashed(ending, bytes, middle, to);
      if (right >= 0) found.push(left, right, id);
    }
  }
  const ranks = scores ? ranksOf(scores) : undefined;
  const table = new JoinTable(found.length / 3);
  for (let at = 0; at < found.length; at += 3) {
    const made = found[at + 2] as number;
    table.add(found[at] as number, found[at + 1] as number, ranks ? (ranks[made] as number) : made, made);
  }
  return table;
}

/** Rank of each id: the highest score first; equal scores are one rank. */
function ranksOf(scores: Float32Array): Int32Array {
  const falling = Float32Array.from(new Set(scores)).sort().reverse();
  const rankOf = new Map(Array.from(falling, (score, rank) => [score, rank]));
  return Int32Array.from(scores, (score) => rankOf.get(score) ?? 0);
}
