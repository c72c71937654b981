/**
 * How fast the machine reads and decodes, and with how many threads. More threads than free cores make llama.cpp
 * wait in a circle, up to a hundred times slower, so numbers are measured, not assumed.
 *
 * Any number of threads gives the same logits (`library.ts` sees to it), so reading follows what is fastest now; decoding keeps
 * what was chosen at the start, and lowers it only while it hurts badly.
 */
import type { NativeModel } from './native.ts';

export type Work = 'read' | 'decode';

export type Pace = {
  /** Tokens of the next slice: what is read in about 0.16 s, 8 to 62. */
  readonly sliceTokens: number;
  /** Milliseconds a step takes, by the last ones; absent before the first. */
  readonly stepMs: number | undefined;
  /** Runs one native call of so many tokens with the right threads, and takes note of its time. */
  time<Result>(work: Work, tokens: number, call: (threads: number) => Promise<Result>): Promise<Result>;
};

export type PaceStart = {
  decodeThreads: number;
  /** Thread counts that reading may use, and what a token took when each was tried, in ms. */
  readMs: Map<number, number | undefined>;
};

/**
 * How long a slice may take: Stop is heard after it, and has 200 ms. Slices of 8 tokens read at half the speed of slices of 16 or more
 * (1.5B file, 2 threads: 71, 115 and 144 tokens/s with slices of 8, 16 and 32).
 */
const SLICE_MS = 160;
/** From 64 tokens on llama.cpp takes another kernel of attention, which rounds differently; a slice may be one longer than asked. */
const [LEAST_SLICE, MOST_SLICE] = [8, 62];
/** Another count has to be so much faster to be taken. */
const WORTH_IT = 1.15;
/** Weight of the newest measurement of reading. */
const NEWEST = 0.5;
/** After so long what was measured no longer counts: others may have come or gone. */
const STALE_MS = 30_000;
/** Steps whose median is watched, and how much slower than the best they may be. */
const WATCHED = 8;
const TOO_SLOW = 2.5;

export function createPace(
  native: Pick<NativeModel, 'setThreads'>,
  { decodeThreads, readMs }: PaceStart,
  now: () => number = () => performance.now(),
): Pace {
  const tried = new Map([...readMs].flatMap(([count, ms]) => (ms === undefined ? [] : [[count, { ms, at: now() }]])));
  const counts = [...readMs.keys()].sort((a, b) => a - b);
  const steps: number[] = [];
  let bestStepMs = Number.POSITIVE_INFINITY;
  let lowered: { by: number; until: number } | undefined;

  /** A count that was not tried lately, fewest first. */
  const untried = () => counts.find((count) => now() - (tried.get(count)?.at ?? Number.NEGATIVE_INFINITY) > STALE_MS);

  function readThreads(): number {
    const msOf = (count: number) => tried.get(count)?.ms ?? Number.POSITIVE_INFINITY;
    return untried() ?? counts.reduce((best, count) => (msOf(count) * WORTH_IT <= msOf(best) ? count : best), counts[0] ?? 1);
  }

  function threadsOf(work: Work): number {
    if (work === 'read') return readThreads();
    if (lowered && now() > lowered.until) lowered = undefined;
    return Math.max(1, decodeThreads - (lowered?.by ?? 0));
  }

  function note(work: Work, threads: number, tokens: number, ms: number): void {
    if (work === 'decode') noteStep(threads, ms);
    else if (tokens >= LEAST_SLICE) noteSlice(threads, ms / tokens);
  }

  function noteSlice(threads: number, ms: number): void {
    const before = tried.get(threads);
    const isFresh = before && now() - before.at < STALE_MS;
    tried.set(threads, { ms: isFresh ? (1 - NEWEST) * before.ms + NEWEST * ms : ms, at: now() });
  }

  function noteStep(threads: number, ms: number): void {
    steps.push(ms);
    if (steps.length > WATCHED) steps.shift();
    if (steps.length < WATCHED) return;
    const median = medianOf(steps);
    bestStepMs = Math.min(bestStepMs, median);
    if (median <= TOO_SLOW * bestStepMs || threads === 1) return;
    lowered = { by: (lowered?.by ?? 0) + 1, until: now() + STALE_MS };
    steps.length = 0;
  }

  return {
    get sliceTokens() {
      const ms = tried.get(readThreads())?.ms;
      if (ms === undefined || untried() !== undefined) return LEAST_SLICE;
      return Math.min(MOST_SLICE, Math.max(LEAST_SLICE, Math.floor(SLICE_MS / ms)));
    },
    get stepMs() {
      return steps.length > 0 ? medianOf(steps) : undefined;
    },
    async time(work, tokens, call) {
      const threads = threadsOf(work);
      native.setThreads(threads);
      const began = now();
      const result = await call(threads);
      note(work, threads, tokens, now() - began);
      return result;
    },
  };
}

const TRIAL_READ = 16;
const TRIAL_STEPS = 4;

/**
 * Tries 1 to `cores` threads on the first sequence, and leaves it empty. Takes about a second a count for 1.1 GB.
 */
export async function tryThreads(
  native: Pick<NativeModel, 'setThreads' | 'sequences'>,
  ids: readonly number[],
  cores: number,
  now: () => number = () => performance.now(),
): Promise<PaceStart & { stepMs: number }> {
  const [sequence] = native.sequences;
  if (!sequence) throw new Error('There is no sequence to try threads on.');
  const row = Array.from({ length: TRIAL_READ }, (_, at) => ids[at % ids.length] ?? 0);
  const start = { decodeThreads: 1, readMs: new Map<number, number | undefined>(), stepMs: Number.POSITIVE_INFINITY };
  native.setThreads(1);
  await sequence.read(row.slice(0, LEAST_SLICE)); // The first call is slow: pages of the file come in.
  for (const count of threadCounts(cores)) {
    native.setThreads(count);
    await sequence.keep(0);
    const began = now();
    await sequence.read(row);
    start.readMs.set(count, (now() - began) / TRIAL_READ);
    const steps: number[] = [];
    for (let step = 0; step < TRIAL_STEPS; step++) {
      const from = now();
      await sequence.step([row[step] ?? 0], { count: 1, withBestLogit: false });
      steps.push(now() - from);
    }
    const stepMs = medianOf(steps);
    if (stepMs * WORTH_IT > start.stepMs) continue;
    start.decodeThreads = count;
    start.stepMs = stepMs;
  }
  await sequence.keep(0);
  return start;
}

/** 1, 2, 3, 4, then half as many again: each count costs a trial. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count <= cores; count = count < 4 ? count + 1 : Math.floor(count * 1.5)) counts.push(count);
  return counts;
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
