/**
 * The link to one child process: starts it, asks it, hears it, kills it when it no longer breathes. One life: after
 * the child is gone the link is dead, and says of what. Knows no turns.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Call, Question, Questions, Report } from './call.ts';

export type Link = {
  send(call: Call): void;
  /** Rejects with the child's fault, or with `ChildGone`. */
  ask<Kind extends Question>(question: Kind, given: Questions[Kind][0], signal?: AbortSignal): Promise<Questions[Kind][1]>;
  /** Ends the child: on purpose, or for a reason that counts as a crash. */
  kill(because?: string): void;
  readonly gone: Promise<ChildGone>;
  /** Memory that the child may take; more ends it. */
  limit(bytes: number): void;
};

/** The child ended. `because` names the signal or exit code, and the last line that it wrote. */
export class ChildGone extends Error {
  override name = 'ChildGone';
  /** True when we ended it on purpose. */
  readonly isWanted: boolean;
  constructor(because: string, isWanted: boolean) {
    super(because);
    this.isWanted = isWanted;
  }
}

/** What the child refused or could not do; `name` is that of the error it threw. */
export class ChildFault extends Error {
  readonly fields: Record<string, unknown>;
  constructor(name: string, message: string, fields: Record<string, unknown>) {
    super(message);
    this.name = name;
    this.fields = fields;
  }
}

export type LinkOptions = {
  /** The file that the child runs. */
  entry: URL;
  onReport: (report: Report) => void;
  /** No sign of life for so long: it hangs. */
  silenceMs: number;
};

/** Looks for a sign of life within the time of silence. */
const LOOKS = 10;
/** Before the first sign: a busy machine may take long to read the library. */
const LOOKS_AT_START = 60;

/** Lines of the child's standard error that are kept. */
const LINES = 40;

export function startLink({ entry, onReport, silenceMs }: LinkOptions): Link {
  const child: ChildProcess = fork(entry, [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const lines: string[] = [];
  let nextId = 1;
  let isWanted = false;
  /** Why we ended it, when it was not on purpose. */
  let verdict: string | undefined;
  let limitBytes = Number.POSITIVE_INFINITY;
  /** Looks in a row at which nothing had been heard. Looks are counted, not time: a machine that slept tells nothing. */
  let silentLooks = 0;
  let hasSpoken = false;
  const { promise: gone, resolve: end } = Promise.withResolvers<ChildGone>();

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
    lines.splice(0, lines.length - LINES);
  });
  child.on('message', (report: Report) => {
    silentLooks = 0;
    hasSpoken = true;
    if (report.report === 'alive') weigh(report.residentBytes);
    else if (report.report === 'reply') settle(report.id)?.resolve(report.value as never);
    else if (report.report === 'fault')
      settle(report.id)?.reject(new ChildFault(report.fault.name, report.fault.message, report.fault.fields));
    else onReport(report);
  });
  child.on('error', (error) => finish(`The model's process could not be started: ${error.message}.`));
  child.on('close', (code, signal) => finish(sentenceOf(code, signal)));
  const watch = setInterval(() => {
    if (++silentLooks > (hasSpoken ? LOOKS : LOOKS_AT_START))
      condemn(`The model's process gave no sign of life for ${Math.round(silenceMs / 1000)} s and was ended.`);
  }, silenceMs / LOOKS);
  watch.unref();

  function condemn(because: string): void {
    verdict ??= because;
    child.kill('SIGKILL');
  }

  function weigh(bytes: number): void {
    if (bytes <= limitBytes) return;
    const [has, may] = [bytes, limitBytes].map((size) => `${(size / 1e9).toFixed(1)} GB`);
    condemn(`The model's process took ${has} of memory where at most ${may} were expected, and was ended.`);
  }

  function settle(id: number) {
    const asked = waiting.get(id);
    waiting.delete(id);
    return asked;
  }

  function finish(because: string): void {
    clearInterval(watch);
    const error = new ChildGone(because, isWanted);
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
    end(error);
  }

  function sentenceOf(code: number | null, signal: string | null): string {
    if (verdict !== undefined) return verdict;
    // Warnings are common and seldom the cause; an assertion of native code comes without a level.
    const last = lines.findLast((line) => !/^(warn|info|log|debug): /.test(line));
    const how = signal ? `by ${signal}` : `with code ${code}`;
    return `The model's process ended ${how}${last && !isWanted ? ` ("${last.slice(0, 200)}")` : ''}.`;
  }

  function send(call: Call): void {
    // A child that dies meanwhile is told of by its end, not by this call.
    if (child.connected) child.send(call, () => {});
  }

  return {
    send,
    ask(question, given, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (!child.connected) return gone.then((error) => Promise.reject(error));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: never) => void, reject });
        send({ call: 'ask', id, question, given });
        signal?.addEventListener('abort', () => {
          if (!settle(id)) return;
          send({ call: 'cancel', id });
          reject(signal.reason);
        });
      });
    },
    kill(because) {
      if (because !== undefined) return condemn(because);
      isWanted = true;
      child.kill('SIGKILL');
    },
    gone,
    limit(bytes) {
      limitBytes = bytes;
    },
  };
}
