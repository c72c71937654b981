/**
 * What a person can do in a chat: send, ask again, edit as a branch, continue, switch branches, stop. A question is
 * shown while the server has not yet taken it; a refusal keeps the words and says why.
 */
import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { textOf } from '#domain/conversation/part';
import { leafBelow, pathTo, systemOf } from '#domain/conversation/thread';
import type { NewTurnBody } from '#wire/thread';
import { threads, turns, type WholeThread } from '../api/calls.ts';
import { CallFailed, reasonOf } from '../api/client.ts';
import { queryClient, threadQuery } from '../api/queries.ts';
import { followLive } from '../live/live-turns.ts';
import { threadChanged } from '../shell/change-thread.ts';
import { showToast } from '../shell/toast.tsx';
import { type ChatDraft, changeDraft, changeEdit, draftOf, moveNewDraft, NEW } from './draft.ts';

/** A question under way to the server: it follows `after`; without `text` an answer is asked for again. */
export type Pending = { thread: string; after?: string; text?: string };
export type Failure = { thread: string; reason: string; retry: () => void };

export type Actions = {
  pending?: Pending;
  failure?: Failure;
  forgetFailure: () => void;
  send: (draft: ChatDraft, model: string, head: string | undefined) => void;
  /** Another answer to a question; with `model`, from that one. */
  retry: (question: string, model?: string) => void;
  /** The message `edits` in a new version, answered anew. */
  edit: (edits: string, after: string | undefined, text: string, model: string) => void;
  /** Goes on with an answer, or branches where another token is put. */
  goOn: (turn: string, at?: number, token?: number) => void;
  switchTo: (message: string) => void;
  stop: (turn: string) => void;
};

export function useActions(id: string | undefined): Actions {
  const router = useRouter();
  const [pending, setPending] = useState<Pending>();
  const [failure, setFailure] = useState<Failure>();
  const isBusy = useRef(false);
  return useMemo(() => {
    /**
     * Runs one call that starts a turn, shows the question meanwhile, and follows the turn.
     * @param place whose composer is told of a refusal
     * @returns the turn's thread, undefined where it was not taken
     */
    const begin = async (
      place: string,
      shown: Pending | undefined,
      call: () => Promise<Begun>,
      again: () => void,
    ): Promise<string | undefined> => {
      if (isBusy.current) return undefined;
      isBusy.current = true;
      setFailure(undefined);
      setPending(shown);
      try {
        const { thread, turn } = await call();
        followLive(thread, turn);
        void queryClient.invalidateQueries({ queryKey: ['models'] }); // It may be loading now.
        await threadChanged(thread);
        return thread;
      } catch (error) {
        setFailure({ thread: place, reason: reasonOf(error), retry: again });
        return undefined;
      } finally {
        isBusy.current = false;
        setPending(undefined);
      }
    };

    const send = async (draft: ChatDraft, model: string, head: string | undefined): Promise<void> => {
      const { text, mode, settings, system } = draft;
      const place = id ?? NEW;
      const body: NewTurnBody = {
        ...{ text, mode, settings, model, requestId: crypto.randomUUID() },
        ...(head !== undefined && { parent: head }),
        ...(system !== undefined && { system }),
      };
      changeDraft(place, { text: '', sent: text });
      const thread = await begin(
        place,
        { thread: place, text, ...(head !== undefined && { after: head }) },
        () => (id === undefined ? startThread(body) : startTurn(id, body)),
        () => void send({ ...draft, text: draftOf(place).text || text }, model, head),
      );
      // Taken, it is in the log, and the thread itself says which model it is with and which system message is in force.
      if (thread !== undefined) changeDraft(thread, { sent: undefined, model: undefined, system: undefined });
      else changeDraft(place, { sent: undefined, text: draftOf(place).text || text });
    };

    /** A thread with its first turn. The page goes there when the turn is taken; of one that is refused no thread is left. */
    const startThread = async (body: NewTurnBody): Promise<Begun> => {
      const made = await threads.create();
      const begun = await startTurn(made.id, body).catch(async (error) => {
        // Where nothing was heard the turn may have been taken all the same.
        if (error instanceof CallFailed && error.problem.status >= 400) await threads.remove(made.id).catch(() => {});
        throw error;
      });
      queryClient.setQueryData<WholeThread>(threadQuery(made.id).queryKey, { ...made, messages: [], turns: [] });
      moveNewDraft(made.id);
      if (router.state.location.pathname === '/') await router.navigate({ to: '/t/$thread', params: { thread: made.id } });
      setPending((shown) => shown && { ...shown, thread: made.id });
      return begun;
    };

    const retry = async (question: string, model?: string): Promise<void> => {
      if (id === undefined) return;
      const { mode, settings, system } = draftOf(id);
      const base = { mode, settings, requestId: crypto.randomUUID(), ...(model !== undefined && { model }) };
      const changed = system === undefined ? undefined : underAnother(system, id, question);
      const taken = await begin(
        id,
        changed ? { thread: id, ...changed.shown } : { thread: id, after: question },
        () => startTurn(id, { ...base, ...(changed?.body ?? { parent: question }) }),
        () => void retry(question, model),
      );
      if (taken !== undefined && changed) changeDraft(id, { system: undefined });
    };

    const edit = async (edits: string, after: string | undefined, text: string, model: string): Promise<void> => {
      if (id === undefined) return;
      const { mode, settings, system } = draftOf(id);
      const body = {
        edits,
        text,
        model,
        mode,
        settings,
        requestId: crypto.randomUUID(),
        ...(system !== undefined && { system }),
      };
      changeEdit(id, edits, undefined);
      const taken = await begin(
        id,
        { thread: id, text, ...(after !== undefined && { after }) },
        () => startTurn(id, body),
        () => void edit(edits, after, draftOf(id).edits?.[edits] ?? text, model),
      );
      if (taken !== undefined) changeDraft(id, { system: undefined });
      else changeEdit(id, edits, draftOf(id).edits?.[edits] ?? text);
    };

    const goOn = (turn: string, at?: number, token?: number): void => {
      if (id === undefined) return;
      const requestId = crypto.randomUUID();
      const from = { requestId, ...(at !== undefined && { at }), ...(token !== undefined && { token }) };
      void begin(
        id,
        undefined,
        async () => ({ thread: id, turn: (await persistently(() => turns.continue(turn, from))).turn }),
        () => goOn(turn, at, token),
      );
    };

    const switchTo = async (message: string): Promise<void> => {
      if (id === undefined) return;
      const { queryKey } = threadQuery(id);
      const before = queryClient.getQueryData(queryKey);
      if (!before) return;
      const head = leafBelow(before.messages, message);
      queryClient.setQueryData(queryKey, { ...before, head });
      await threads.change(id, { head }).catch((error) => showToast({ text: reasonOf(error) }));
      await threadChanged(id);
    };

    const stop = (turn: string): void => void turns.stop(turn).catch((error) => showToast({ text: reasonOf(error) }));

    return {
      ...(pending && { pending }),
      ...(failure && { failure }),
      forgetFailure: () => setFailure(undefined),
      send: (...given) => void send(...given),
      retry: (...given) => void retry(...given),
      edit: (...given) => void edit(...given),
      goOn,
      switchTo: (message) => void switchTo(message),
      stop,
    };
  }, [id, router, pending, failure]);
}

/** A turn that the server has taken. */
type Begun = { thread: string; turn: string };

const startTurn = async (thread: string, body: NewTurnBody): Promise<Begun> => {
  const { turn } = await persistently(() => turns.start(thread, body));
  return { thread, turn };
};

/**
 * A question's answer under another system message than the one it was asked under: such a message stands before its question,
 * so the question is asked in a new version with the same words. Undefined where it is the same.
 */
function underAnother(system: string, thread: string, question: string) {
  const kept = queryClient.getQueryData(threadQuery(thread).queryKey);
  const path = kept ? pathTo(kept.messages, question) : [];
  const asked = path.at(-1);
  if (!asked || system === textOf(systemOf(path)?.parts ?? [])) return undefined;
  const text = textOf(asked.parts);
  return {
    shown: { text, ...(asked.parent !== undefined && { after: asked.parent }) },
    body: { edits: question, text, system },
  };
}

/** A start carries a `requestId`: where no answer came, it may be asked again without a second turn. */
async function persistently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CallFailed) || error.problem.kind !== 'unreachable' || error.problem.status !== 0 || tries === 3)
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * 2 ** tries));
    }
  }
}
