/**
 * A thread as the chat page sees it: its tree, the path to its head, the turn of each answer, and the turn that is
 * being written now. Follows every turn that runs, and asks again when one ends.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Message } from '#domain/conversation/message';
import { pathTo } from '#domain/conversation/thread';
import type { Turn } from '#domain/conversation/turn';
import type { WholeThread } from '../api/calls.ts';
import { queryClient, threadQuery } from '../api/queries.ts';
import { followLive, forgetEnded, onLiveEnd, useHasEnded } from '../live/live-turns.ts';
import { threadChanged } from '../shell/change-thread.ts';

export type ThreadView = {
  id: string | undefined;
  state: 'none' | 'loading' | 'ready' | 'failed';
  error?: Error;
  thread?: WholeThread;
  /** From the root to the head. */
  path: Message[];
  /** The last turn of each answer, by turn; a running one as it was when the thread was read. */
  turns: Map<string, Turn>;
  /** The turn of the path's last answer. */
  last?: Turn;
  /** The turn of this path that runs. */
  running?: string;
};

const nothing: Message[] = [];

export function useThread(id: string | undefined): ThreadView {
  const { data, error } = useQuery({ ...threadQuery(id ?? ''), enabled: id !== undefined });
  const thread = data?.id === id ? data : undefined;
  const view = useMemo((): ThreadView => {
    if (id === undefined) return { id, state: 'none', path: nothing, turns: new Map() };
    const turns = new Map(thread?.turns.map((turn) => [turn.turn, turn]));
    if (!thread) return { id, state: error ? 'failed' : 'loading', path: nothing, turns, ...(error && { error }) };
    const path = pathTo(thread.messages, thread.head);
    const answer = path.findLast((message) => message.turn !== undefined);
    const last = answer?.turn === undefined ? undefined : turns.get(answer.turn);
    return {
      id,
      state: 'ready',
      thread,
      path,
      turns,
      ...(last && { last }),
      ...(last?.status === 'running' && { running: last.turn }),
    };
  }, [id, thread, error]);
  useEffect(() => {
    if (!thread) return;
    const running = thread.turns.filter((turn) => turn.status === 'running');
    forgetEnded(thread.id, new Set([view.last, ...running].map((turn) => turn?.turn)));
    for (const turn of running) followLive(turn.thread, turn.turn);
  }, [thread, view.last]);
  // A person may answer as soon as the end is seen, which is before the thread has been read again.
  const hasEnded = useHasEnded(view.running);
  return useMemo(() => {
    const { running, ...ended } = view;
    return hasEnded ? ended : view;
  }, [view, hasEnded]);
}

/** When a turn ends, its thread and the models (their speed) are read again. Called once for the whole page. */
export function refreshAtEnds(): () => void {
  return onLiveEnd((turn) => {
    void threadChanged(turn.thread);
    void queryClient.invalidateQueries({ queryKey: ['models'] });
  });
}
