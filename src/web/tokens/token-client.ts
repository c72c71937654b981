/**
 * The page's way to its token worker. Asks of one lane never queue: while one is under way only the newest waits, the
 * others are given up. An answer that takes longer than its deadline ends the worker, and the next ask starts another.
 */
import type { Answer, Ask, AskName } from './ask.ts';
import { textSender } from './text-relay.ts';
import type { Question, Reply } from './token-worker.ts';

/** What is needed of a `Worker`; another one in tests. */
export type WorkerLike = {
  postMessage(question: Question): void;
  terminate(): void;
  onmessage: ((event: { data: Reply }) => void) | null;
  onerror: ((event: unknown) => void) | null;
};

/** Asked again before the answer came: nobody waits for this one any more. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}

export class TookTooLong extends Error {
  override name = 'TookTooLong';
  readonly afterMs: number;
  constructor(afterMs: number) {
    super(`Counting was stopped after ${afterMs / 1000} s. Try a shorter text.`);
    this.afterMs = afterMs;
  }
}

export type TokenClient = {
  /**
   * @param lane asks of one lane replace each other: `page/o200k`
   * @throws GivenUp, TookTooLong, Error with the worker's sentence
   */
  ask<Name extends AskName>(lane: string, ask: Ask<Name>): Promise<Answer<Name>>;
};

/** Generous: five megabytes take about two seconds here, and the first ask fetches an encoding. */
export const DEADLINE_MS = 20_000;

type Job = { lane: string; ask: Ask; resolve: (answer: never) => void; reject: (error: Error) => void };

export function tokenClient(start: () => WorkerLike, deadlineMs = DEADLINE_MS): TokenClient {
  let worker: WorkerLike | undefined;
  let send = textSender();
  let lastJob = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const queue: Job[] = [];
  let current: (Job & { number: number }) | undefined;

  const end = (error: Error): void => {
    worker?.terminate();
    worker = undefined;
    finish((job) => job.reject(error));
  };
  const finish = (settle: (job: Job) => void): void => {
    const job = current;
    clearTimeout(timer);
    current = undefined;
    if (job) settle(job);
    next();
  };
  const next = (): void => {
    if (current) return;
    const job = queue.shift();
    if (!job) return;
    lastJob++;
    current = { ...job, number: lastJob };
    if (!worker) {
      worker = start();
      send = textSender();
      worker.onmessage = ({ data }) => {
        if (data.job !== current?.number) return;
        finish((asked) => ('failure' in data ? asked.reject(new Error(data.failure)) : asked.resolve(data.answer as never)));
      };
      worker.onerror = () => end(new Error('The token worker failed. Reload the page.'));
    }
    timer = setTimeout(() => end(new TookTooLong(deadlineMs)), deadlineMs);
    worker.postMessage({ job: lastJob, ...send(job.ask) });
  };

  return {
    ask: (lane, ask) =>
      new Promise((resolve, reject) => {
        const waiting = queue.findIndex((job) => job.lane === lane);
        if (waiting >= 0) queue.splice(waiting, 1)[0]?.reject(new GivenUp(`A newer ask of ${lane} came.`));
        // The union of all asks is one of them; the compiler cannot see it through the type parameter.
        queue.push({ lane, ask: ask as Ask, resolve, reject });
        next();
      }),
  };
}
