/** The row that the panel shows: a live turn's, an old turn's, an exact one, or what the draft would become. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Turn } from '#domain/conversation/turn';
import type { WireRow } from '#wire/row';
import { reasonOf } from '../api/client.ts';
import type { Draft } from './inside-props.ts';
import { feedOf, promptFeed, type RowFeed, takeLive } from './row-feed.ts';
import { draftQuery, rowQuery } from './row-query.ts';

export type InsideRow = {
  feed?: RowFeed;
  wire?: WireRow;
  /** Why there is no row. */
  failure?: string;
  isLive: boolean;
  /** The row is of an older draft: the newest is being counted. */
  isOld: boolean;
  exact: { state: 'none' | 'running' | 'done'; ask: () => void };
};

/** How long (ms) a draft must rest before it is counted. */
const REST_MS = 150;

type Held = { turn: string | undefined; wire: WireRow; isLive: boolean; feed: RowFeed };

export function useInsideRow(turn: string | undefined, live: Turn | undefined, model: string, draft: Draft): InsideRow {
  const { wire, isLive, isOld, failure, exact } = useWireRow(turn, live, model, draft);
  const held = useRef<Held>(undefined);
  const before = held.current;
  if (wire && (before?.wire !== wire || before.isLive !== isLive)) {
    held.current = { turn, wire, isLive, feed: isLive ? promptFeed(wire) : feedOf(wire) };
  } else if (!wire && (turn === undefined || before?.turn !== turn)) held.current = undefined;
  const now = held.current;
  if (now && isLive && live) takeLive(now.feed, live);
  return {
    isLive: isLive && live?.status === 'running',
    isOld,
    exact,
    ...(now && { feed: now.feed, wire: now.wire }),
    ...(failure !== undefined && { failure }),
  };
}

function useWireRow(turn: string | undefined, live: Turn | undefined, model: string, draft: Draft) {
  const [exactOf, setExactOf] = useState<string>();
  const following = live?.turn === turn ? live : undefined;
  const isRunning = following?.status === 'running';
  const whole = useQuery(rowQuery(turn, following ? 'ended' : 'whole', turn !== undefined && !isRunning));
  // A turn that has ended is still drawn from what was followed until the server's own row has come.
  const isLive = following !== undefined && (isRunning || whole.data === undefined);
  const wantsExact = turn !== undefined && exactOf === turn && !isLive;
  const prompt = useQuery(rowQuery(turn, 'prompt', isLive));
  const exact = useQuery(rowQuery(turn, 'exact', wantsExact));
  const rested = useRested(draft);
  const drafted = useQuery(
    draftQuery(
      model,
      { text: rested.text, mode: rested.mode, ...(rested.system && { system: rested.system }) },
      turn === undefined,
    ),
  );
  const asked = turn === undefined ? drafted : isLive ? prompt : whole;
  const wire = wantsExact && exact.data ? exact.data : asked.data;
  const failed = wantsExact && exact.error ? exact.error : asked.error;
  const state = exact.data && wantsExact ? 'done' : wantsExact && exact.isFetching ? 'running' : 'none';
  return {
    wire,
    isLive,
    isOld: turn === undefined && drafted.isPlaceholderData,
    ...(failed && !(wire && asked.error === failed) && { failure: reasonOf(failed) }),
    exact: { state, ask: () => setExactOf(turn) } as InsideRow['exact'],
  };
}

/** The draft as it was when the typing last rested. */
function useRested(draft: Draft): Draft {
  const [rested, setRested] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(setRested, REST_MS, draft);
    return () => clearTimeout(timer);
  }, [draft]);
  return rested;
}
