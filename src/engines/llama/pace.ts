/**
 * How fast the machine reads and decodes, and with how many threads. More threads than free cores make llama.cpp
 * wait in a circle, up to a hundred times slower, so the number is found out by trial and lowered while it hurts.
 */
import type { NativeModel } from './native.ts';

export type Work = 'read' | 'decode';

export type Pace = {
  /** Tokens of a slice: what is read in about 0.1 s, 8 to 32. */
  readonly sliceTokens: number;
  readonly decodeThreads: number;
  /** Tokens a second while decoding, by the last steps or the trial; absent before the first. */
  readonly tokensPerSecond: number | undefined;
  /** Runs one native call with the right threads, and takes note of its time. */
  time<Result>(work: Work, tokens: number, call: () => Promise<Result>): Promise<Result>;
};

export type Threads = Record<Work, number>;

const SLICE_SECONDS = 0.1;
const [LEAST_SLICE, MOST_SLICE] = [8, 32];
/** Steps whose median is watched, how much slower than the best they may be, and how long threads stay lowered. */
const WATCHED = 8;
const TOO_SLOW = 2.5;
const QUIET_MS = 30_000;

export function createPace(
  native: Pick<NativeModel, 'setThreads'>,
  threads: Threads,
  now: () => number = () => performance.now(),
): Pace {
  const stepsMs: number[] = [];
  let bestMs = Number.POSITIVE_INFINITY;
  let tokensPerMs: number | undefined;
  let lowered: { by: number; until: number } | undefined;

  const decodeThreads = () => Math.max(1, threads.decode - (lowered?.by ?? 0));

  function note(work: Work, tokens: number, ms: number): void {
    if (work === 'read') {
      if (tokens >= LEAST_SLICE) tokensPerMs = tokensPerMs === undefined ? tokens / ms : 0.7 * tokensPerMs + (0.3 * tokens) / ms;
      return;
    }
    stepsMs.push(ms);
    if (stepsMs.length > WATCHED) stepsMs.shift();
    if (stepsMs.length < WATCHED) return;
    const median = medianOf(stepsMs);
    bestMs = Math.min(bestMs, median);
    if (median > TOO_SLOW * bestMs && decodeThreads() > 1) {
      lowered = { by: (lowered?.by ?? 0) + 1, until: now() + QUIET_MS };
      stepsMs.length = 0;
    }
  }

  return {
    get sliceTokens() {
      const tokens = Math.floor((tokensPerMs ?? 0.16) * 1000 * SLICE_SECONDS);
      return Math.min(MOST_SLICE, Math.max(LEAST_SLICE, tokens));
    },
    get decodeThreads() {
      return decodeThreads();
    },
    get tokensPerSecond() {
      return stepsMs.length > 0 ? 1000 / medianOf(stepsMs) : undefined;
    },
    async time(work, tokens, call) {
      if (lowered && now() > lowered.until) lowered = undefined;
      native.setThreads(work === 'read' ? threads.read : decodeThreads());
      const began = now();
      const result = await call();
      note(work, tokens, now() - began);
      return result;
    },
  };
}

/** More threads are taken only where they are this much faster. */
const WORTH_IT = 1.15;
const TRIAL_READ = 16;
const TRIAL_STEPS = 4;

/** Tries 1 to `cores` threads on the first sequence, and leaves it empty. Takes about a second for 1.5 GB a core. */
export async function tryThreads(
  native: Pick<NativeModel, 'setThreads' | 'sequences'>,
  ids: readonly number[],
  cores: number,
  now: () => number = () => performance.now(),
): Promise<{ threads: Threads; stepMs: number }> {
  const [sequence] = native.sequences;
  if (!sequence) throw new Error('There is no sequence to try threads on.');
  const row = Array.from({ length: TRIAL_READ }, (_, at) => ids[at % ids.length] ?? 0);
  const ask = { count: 1, withBestLogit: false };
  const best: Threads = { read: 1, decode: 1 };
  const bestMs = { read: Number.POSITIVE_INFINITY, decode: Number.POSITIVE_INFINITY };
  native.setThreads(1);
  await sequence.read(row.slice(0, LEAST_SLICE));
  for (const count of threadCounts(cores)) {
    native.setThreads(count);
    await sequence.keep(0);
    const began = now();
    await sequence.read(row);
    const readMs = now() - began;
    const steps: number[] = [];
    for (let step = 0; step < TRIAL_STEPS; step++) {
      const from = now();
      await sequence.step([row[step] ?? 0], ask);
      steps.push(now() - from);
    }
    for (const [work, ms] of [
      ['read', readMs],
      ['decode', medianOf(steps)],
    ] as const) {
      if (ms * WORTH_IT > bestMs[work]) continue;
      bestMs[work] = ms;
      best[work] = count;
    }
  }
  await sequence.keep(0);
  return { threads: best, stepMs: bestMs.decode };
}

/** 1, 2, 3, 4, then every half as many again: each count costs a trial. */
function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count <= cores; count = count < 4 ? count + 1 : Math.floor(count * 1.5)) counts.push(count);
  return counts;
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
