/**
 * Where rows of published models are counted: in workers, so that neither a long text nor the loading of an encoding holds up the
 * server's other callers. Short texts have a worker of their own and never wait for long ones. A text that takes longer than its
 * deadline ends its worker, and the next one starts another; so does a rest. Knows no encoder and no route.
 */
import { Worker } from 'node:worker_threads';
import { TemplateRefused } from '#domain/templates/template';
import { Refusal } from './problem.ts';
import type { RowAsk } from './public-row.ts';
import type { RowReply } from './row-worker.ts';

/** What is needed of a worker; another one in tests. */
export type RowWorker = {
  postMessage(ask: RowAsk): void;
  terminate(): unknown;
  unref(): unknown;
  on(event: 'message', hear: (reply: RowReply) => void): unknown;
  on(event: 'error', hear: (error: Error) => void): unknown;
  on(event: 'exit', hear: (code: number) => void): unknown;
};

/** @throws Refusal, TemplateRefused; resolves to the JSON of the row */
export type CountRow = (ask: RowAsk) => Promise<Uint8Array>;

/** Bytes of UTF-8 from which a text is long: so many take about 15 ms here. */
const LONG_BYTES = 64_000;
const DEADLINE_MS = 20_000;
/** An encoding holds some 60 MB: a worker that nobody asks ends. */
const REST_MS = 60_000;

export function rowDesks(start: () => RowWorker = startWorker): CountRow {
  const short = rowDesk(start);
  const long = rowDesk(start);
  return (ask) => {
    const texts = 'text' in ask ? [ask.text] : [...ask.messages.map(({ text }) => text), JSON.stringify(ask.tools ?? [])];
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return (bytes < LONG_BYTES ? short : long)(ask);
  };
}

type Job = { ask: RowAsk; resolve: (json: Uint8Array) => void; reject: (error: Error) => void };

/** One worker, one text at a time, in the order in which they were asked. */
export function rowDesk(start: () => RowWorker, deadlineMs = DEADLINE_MS, restMs = REST_MS): CountRow {
  const queue: Job[] = [];
  let current: Job | undefined;
  let worker: RowWorker | undefined;
  let timer: NodeJS.Timeout | undefined;

  const end = (): void => {
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
  };
  const settle = (how: (job: Job) => void): void => {
    const job = current;
    current = undefined;
    clearTimeout(timer);
    if (job) how(job);
    next();
  };
  const fail = (error: Error): void => {
    end();
    settle((job) => job.reject(error));
  };
  const begin = (): RowWorker => {
    const begun = start();
    const isOurs = () => begun === worker;
    begun.on('message', (reply) => isOurs() && settle((job) => answer(job, reply)));
    begun.on('error', (error) => isOurs() && fail(error));
    begun.on(
      'exit',
      (code) => isOurs() && fail(new Refusal('vendor-fault', `Counting ended with exit code ${code}. Try again.`)),
    );
    begun.unref(); // After the listeners: one for messages keeps the process.
    return begun;
  };
  const next = (): void => {
    if (current) return;
    current = queue.shift();
    if (!current) {
      timer = setTimeout(end, restMs).unref();
      return;
    }
    clearTimeout(timer);
    worker ??= begin();
    const late = `This text took longer than ${deadlineMs / 1000} s to count. Send a shorter one.`;
    timer = setTimeout(() => fail(new Refusal('timed-out', late)), deadlineMs);
    worker.postMessage(current.ask);
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      queue.push({ ask, resolve, reject });
      next();
    });
}

function answer(job: Job, reply: RowReply): void {
  if ('json' in reply) job.resolve(reply.json);
  else job.reject(reply.isRefused ? new TemplateRefused(reply.failure) : new Error(reply.failure));
}

function startWorker(): RowWorker {
  return new Worker(new URL('./row-worker.ts', import.meta.url));
}
