/**
 * The joining place: a thread's path is rendered, a model answers with events, each batch is committed and only then
 * seen by readers (`store.turns.follow`). Leaving is not stopping: a turn runs on without readers.
 */
import type { Message } from '#domain/conversation/message';
import type { EndReason, Timing, TurnEvent, TurnSettings, TurnStart, WindowPlan } from '#domain/conversation/turn-event';
import type { Prompt, PromptMessage } from '#domain/templates/prompt';
import type { RowToken } from '#domain/tokens/token';
import type { StartedTurn, Store } from '#store/store';
import type { NewTurnBody, StartedTurnBody } from '#wire/thread';
import type { ModelChoice, Models } from './models.ts';
import { planTurn, promptMessagesOf } from './plan-turn.ts';
import { Refusal } from './problem.ts';
import { titleOf } from './title.ts';

/** Tokens; what is kept free for an answer that has no limit. */
const MOST_RESERVED = 1024;

export type TurnRunnerNeeds = {
  store: Store;
  models: Models;
  now: () => number;
  newId: () => string;
  /** A whole number from 0 to 2^32 - 1. */
  newSeed: () => number;
  /** Told what a person cannot be told: an answer that could not be written down. */
  report: (error: unknown, doing: string) => void;
};

/** What a turn is made of, once the model and the messages are known. */
export type TurnDraft = {
  thread: string;
  choice: ModelChoice;
  mode: TurnStart['mode'];
  settings: TurnSettings;
  path: Message[];
  /** Messages to write, the answer excepted. */
  written: Message[];
  question: Message;
  answer: Message;
  kept?: RowToken[];
  requestId?: string;
};

export type TurnRunner = ReturnType<typeof createTurnRunner>;

export function createTurnRunner({ store, models, now, newId, newSeed, report }: TurnRunnerNeeds) {
  const running = new Map<string, { stop: AbortController; done: Promise<void> }>();
  let isClosing = false;

  /** Starts a turn; resolves when its messages and first event are committed. A repeated request gets the first one's answer. */
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

  /** Renders, commits the beginning, and lets the model answer in the background. */
  async function begin(person: string, draft: TurnDraft): Promise<StartedTurn> {
    refuseWhenClosing();
    const { choice } = draft;
    const release = choice.hold(); // From here on it is not unloaded to make room for another.
    let forget = () => {};
    let isAnswering = false;
    try {
      const { prompt, window } = await render(person, draft);
      refuseWhenClosing();
      const start = startOf(draft, prompt, window);
      const stop = new AbortController();
      forget = enter(start.turn, stop); // Before the commit: who can see the turn can stop it.
      const started = await store.turns.start(person, {
        start,
        prompt,
        messages: [...draft.written, { ...draft.answer, turn: start.turn }],
        ...(draft.requestId !== undefined && { requestId: draft.requestId }),
      });
      if (started.isRepeat) return started;
      isAnswering = true;
      void record(person, start, choice, choice.local.answer({ start, prompt, person }, stop.signal), stop).finally(() => {
        release();
        forget();
      });
      return { ...started, message: draft.question.id };
    } finally {
      if (!isAnswering) {
        release();
        forget();
      }
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

  async function render(person: string, draft: TurnDraft) {
    const ownTokens = await ownTokensOf(person, draft);
    const messages: PromptMessage[] = promptMessagesOf(draft.path, ownTokens);
    const { maxTokens } = draft.settings;
    return draft.choice.local.render({
      mode: draft.mode,
      messages,
      ...(draft.kept && { kept: draft.kept }),
      // A limit is no wish: a high one does not push the conversation out of the window.
      ...(maxTokens !== undefined && maxTokens < MOST_RESERVED && { reserve: maxTokens }),
    });
  }

  /** Ids that this very file wrote: another model's words are text to it. */
  async function ownTokensOf(person: string, draft: TurnDraft): Promise<Map<string, number[]>> {
    const tokens = await store.turns.ownTokens(person, draft.thread);
    if (tokens.size === 0) return tokens;
    const snapshots = new Map(
      (await store.turns.ofThread(person, draft.thread)).map((turn) => [turn.turn, turn.answeredBy?.snapshot]),
    );
    for (const message of draft.path)
      if (message.turn === undefined || snapshots.get(message.turn) !== draft.choice.local.snapshot) tokens.delete(message.id);
    return tokens;
  }

  function startOf(draft: TurnDraft, prompt: Prompt, window: WindowPlan): TurnStart {
    const { choice } = draft;
    const settings = { ...choice.defaults, ...draft.settings };
    if (settings.seed === undefined && settings.temperature !== 0) settings.seed = newSeed();
    return {
      type: 'turn-start',
      turn: newId(),
      thread: draft.thread,
      message: draft.answer.id,
      at: now(),
      asked: { vendor: choice.vendor, model: choice.asked },
      mode: draft.mode,
      settings,
      ...(prompt.template !== undefined && { template: prompt.template }),
      window,
    };
  }

  /** Writes what the model says, batch after batch: what is waiting while one is committed goes into the next. */
  async function record(
    person: string,
    start: TurnStart,
    choice: ModelChoice,
    events: AsyncIterable<TurnEvent>,
    stop: AbortController,
  ) {
    const waiting: TurnEvent[] = choice.notices.map((notice) => ({ type: 'notice', ...notice }));
    let writing = Promise.resolve();
    let isWriting = false;
    let failure: { error: unknown } | undefined;
    let hasEnded = false;
    let written = 0;
    const write = async () => {
      isWriting = true;
      try {
        while (waiting.length > 0) {
          const batch = waiting.splice(0);
          await store.turns.append(start.turn, batch);
          hasEnded ||= batch.some((event) => event.type === 'turn-end');
        }
      } catch (error) {
        failure = { error };
        stop.abort();
      }
      isWriting = false;
    };
    try {
      for await (const event of events) {
        if (event.type === 'turn-start') continue; // Committed with the messages.
        if (failure) continue; // It was asked to stop; what it still says has no place.
        if (event.type === 'answered-by') noteSighting(person, choice, event.snapshot);
        if (event.type === 'usage') written = event.kinds.outputText ?? 0;
        if (event.type === 'turn-end') noteSpeed(choice, written, event.timing);
        waiting.push(event);
        if (!isWriting) writing = write();
      }
      await writing;
      if (failure) throw failure.error;
      if (!hasEnded) throw new Error('The engine ended without a turn-end.');
    } catch (error) {
      stop.abort();
      await writing; // What came before the error is kept.
      report(error, `writing turn ${start.turn}`);
      if (!hasEnded)
        await end(start, 'failed', 'The answer could not be finished: Oriel met an error of its own, see its log.').catch(
          (again) => report(again, 'ending it'),
        );
    }
  }

  function noteSighting(person: string, choice: ModelChoice, snapshot: string | undefined): void {
    if (snapshot === undefined) return;
    void store.sightings
      .saw(person, { vendor: choice.vendor, alias: choice.asked, snapshot, at: now() })
      .catch((error) => report(error, 'noting which snapshot answered'));
  }

  async function end(start: TurnStart, reason: EndReason, message: string): Promise<void> {
    await store.turns.append(start.turn, [
      {
        type: 'turn-end',
        reason,
        error: { kind: 'vendor-fault', message, retry: true },
        timing: { totalMs: now() - start.at },
        cost: { kind: 'local' },
      },
    ]);
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

  /** Stops every turn and waits until each has its end in the log. */
  async function close(): Promise<void> {
    isClosing = true;
    for (const live of running.values()) live.stop.abort();
    await Promise.allSettled([...running.values()].map((live) => live.done));
  }

  return { start, startedBefore, begin, stop, close };
}

/** A record without its undefined fields: absent means unset. */
function present<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}

/** Tokens a second between the first token and the end; a handful of tokens says nothing. */
function noteSpeed(choice: ModelChoice, tokens: number, { firstTokenMs, totalMs }: Timing): void {
  if (firstTokenMs !== undefined && tokens >= 16) choice.noteSpeed(((tokens - 1) * 1000) / (totalMs - firstTokenMs));
}
