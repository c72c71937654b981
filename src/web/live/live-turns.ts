/**
 * The turns that are being written now, folded as they grow. Several parts of the page look at the same turn, and it is
 * read once. A turn stays here after its end, with its tokens, until its thread has been read without it.
 */
import { useCallback, useSyncExternalStore } from 'react';
import { foldTurn, type Turn } from '#domain/conversation/turn';
import { reasonOf } from '../api/client.ts';
import { followTurnEvents } from '../api/turn-events.ts';

export type LiveTurn = {
  /** Absent until its first batch has come. */
  turn?: Turn;
  /** The connection is cut; it is being taken up again. */
  isCut: boolean;
  /** The server refused the reader, with its reason. */
  refused?: string;
};

type Entry = { live: LiveTurn; reading: AbortController; thread: string };

const entries = new Map<string, Entry>();
const listeners = new Map<string, Set<() => void>>();
const endings = new Set<(turn: Turn) => void>();

/** Reads a turn of a thread from its first event on, unless that is already being done. */
export function followLive(thread: string, turn: string): void {
  if (entries.has(turn)) return;
  const reading = new AbortController();
  const entry: Entry = { live: { isCut: false }, reading, thread };
  entries.set(turn, entry);
  const show = (change: Partial<LiveTurn>) => {
    entry.live = { ...entry.live, ...change };
    tell(turn);
  };
  followTurnEvents(turn, {
    signal: reading.signal,
    onCut: (isCut) => show({ isCut }),
    onBatch: (events) => {
      let folded: Turn | null = entry.live.turn ?? null;
      for (const event of events) folded = foldTurn(folded, event);
      if (!folded) return;
      show({ turn: folded, isCut: false });
      if (folded.status !== 'running') for (const hear of endings) hear(folded);
    },
  }).catch((error) => show({ refused: reasonOf(error) }));
}

/** Called once with each followed turn that ends. Returns its own undoing. */
export function onLiveEnd(hear: (turn: Turn) => void): () => void {
  endings.add(hear);
  return () => endings.delete(hear);
}

/** The turn as far as it has come; undefined for one that is not followed. */
export const useLiveTurn = (turn: string | undefined): LiveTurn | undefined => useSeen(turn, (live) => live);

/** Whether the turn was followed to its end: known before its thread has been read again. */
export const useHasEnded = (turn: string | undefined): boolean => useSeen(turn, hasEnded) ?? false;

/** Forgets the thread's turns that have ended, but for those in `kept`. */
export function forgetEnded(thread: string, kept: ReadonlySet<string | undefined>): void {
  for (const [turn, entry] of entries)
    if (entry.thread === thread && hasEnded(entry.live) && !kept.has(turn)) entries.delete(turn);
}

const hasEnded = ({ turn }: LiveTurn): boolean => turn !== undefined && turn.status !== 'running';

function useSeen<Seen>(turn: string | undefined, see: (live: LiveTurn) => Seen): Seen | undefined {
  const subscribe = useCallback(
    (hear: () => void) => {
      if (turn === undefined) return () => {};
      const set = listeners.get(turn) ?? new Set();
      listeners.set(turn, set.add(hear));
      return () => {
        set.delete(hear);
        if (set.size === 0) listeners.delete(turn);
      };
    },
    [turn],
  );
  const read = () => {
    const entry = turn === undefined ? undefined : entries.get(turn);
    return entry && see(entry.live);
  };
  return useSyncExternalStore(subscribe, read, read);
}

function tell(turn: string): void {
  for (const hear of listeners.get(turn) ?? []) hear();
}
