/**
 * The committer, seen from the server's loop: units of work that wait together become one transaction in its thread,
 * so a slow disk makes transactions larger, not more. Knows no table.
 */
import { Worker } from 'node:worker_threads';
import type { Report, Work } from './database.thread.ts';
import { type Row, type Statement, StorageFailed, UnitRefused } from './database.ts';

/** How long a failing disk is tried before what waits is given up, and how often. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 250;

type Entry = { unit: readonly Statement[]; resolve(rows: Row[][]): void; reject(error: Error): void };

export class Committer {
  readonly #worker: Worker;
  #waiting: Entry[] = [];
  #underWay: Entry[] = [];
  #isScheduled = false;
  /** Reports to come; the first says that the file is open. */
  #pending = 1;
  #failingSince: number | undefined;
  #problem: Error | undefined;
  readonly #copies = new Map<string, { resolve(): void; reject(error: Error): void }>();
  #closed: (() => void) | undefined;

  /** Units may be posted at once: they wait until the thread has opened the file. */
  constructor(file: string) {
    this.#worker = new Worker(new URL('./database.thread.ts', import.meta.url), { workerData: { file }, execArgv: [] });
    this.#worker.on('message', (report: Report) => this.#take(report));
    this.#worker.on('error', (error: Error) => this.#fail(new StorageFailed(`The committer's thread ended: ${error.message}`)));
  }

  write(unit: readonly Statement[]): Promise<Row[][]> {
    if (this.#problem) return Promise.reject(this.#problem);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, resolve, reject });
      this.#schedule();
    });
  }

  /** An online copy from the writing connection: from another one it would begin again at each commit. */
  copy(file: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#copies.set(file, { resolve, reject });
      this.#post({ copyTo: file });
    });
  }

  /** Commits what waits, then closes the connection. */
  async close(): Promise<void> {
    while (!this.#problem && this.#waiting.length + this.#underWay.length > 0) await this.write([]).catch(() => {});
    if (this.#problem) return;
    this.#problem = new StorageFailed('The store is closed.');
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      this.#post('close');
    });
  }

  #post(work: Work): void {
    this.#pending += 1;
    this.#worker.ref();
    this.#worker.postMessage(work);
  }

  /** At the end of this task, so that all that it wrote goes together; not before the last transaction is done. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay.length > 0 || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#underWay = this.#waiting;
      this.#waiting = [];
      this.#post({ units: this.#underWay.map((entry) => entry.unit.map(bare)) });
    });
  }

  #take(report: Report): void {
    this.#pending -= 1;
    if (this.#pending === 0) this.#worker.unref();
    if (report === 'open') return;
    if (report === 'closed') this.#closed?.();
    else if ('copied' in report) this.#takeCopy(report);
    else this.#settle(report);
  }

  #settle(report: Extract<Report, { outcomes: unknown } | { failed: string }>): void {
    const entries = this.#underWay;
    this.#underWay = [];
    if ('failed' in report) this.#holdBack(entries, report.failed);
    else {
      this.#failingSince = undefined;
      for (const [index, entry] of entries.entries()) {
        const outcome = report.outcomes[index];
        if (outcome && 'rows' in outcome) entry.resolve(outcome.rows);
        else entry.reject(new UnitRefused(outcome?.refusal ?? { kind: 'invalid', message: 'The unit has no outcome.' }));
      }
    }
    this.#schedule();
  }

  /** A full or broken disk is given some time; nothing is reported as done before it is. */
  #holdBack(entries: Entry[], reason: string): void {
    this.#failingSince ??= performance.now();
    if (performance.now() - this.#failingSince < PATIENCE_MS) {
      this.#waiting.unshift(...entries);
      this.#isScheduled = true;
      setTimeout(() => {
        this.#isScheduled = false;
        this.#schedule();
      }, RETRY_MS);
      return;
    }
    this.#failingSince = undefined;
    const sentence = `The disk did not take what was to be kept (${reason}). Make room, or look at its health, and try again.`;
    for (const entry of entries) entry.reject(new StorageFailed(sentence));
  }

  #takeCopy(report: Extract<Report, { copied: string }>): void {
    const copy = this.#copies.get(report.copied);
    this.#copies.delete(report.copied);
    if (report.problem === undefined) copy?.resolve();
    else copy?.reject(new StorageFailed(`The copy to ${report.copied} failed: ${report.problem}`));
  }

  #fail(error: Error): void {
    this.#problem = error;
    for (const entry of [...this.#underWay, ...this.#waiting]) entry.reject(error);
    for (const copy of this.#copies.values()) copy.reject(error);
    this.#underWay = [];
    this.#waiting = [];
    this.#closed?.();
  }
}

/** A compiled query carries the tree that it was made from: the thread needs none of it, and copying it took as long as the rest. */
function bare({ sql, parameters, must }: Statement): Statement {
  return { sql, parameters, ...(must !== undefined && { must }) };
}
