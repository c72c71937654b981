/**
 * What two neighbours are joined to, and how early. Knows no text.
 */
import type { Encoding } from './encoding.ts';
import { ItemJoins } from './item-joins.ts';
import type { ItemTable } from './item-table.ts';
import { JoinTable } from './join-table.ts';

export type JoinFinder = {
  /** A number for `rankAt` and `madeAt`; -1 where the two are never joined. */
  find(left: number, right: number): number;
  /** The lowest is joined first. */
  rankAt(found: number): number;
  /** Id of the item that the two become. */
  madeAt(found: number): number;
};

export function joinsOf(encoding: Encoding, items: ItemTable): JoinFinder {
  const { joins } = encoding;
  if (joins.kind === 'all') return new ItemJoins(encoding, items);
  const table = new JoinTable(joins.made.length);
  for (let rank = 0; rank < joins.made.length; rank++)
    table.add(joins.left[rank] as number, joins.right[rank] as number, rank, joins.made[rank] as number);
  return table;
}
