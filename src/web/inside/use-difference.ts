/** What changed between the prompt of a turn and that of the turn before it in the thread. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WireRow } from '#wire/row';
import { compareRows, type Fate } from './row-difference.ts';
import type { RowFeed } from './row-feed.ts';
import { rowQuery } from './row-query.ts';

export type Difference = { fates: Fate[]; counts: Record<Fate | 'gone', number> };

/** Undefined until both rows are there; the earlier one is asked for only when it is wanted. */
export function useDifference(before: string | undefined, feed: RowFeed | undefined, isWanted: boolean): Difference | undefined {
  const { data } = useQuery(rowQuery(before, 'whole', isWanted));
  const promptCount = feed?.promptCount;
  return useMemo(() => {
    if (!data || !feed || promptCount === undefined || !isWanted) return undefined;
    return difference(data, feed, promptCount);
  }, [data, feed, promptCount, isWanted]);
}

/** The earlier row with its answer against the later prompt: an answer that became history is kept, not new. */
function difference(earlier: WireRow, feed: RowFeed, promptCount: number): Difference {
  const { fates, counts, gone } = compareRows(earlier.tokens, feed.tokens.slice(0, promptCount));
  return { fates, counts: { ...counts, gone: gone.reduce((sum, one) => sum + one.tokens, 0) } };
}
