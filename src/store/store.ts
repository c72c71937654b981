/**
 * What the store offers to the server and the command line. Everything a person owns is asked for with the
 * person first; not yours and not there are the same `NotFound`. Knows no engine and no HTTP.
 */
import type { Message } from '#domain/conversation/message';
import type { Thread } from '#domain/conversation/thread';
import type { LastTurn, Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import type { Prompt } from '#domain/templates/prompt';
import type { RowColumns } from '#domain/tokens/row-columns';

/** `next` is passed as `before` for the next page; absent on the last. */
export type Page<Row> = { rows: Row[]; next?: string };

/** A thread found by a query: snippets mark each hit as [start, end) in UTF-16 units of `text`. */
export type Hit = { message: string; role: Message['role']; text: string; marks: [number, number][] };

export type FoundThread = Thread & { hits?: Hit[] };

/** `isPartial`: the search stopped at its limit of candidates. */
export type ThreadPage = Page<FoundThread> & { isPartial?: boolean };

/** A batch of the event log: `json` is the committed text of an array of turn events. */
export type Batch = { seq: number; json: string };

export type NewTurn = {
  requestId?: string;
  /** What is known of it before its prompt is made. It stands for the turn until there is a log. */
  start: TurnStart;
  /** What is known of the prompt: the kept tokens of an answer that is continued. */
  prompt: Prompt;
  /** Messages to write with it, parents first: the person's new message and/or system message, and the new answer. */
  messages: Message[];
};

/** `isRepeat`: the `requestId` was seen before, and this is the first call's answer. */
export type StartedTurn = { turn: string; message: string; answer: string; isRepeat: boolean };

export type Threads = {
  create(person: string, thread: { title?: string }): Promise<Thread>;
  /** Pinned first, then newest first. With `query`: full-text hits over titles and texts. */
  list(person: string, ask: { query?: string; before?: string; limit: number }): Promise<ThreadPage>;
  get(person: string, thread: string): Promise<Thread>;
  messages(person: string, thread: string): Promise<Message[]>;
  update(person: string, thread: string, change: { title?: string; pinned?: boolean; head?: string }): Promise<Thread>;
  remove(person: string, thread: string): Promise<void>;
  restore(person: string, thread: string): Promise<Thread>;
  /** Deletes for good what was removed more than 30 days before `now`. */
  purge(now: number): Promise<number>;
};

export type PromptInColumns = Omit<Prompt, 'tokens'> & { columns: RowColumns };

export type Turns = {
  /**
   * Messages and turn in one transaction, its log still empty; the thread's head moves to the answer. An answer that is
   * already there is continued: only its `turn` changes, and its parts are kept.
   * @throws NotFound when the thread, the answer or a parent is not there, not the person's, or removed.
   */
  start(person: string, turn: NewTurn): Promise<StartedTurn>;
  /** The turn that was started with a `requestId`; undefined when there is none. */
  started(person: string, requestId: string): Promise<StartedTurn | undefined>;
  /** The prompt as it is sent and the first batch, the turn-start event, in one transaction. */
  open(start: TurnStart, prompt: Prompt): Promise<void>;
  /**
   * Commits events within 30 ms together with those of other turns, and resolves with the seq of their batch: what is
   * appended to one turn within a tick is one batch. Calls need not wait for each other; order is kept. A batch that
   * holds `turn-end` also writes the turn's status, usage, cost and the answer's parts, in one transaction.
   * @throws BadEventOrder when the events cannot stand here. After a failed commit every later call rejects.
   */
  append(turn: string, events: TurnEvent[]): Promise<number>;
  /** The folded turn; one without a log as it was started. */
  get(person: string, turn: string): Promise<Turn>;
  /** The last turn of every answer of a thread, folded without tokens: what the page lists. */
  ofThread(person: string, thread: string): Promise<LastTurn[]>;
  /** The prompt as it was sent; before that, and where it never was, what was known of it at the start. */
  prompt(person: string, turn: string): Promise<Prompt>;
  /** The same, its row in columns as it is stored: of a long row many times as quick. */
  promptInColumns(person: string, turn: string): Promise<PromptInColumns>;
  /** Ids of a model's own words in finished turns, by message, for messages whose text they spell exactly. */
  ownTokens(person: string, thread: string): Promise<Map<string, number[]>>;
  /** Exact probabilities of the whole row, once computed. */
  exact(person: string, turn: string): Promise<unknown | undefined>;
  saveExact(person: string, turn: string, exact: unknown): Promise<void>;
  /**
   * Batches after `after` from the log, then live ones as they are committed; ends after `turn-end` or when `signal`
   * aborts. Rejects before the first batch: NotFound, or RangeError when `after` is beyond the end of the log.
   */
  follow(person: string, turn: string, after: number, signal: AbortSignal): Promise<AsyncIterable<Batch>>;
};

export type Preferences = {
  get(person: string, key: string): Promise<unknown | undefined>;
  set(person: string, key: string, value: unknown): Promise<void>;
};

export type Sightings = {
  /** An alias was answered by a snapshot. */
  saw(person: string, sighting: { vendor: string; alias: string; snapshot: string; at: number }): Promise<void>;
  list(
    person: string,
  ): Promise<{ vendor: string; alias: string; snapshot: string; firstSeen: number; lastSeen: number; times: number }[]>;
};

export type Store = {
  /** The one local person until accounts exist. */
  person: string;
  threads: Threads;
  turns: Turns;
  preferences: Preferences;
  sightings: Sightings;
  /** Turns that a crash left running get their `interrupted` end; returns how many. */
  recover(now: number): Promise<number>;
  /** A verified one-file copy while running. */
  backup(file: string): Promise<{ bytes: number; threads: number; turns: number }>;
  /** Integrity, schema number, sizes, cost of one durable commit in ms. */
  check(): Promise<{ integrity: string; schema: number; bytes: number; threads: number; turns: number; commitMs: number }>;
  close(): Promise<void>;
};

/** Not there, or not yours. */
export class NotFound extends Error {
  override name = 'NotFound';
  constructor(noun: string, id: string) {
    super(`There is no ${noun} ${id}.`);
  }
}

/** Data that this version cannot open: newer, changed or damaged; or a home that another process holds. */
export class StoreRefused extends Error {
  override name = 'StoreRefused';
}

/** A home that another process holds: it may be free in a moment. */
export class HomeHeld extends StoreRefused {
  override name = 'HomeHeld';
}

/** What was asked does not go with what is there. */
export class Conflict extends Error {
  override name = 'Conflict';
}
