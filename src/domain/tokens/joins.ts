/** The joins of an encoding, in the form that finds them fastest. Knows no text. */
import type { Encoding } from './encoding.ts';
import { ItemJoins } from './item-joins.ts';
import type { ItemTable } from './item-table.ts';
import type { JoinFinder } from './join.ts';
import { JoinTable } from './join-table.ts';

export function joinsOf(encoding: Encoding, items: ItemTable): JoinFinder {
  const { joins } = encoding;
  if (joins.kind === 'all') return new ItemJoins(encoding, items);
  const table = new JoinTable(joins.made.length);
  for (let rank = 0; rank < joins.made.length; rank++)
    table.add(joins.left[rank] as number, joins.right[rank] as number, rank, joins.made[rank] as number);
  return table;
}
