/**
 * A turn that is in the store, from there to its end: room for its model, the prompt, then what the model says, each batch
 * committed and only then seen. All that can take seconds or fail is here, so that the turn itself tells it. Never rejects.
 */
import type { Message } from '#domain/conversation/message';
import type { EndReason, Timing, TurnError, TurnEvent, TurnSettings, TurnStart } from '#domain/conversation/turn-event';
import { reserveFor } from '#domain/conversation/window';
import type { Prompt, PromptMessage } from '#domain/templates/prompt';
import type { RowToken } from '#domain/tokens/token';
import type { Rendered } from '#engines/engine';
import type { Store } from '#store/store';
import type { ModelChoice, Notice } from './models.ts';
import { promptMessagesOf } from './plan-turn.ts';
import { problemOf } from './problem.ts';
import { unlessStopped } from './unless-stopped.ts';

/** Why a turn is aborted that no person stopped. */
export const CLOSING = new Error('Oriel is shutting down.');

export type AnswerNeeds = {
  store: Store;
  now: () => number;
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
  /** Tokens of the answer that is continued. */
  kept?: RowToken[];
  /** The row that ends in them, as it stood in the turn before: shown until the prompt is made. */
  known?: Prompt;
  /** What only the loaded file knows of the kept tokens. */
  complete?: (kept: RowToken[]) => Promise<RowToken[]>;
  requestId?: string;
};

/** `opening` is the turn-start as far as it is known before the prompt is made. */
export type StartedAnswer = { person: string; draft: TurnDraft; opening: TurnStart; stop: AbortController };

export async function answerTurn(needs: AnswerNeeds, answer: StartedAnswer): Promise<void> {
  const { choice } = answer.draft;
  const release = choice.hold(); // From here on it is not unloaded to make room for another.
  try {
    const prepared = await prepare(needs, answer);
    if (prepared) await record(needs, answer, prepared);
  } finally {
    release();
  }
}

type Prepared = { start: TurnStart; prompt: Rendered['prompt']; notices: Notice[] };

/** Room, prompt and first event; undefined when the turn ended on the way. */
async function prepare(needs: AnswerNeeds, { person, draft, opening, stop }: StartedAnswer): Promise<Prepared | undefined> {
  const { store, now, report } = needs;
  const { choice } = draft;
  const end = async (reason: EndReason, error?: TurnError) => {
    const timing = { totalMs: now() - opening.at };
    const events: TurnEvent[] = [opening, { type: 'turn-end', reason, timing, cost: { kind: 'local' }, ...(error && { error }) }];
    await store.turns.append(opening.turn, events).catch((again) => report(again, `ending turn ${opening.turn}`));
  };
  try {
    const notices = [...choice.notices, ...(await unlessStopped(choice.makeRoom(stop.signal), stop.signal))];
    const { prompt, window } = await unlessStopped(render(store, person, draft), stop.signal);
    const start = { ...opening, ...(prompt.template !== undefined && { template: prompt.template }), window };
    await store.turns.open(start, prompt);
    return { start, prompt, notices };
  } catch (error) {
    if (stop.signal.aborted) await end(endOf(stop.signal));
    else {
      const { kind, detail, status } = problemOf(error);
      if (status === 500) report(error, `beginning turn ${opening.turn}`);
      const message = status === 500 ? 'The answer could not be begun: Oriel met an error of its own, see its log.' : detail;
      // What is too long or of a wrong form is so the next time too.
      await end('failed', { kind, message, retry: kind !== 'window-exceeded' && kind !== 'bad-request' });
    }
    return undefined;
  }
}

async function render(store: Store, person: string, draft: TurnDraft): Promise<Rendered> {
  const { choice, kept, complete, settings } = draft;
  const messages: PromptMessage[] = promptMessagesOf(draft.path, await ownTokensOf(store, person, draft));
  const reserve = reserveFor(settings.maxTokens);
  return choice.local.render({
    mode: draft.mode,
    messages,
    ...(kept && { kept: complete ? await complete(kept) : kept }),
    ...(reserve !== undefined && { reserve }),
  });
}

/** Ids that this very file wrote: another model's words are text to it. */
async function ownTokensOf(store: Store, person: string, { thread, path, choice }: TurnDraft): Promise<Map<string, number[]>> {
  const tokens = await store.turns.ownTokens(person, thread);
  if (tokens.size === 0) return tokens;
  const snapshots = new Map((await store.turns.ofThread(person, thread)).map((turn) => [turn.turn, turn.answeredBy?.snapshot]));
  for (const message of path)
    if (message.turn === undefined || snapshots.get(message.turn) !== choice.local.snapshot) tokens.delete(message.id);
  return tokens;
}

/** Writes what the model says, batch after batch: what is waiting while one is committed goes into the next. */
async function record(
  { store, now, report }: AnswerNeeds,
  { person, draft: { choice }, stop }: StartedAnswer,
  { start, prompt, notices }: Prepared,
): Promise<void> {
  const waiting: TurnEvent[] = notices.map((notice) => ({ type: 'notice', ...notice }));
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
    for await (const event of choice.local.answer({ start, prompt, person }, stop.signal)) {
      if (event.type === 'turn-start') continue; // Committed with the prompt.
      if (failure) continue; // It was asked to stop; what it still says has no place.
      if (event.type === 'answered-by') choice.noteUse();
      if (event.type === 'answered-by' && event.snapshot !== undefined)
        void store.sightings
          .saw(person, { vendor: choice.vendor, alias: choice.asked, snapshot: event.snapshot, at: now() })
          .catch((error) => report(error, 'noting which snapshot answered'));
      if (event.type === 'usage') written = event.kinds.outputText ?? 0;
      if (event.type === 'turn-end') noteSpeed(choice, written, event.timing);
      waiting.push(event.type === 'turn-end' && event.reason === 'stopped' ? { ...event, reason: endOf(stop.signal) } : event);
      if (!isWriting) writing = write();
    }
    await writing;
    if (failure) throw failure.error;
    if (!hasEnded) throw new Error('The engine ended without a turn-end.');
  } catch (error) {
    stop.abort();
    await writing; // What came before the error is kept.
    report(error, `writing turn ${start.turn}`);
    if (hasEnded) return;
    const message = 'The answer could not be finished: Oriel met an error of its own, see its log.';
    const end: TurnEvent = {
      type: 'turn-end',
      reason: 'failed',
      error: { kind: 'vendor-fault', message, retry: true },
      timing: { totalMs: now() - start.at },
      cost: { kind: 'local' },
    };
    await store.turns.append(start.turn, [end]).catch((again) => report(again, 'ending it'));
  }
}

/** What an aborted turn ends as. */
function endOf({ reason }: AbortSignal): EndReason {
  return reason === CLOSING ? 'interrupted' : 'stopped';
}

/** Tokens a second between the first token and the end; a handful of tokens says nothing. */
function noteSpeed(choice: ModelChoice, tokens: number, { firstTokenMs, totalMs }: Timing): void {
  if (firstTokenMs !== undefined && tokens >= 16) choice.noteSpeed(((tokens - 1) * 1000) / (totalMs - firstTokenMs));
}
