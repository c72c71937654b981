/**
 * One reader of one turn's log. It is handed live batches as they are committed, as long as it keeps up (at most
 * 1 MiB waits for it); else it reads the table later. It never passes a gap. Shares nothing with the writer but the log.
 */
import type { Batch } from './store.ts';

/** `isLast`: the batch holds `turn-end`. */
export type LogBatch = Batch & { isLast: boolean };

/** Batches of the log after a seq, oldest first; at most as many as one reading takes. */
export type ReadLog = (after: number) => Promise<{ batches: LogBatch[]; hasMore: boolean }>;

/** In UTF-16 units of JSON. */
const MOST_HELD = 1_048_576;

export class TurnReader {
  readonly #read: ReadLog;
  #after: number;
  #live: LogBatch[] = [];
  #held = 0;
  /** There may be rows in the table that were not handed over. */
  #isBehind = true;
  #wake: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(read: ReadLog, after: number) {
    this.#read = read;
    this.#after = after;
  }

  /** A batch was committed. */
  offer(batch: LogBatch): void {
    if (this.#held + batch.json.length > MOST_HELD) this.#dropLive();
    else {
      this.#live.push(batch);
      this.#held += batch.json.length;
    }
    this.#wake?.();
  }

  /** Nothing more can be committed: reading ends with this error. */
  fail(error: Error): void {
    this.#failure = error;
    this.#wake?.();
  }

  async *batches(signal: AbortSignal): AsyncGenerator<Batch> {
    const leave = () => this.#wake?.();
    signal.addEventListener('abort', leave);
    try {
      while (!signal.aborted) {
        const batches = this.#isBehind ? await this.#readOn() : this.#takeLive();
        for (const batch of batches) {
          if (signal.aborted) return;
          if (batch.seq <= this.#after) continue;
          if (batch.seq > this.#after + 1) {
            this.#dropLive();
            break;
          }
          this.#after = batch.seq;
          yield { seq: batch.seq, json: batch.json };
          if (batch.isLast) return;
        }
        if (this.#isBehind || this.#live.length > 0) continue;
        if (this.#failure) throw this.#failure;
        await this.#nextOffer(signal);
      }
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async #readOn(): Promise<LogBatch[]> {
    this.#isBehind = false;
    const { batches, hasMore } = await this.#read(this.#after);
    this.#isBehind ||= hasMore;
    return batches;
  }

  #takeLive(): LogBatch[] {
    const batch = this.#live.shift();
    if (!batch) return [];
    this.#held -= batch.json.length;
    return [batch];
  }

  #dropLive(): void {
    this.#live = [];
    this.#held = 0;
    this.#isBehind = true;
  }

  async #nextOffer(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
