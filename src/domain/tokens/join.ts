/** What two neighbours are joined to, and how early. Knows no text. */
export type JoinFinder = {
  /** A number for `rankAt` and `madeAt`; -1 where the two are never joined. */
  find(left: number, right: number): number;
  /** The lowest is joined first. */
  rankAt(found: number): number;
  /** Id of the item that the two become. */
  madeAt(found: number): number;
};
