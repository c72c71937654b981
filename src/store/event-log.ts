/**
 * The event log: batches of turn events, committed before anybody sees them. Every 30 ms one transaction takes what
 * all running turns have; what somebody waits for goes at once. Knows no engine and no HTTP.
 */
import { setImmediate as nextTask } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import type { TurnEvent } from '#domain/conversation/turn-event';
import type { Database, Statement } from './database.ts';
import type { RunningTurn } from './running-turn.ts';
import { termsOf } from './search.terms.ts';
import { type Batch, Conflict, NotFound } from './store.ts';
import { type LogBatch, TurnReader } from './turn-reader.ts';
import { batchStatement, endStatements, partsAtEnd } from './turn-row.ts';

/** Between an event and its commit; half of it is what a person sees on average. */
const TICK_MS = 30;
/** In UTF-16 units of JSON: a batch that has grown to this does not wait for the tick. */
const LARGEST_BATCH = 65_536;
const ROWS_A_READING = 64;

type Waiting = {
  running: RunningTurn;
  /** What is written with the batch. */
  also: Statement[];
  seq: Promise<number>;
  resolve(seq: number): void;
  reject(error: Error): void;
};

export class EventLog {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #running = new Map<string, RunningTurn>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #failures = new Map<string, Error>();
  readonly #readers = new Map<string, Set<TurnReader>>();
  #tick: NodeJS.Timeout | undefined;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  isRunning(turn: string): boolean {
    return this.#running.has(turn);
  }

  /** From now on `running` can be appended to. */
  begin(running: RunningTurn): void {
    this.#running.set(running.id, running);
  }

  async append(turn: string, events: readonly TurnEvent[], also: readonly Statement[] = []): Promise<number> {
    const running = this.#running.get(turn);
    const failure = this.#failures.get(turn);
    if (failure) throw failure;
    if (!running) throw new Conflict(`Turn ${turn} is not running here: it has ended, or another process started it.`);
    const isAwaited = running.take(events);
    const waiting = this.#waiting.get(turn) ?? this.#wait(running);
    waiting.also.push(...also);
    if (isAwaited || running.waitingLength > LARGEST_BATCH) this.#commit(waiting);
    else this.#tick ??= setTimeout(() => this.#commitAll(), TICK_MS);
    return waiting.seq;
  }

  async follow(person: string, turn: string, after: number, signal: AbortSignal): Promise<AsyncIterable<Batch>> {
    const last = await this.#lastSeq(person, turn);
    if (!Number.isSafeInteger(after) || after < 0 || after > last.seq) {
      throw new RangeError(`The log of turn ${turn} ends at ${last.seq}; there is nothing after ${after}. Begin at 0.`);
    }
    if (last.isEnd && after === last.seq) return nothing();
    return this.#tail(turn, after, signal);
  }

  /** Commits all that waits. */
  async settle(): Promise<void> {
    const seqs = [...this.#waiting.values()].map((waiting) => waiting.seq);
    this.#commitAll();
    await Promise.allSettled(seqs);
  }

  #wait(running: RunningTurn): Waiting {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const waiting: Waiting = { running, also: [], seq: promise, resolve, reject };
    this.#waiting.set(running.id, waiting);
    return waiting;
  }

  #commitAll(): void {
    clearTimeout(this.#tick);
    this.#tick = undefined;
    for (const waiting of [...this.#waiting.values()]) this.#commit(waiting);
  }

  #commit(waiting: Waiting): void {
    this.#waiting.delete(waiting.running.id);
    this.#write(waiting).then(waiting.resolve, (error: Error) => {
      this.#failures.set(waiting.running.id, error);
      this.#running.delete(waiting.running.id);
      for (const reader of this.#readers.get(waiting.running.id) ?? []) reader.fail(error);
      waiting.reject(error);
    });
  }

  /** Commit, then emit: readers get the bytes that were committed. */
  async #write({ running, also }: Waiting): Promise<number> {
    const json = running.nextBatch();
    const { seq } = running;
    const at = this.#now();
    const isLast = running.folded.status !== 'running';
    const unit = [batchStatement(this.#database.queries, running.id, { seq, at, json }), ...also];
    if (isLast) {
      const terms = await termsOf(textOf(partsAtEnd(running)), nextTask);
      unit.push(...endStatements(this.#database.queries, { running, at, terms }));
    }
    await this.#database.write(unit);
    if (isLast) this.#running.delete(running.id);
    for (const reader of this.#readers.get(running.id) ?? []) reader.offer({ seq, json, isLast });
    return seq;
  }

  async #lastSeq(person: string, turn: string): Promise<{ seq: number; isEnd: boolean }> {
    const { queries } = this.#database;
    const row = await queries
      .selectFrom('turn')
      .select('last_seq')
      .select(
        queries
          .selectFrom('turn_event')
          .select((eb) => eb.fn.max('seq').as('seq'))
          .where('turn_id', '=', turn)
          .as('seq'),
      )
      .where('id', '=', turn)
      .where('person_id', '=', person)
      .executeTakeFirst();
    if (!row) throw new NotFound('turn', turn);
    return { seq: row.last_seq ?? row.seq ?? 0, isEnd: row.last_seq !== null };
  }

  async *#tail(turn: string, after: number, signal: AbortSignal): AsyncGenerator<Batch> {
    const reader = new TurnReader((from) => this.#read(turn, from), after);
    const readers = this.#readers.get(turn) ?? new Set();
    this.#readers.set(turn, readers.add(reader));
    const failure = this.#failures.get(turn);
    if (failure) reader.fail(failure);
    try {
      yield* reader.batches(signal);
    } finally {
      readers.delete(reader);
      if (readers.size === 0 && this.#readers.get(turn) === readers) this.#readers.delete(turn);
    }
  }

  async #read(turn: string, after: number): Promise<{ batches: LogBatch[]; hasMore: boolean }> {
    const rows = await this.#database.queries
      .selectFrom('turn_event')
      .innerJoin('turn', 'turn.id', 'turn_event.turn_id')
      .select(['turn_event.seq', 'turn_event.events', 'turn.last_seq'])
      .where('turn_event.turn_id', '=', turn)
      .where('turn_event.seq', '>', after)
      .orderBy('turn_event.seq')
      .limit(ROWS_A_READING)
      .execute();
    const batches = rows.map((row) => ({ seq: row.seq, json: row.events, isLast: row.seq === row.last_seq }));
    return { batches, hasMore: rows.length === ROWS_A_READING };
  }
}

async function* nothing(): AsyncGenerator<Batch> {}
