/**
 * Joins of any two items whose bytes together make an item: found in the table of items by the hash of both, which follows
 * from theirs. Needs no table of its own: o200k has 446,189 such joins, and listing them took ten times as long as reading
 * the items, and 17 MB. Knows no text.
 */
import type { Encoding } from './encoding.ts';
import type { ItemTable } from './item-table.ts';
import type { JoinFinder } from './join.ts';

export class ItemJoins implements JoinFinder {
  readonly #items: ItemTable;
  /** Rank of each id where it is not the id itself. */
  readonly #ranks: Int32Array | undefined;

  constructor({ joins }: Pick<Encoding, 'joins'>, items: ItemTable) {
    this.#items = items;
    this.#ranks = joins.kind === 'all' && joins.scores ? ranksOf(joins.scores) : undefined;
  }

  find(left: number, right: number): number {
    return this.#items.findBoth(left, right);
  }

  rankAt(made: number): number {
    return this.#ranks ? (this.#ranks[made] as number) : made;
  }

  madeAt(made: number): number {
    return made;
  }
}

/** The highest score first; equal scores are one rank, and the leftmost is joined first. */
function ranksOf(scores: Float32Array): Int32Array {
  const falling = Float32Array.from(new Set(scores)).sort().reverse();
  const rankOf = new Map(Array.from(falling, (score, rank) => [score, rank]));
  return Int32Array.from(scores, (score) => rankOf.get(score) as number);
}
