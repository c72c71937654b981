/**
 * Places in order of rank, and within a rank from left to right. Merging finds the places of one rank mostly from left to
 * right, so each rank has a plain list, and a heap only where some come late: on a million equal letters nothing is
 * ever sorted. Knows nothing of ids.
 */

/** Places stand in `places` up to `length`. */
type Rank = { rank: number; places: Int32Array; length: number; next: number; late: Heap | undefined };

/** Places of a rank at first: most ranks have few. */
const FEW = 4;

export class RankQueue {
  readonly #ranks = new Map<number, Rank>();
  /** The ranks that have places. */
  readonly #waiting = new Heap();
  #lowest: Rank | undefined;
  /** Rank of the place last taken. */
  rank = -1;

  push(rank: number, place: number): void {
    let entry = this.#ranks.get(rank);
    if (!entry) {
      entry = { rank, places: new Int32Array(FEW), length: 0, next: 0, late: undefined };
      this.#ranks.set(rank, entry);
    }
    if (isEmpty(entry)) {
      entry.length = 0;
      entry.next = 0;
      this.#waiting.push(rank);
      add(entry, place);
    } else if (place > (entry.places[entry.length - 1] as number)) add(entry, place);
    else {
      entry.late ??= new Heap();
      entry.late.push(place);
    }
  }

  /** Takes the leftmost place of the lowest rank, which `rank` then is; -1 when there is none. */
  pop(): number {
    const rank = this.#waiting.top;
    if (rank < 0) return -1;
    if (this.#lowest?.rank !== rank) this.#lowest = this.#ranks.get(rank) as Rank;
    const entry = this.#lowest;
    const inOrder = entry.next < entry.length ? entry.places[entry.next] : undefined;
    const late = entry.late?.top ?? -1;
    let place: number;
    if (inOrder === undefined || (late >= 0 && late < inOrder)) place = entry.late?.pop() ?? -1;
    else {
      place = inOrder;
      entry.next++;
    }
    this.rank = rank;
    if (isEmpty(entry)) this.#waiting.pop();
    return place;
  }
}

function isEmpty({ length, next, late }: Rank): boolean {
  return next === length && (late === undefined || late.top < 0);
}

function add(entry: Rank, place: number): void {
  if (entry.length === entry.places.length) {
    const larger = new Int32Array(2 * entry.length);
    larger.set(entry.places);
    entry.places = larger;
  }
  entry.places[entry.length++] = place;
}

/** A binary heap of whole numbers from 0, the smallest on top. */
export class Heap {
  #keys: number[] = [];

  /** The smallest; -1 where there is none. */
  get top(): number {
    return this.#keys[0] ?? -1;
  }

  push(key: number): void {
    const keys = this.#keys;
    let at = keys.length;
    keys.push(key);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((keys[parent] as number) <= key) break;
      keys[at] = keys[parent] as number;
      at = parent;
    }
    keys[at] = key;
  }

  /** Takes the smallest; -1 where there is none. */
  pop(): number {
    const keys = this.#keys;
    const top = this.top;
    const last = keys.pop() ?? -1;
    if (keys.length === 0) return top;
    let at = 0;
    for (let child = 1; child < keys.length; child = 2 * at + 1) {
      if (child + 1 < keys.length && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if ((keys[child] as number) >= last) break;
      keys[at] = keys[child] as number;
      at = child;
    }
    keys[at] = last;
    return top;
  }
}
