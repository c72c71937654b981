/**
 * Where turns begin and are stopped: a person's message becomes a turn in the store, and is answered in the background.
 * Leaving is not stopping: a turn runs on without readers.
 */
import type { Message } from '#domain/conversation/message';
import type { TurnSettings, TurnStart } from '#domain/conversation/turn-event';
import type { Prompt } from '#domain/templates/prompt';
import type { StartedTurn } from '#store/store';
import type { NewTurnBody, StartedTurnBody } from '#wire/thread';
import { type AnswerNeeds, answerTurn, CLOSING, type TurnDraft } from './answer-turn.ts';
import type { ModelChoice, Models } from './models.ts';
import { planTurn } from './plan-turn.ts';
import { Refusal } from './problem.ts';
import { titleOf } from './title.ts';

export type TurnRunnerNeeds = AnswerNeeds & {
  models: Models;
  newId: () => string;
  /** A whole number from 0 to 2^32 - 1. */
  newSeed: () => number;
};

/** What is known of a row before it is made. */
const NO_PROMPT: Prompt = { encoding: '', grade: 'exact', text: '', tokens: [] };

export type TurnRunner = ReturnType<typeof createTurnRunner>;

export function createTurnRunner(needs: TurnRunnerNeeds) {
  const { store, models, now, newId, newSeed } = needs;
  const running = new Map<string, { stop: AbortController; done: Promise<void> }>();
  let isClosing = false;

  /** Starts a turn; resolves when it and its messages are committed. A repeated request gets the first one's answer. */
  async function start(person: string, thread: string, body: NewTurnBody): Promise<StartedTurnBody> {
    const before = await startedBefore(person, body.requestId);
    if (before) return before;
    const known = await store.threads.get(person, thread);
    const messages = await store.threads.messages(person, thread);
    const plan = planTurn(messages, known.head, body, { now: now(), newId });
    const choice = await chooseFor(person, thread, plan.path, body.model);
    const started = await begin(person, {
      thread,
      choice,
      mode: body.mode ?? 'chat',
      settings: present<TurnSettings>(body.settings ?? {}),
      path: plan.path,
      written: plan.written,
      question: plan.question,
      answer: { id: newId(), parent: plan.question.id, role: 'assistant', parts: [], at: now() },
      ...(body.requestId !== undefined && { requestId: body.requestId }),
    });
    if (known.title === undefined && !started.isRepeat) await store.threads.update(person, thread, { title: titleOf(plan.path) });
    return { turn: started.turn, message: started.message, answer: started.answer };
  }

  async function startedBefore(person: string, requestId: string | undefined): Promise<StartedTurnBody | undefined> {
    const before = requestId === undefined ? undefined : await store.turns.started(person, requestId);
    return before && { turn: before.turn, message: before.message, answer: before.answer };
  }

  /** Commits the turn, and lets it be answered in the background. */
  async function begin(person: string, draft: TurnDraft): Promise<StartedTurn> {
    refuseWhenClosing();
    const opening = openingOf(draft);
    const stop = new AbortController();
    const forget = enter(opening.turn, stop); // Before the commit: who can see the turn can stop it.
    let isAnswering = false;
    try {
      const started = await store.turns.start(person, {
        start: opening,
        prompt: draft.known ?? NO_PROMPT,
        messages: [...draft.written, { ...draft.answer, turn: opening.turn }],
        ...(draft.requestId !== undefined && { requestId: draft.requestId }),
      });
      if (started.isRepeat) return started;
      isAnswering = true;
      void answerTurn(needs, { person, draft, opening, stop }).finally(forget);
      return { ...started, message: draft.question.id };
    } finally {
      if (!isAnswering) forget();
    }
  }

  /** Lists a turn among the running ones, until the returned function is called. */
  function enter(turn: string, stop: AbortController): () => void {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    running.set(turn, { stop, done });
    return () => {
      running.delete(turn);
      resolve();
    };
  }

  function refuseWhenClosing(): void {
    if (isClosing) throw new Refusal('overloaded', 'Oriel is shutting down. Start it again and send the message once more.');
  }

  /** The turn-start as far as it is known: nothing is in the window yet. */
  function openingOf({ choice, thread, answer, mode, ...draft }: TurnDraft): TurnStart {
    const settings = { ...choice.defaults, ...draft.settings };
    if (settings.seed === undefined && settings.temperature !== 0) settings.seed = newSeed();
    return {
      type: 'turn-start',
      turn: newId(),
      thread,
      message: answer.id,
      at: now(),
      asked: { vendor: choice.vendor, model: choice.asked },
      mode,
      settings,
      window: { limit: choice.window, used: 0, reserve: 0, left: [] },
    };
  }

  /** The model of a turn: the one asked for, else the one that last answered on this path, else in this thread, else the default. */
  async function chooseFor(
    person: string,
    thread: string,
    path: readonly Message[],
    asked: string | undefined,
  ): Promise<ModelChoice> {
    if (asked !== undefined) return models.choose(asked);
    const turns = await store.turns.ofThread(person, thread);
    const ofTurn = new Map(turns.map(({ turn, answeredBy }) => [turn, answeredBy?.snapshot]));
    const onPath = path.map(({ turn }) => (turn === undefined ? undefined : ofTurn.get(turn)));
    const snapshot = [...ofTurn.values(), ...onPath].findLast((one) => one !== undefined);
    if (snapshot === undefined) return models.choose(undefined);
    const same = await models.chooseSnapshot(snapshot);
    if (same) return same;
    const other = await models.choose(undefined);
    const detail = `The file ${snapshot.slice(0, 8)} that answered before is not on this machine now; ${other.vendor}/${other.model} answers.`;
    return { ...other, notices: [...other.notices, { code: 'fallback', detail }] };
  }

  /** Asks a turn to stop; what is there is kept. Stopping what has ended does nothing. */
  async function stop(person: string, turn: string): Promise<void> {
    await store.turns.get(person, turn); // Not yours and not there are refused.
    running.get(turn)?.stop.abort();
  }

  /** Ends every turn as interrupted, and waits until each has its end in the log. */
  async function close(): Promise<void> {
    isClosing = true;
    for (const live of running.values()) live.stop.abort(CLOSING);
    await Promise.allSettled([...running.values()].map((live) => live.done));
  }

  return { start, startedBefore, begin, stop, close };
}

/** A record without its undefined fields: absent means unset. */
function present<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}
