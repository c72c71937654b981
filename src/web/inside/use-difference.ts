/** What changed between the prompt of a turn and that of the turn before it in the thread. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Message } from '#domain/conversation/message';
import type { WireRow } from '#wire/row';
import { compareRows, type Fate } from './row-difference.ts';
import type { RowFeed } from './row-feed.ts';
import { rowQuery } from './row-query.ts';

export type Difference = { fates: Fate[]; counts: Record<Fate | 'gone', number> };

/** The turn that answered before the one that wrote `message`, on the same path. */
export function turnBefore(messages: readonly Message[], message: string | undefined): string | undefined {
  const byId = new Map(messages.map((one) => [one.id, one]));
  let at = message === undefined ? undefined : byId.get(message)?.parent;
  for (let steps = 0; at !== undefined && steps <= messages.length; steps++) {
    const one = byId.get(at);
    if (one?.turn !== undefined) return one.turn;
    at = one?.parent;
  }
  return undefined;
}

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
