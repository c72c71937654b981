/**
 * Ids of pieces seen before: a bounded table from UTF-16 text to ids that makes no strings, so that a known piece costs one
 * hash and one comparison. When full it is emptied. Knows nothing of how ids come to be.
 */

/** Longer pieces are rare and not worth their place. */
const LONGEST = 64;
const SLOTS = 1 << 18;
const ROOM = 1 << 20;

export class PieceCache {
  /** Place of an entry in `#pool`; 0 is an empty slot. */
  readonly #slots = new Int32Array(SLOTS);
  /** Entries back to back: length of the text, number of ids, the text's units, the ids. */
  readonly #pool = new Int32Array(ROOM);
  #end = 1;
  #entries = 0;
  /** Where `find` last ended: the slot that `add` fills. */
  #slot = 0;

  /** Place of the piece for `countAt` and `idAt`; 0 when it is not known. */
  find(text: string, from: number, to: number): number {
    const length = to - from;
    if (length > LONGEST) return 0;
    let hash = length;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
    const slots = this.#slots;
    const pool = this.#pool;
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (let place = slots[slot] as number; place !== 0; place = slots[slot] as number) {
      if (pool[place] === length) {
        const units = place + 2;
        let at = 0;
        while (at < length && pool[units + at] === text.charCodeAt(from + at)) at++;
        if (at === length) return place;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    this.#slot = slot;
    return 0;
  }

  countAt(place: number): number {
    return this.#pool[place + 1] as number;
  }

  idAt(place: number, index: number): number {
    return this.#pool[place + 2 + (this.#pool[place] as number) + index] as number;
  }

  /** Keeps the ids of the piece that `find` has just not found. */
  add(text: string, from: number, to: number, ids: Int32Array, count: number): void {
    const length = to - from;
    if (length > LONGEST) return;
    if (this.#end + 2 + length + count > ROOM || this.#entries > SLOTS / 2) {
      this.#slots.fill(0);
      this.#end = 1;
      this.#entries = 0;
      this.find(text, from, to);
    }
    const pool = this.#pool;
    this.#slots[this.#slot] = this.#end;
    this.#entries++;
    pool[this.#end++] = length;
    pool[this.#end++] = count;
    for (let at = from; at < to; at++) pool[this.#end++] = text.charCodeAt(at);
    for (let at = 0; at < count; at++) pool[this.#end++] = ids[at] as number;
  }
}
