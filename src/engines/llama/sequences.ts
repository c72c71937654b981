/**
 * The sequences of a loaded file and what each has in mind: a new row goes where most of it has been read already.
 * Knows no turns and no text.
 */
import type { NativeSequence } from './native.ts';

export type Taken = { sequence: NativeSequence; kept: number };

export type Sequences = {
  /** The best free sequence for a row, cut back to what it shares with it. Waits while all are taken. */
  take(row: readonly number[]): Promise<Taken>;
  /** One that a row may be read into ahead of need; undefined where that row is there, or more would be lost than won. */
  takeSpare(row: readonly number[]): Promise<Taken | undefined>;
  release(sequence: NativeSequence): void;
};

/** The last tokens of a row are always read: the model's answer comes from reading, and a slice has two tokens or more. */
export const LEAST_READ = 2;

/** What an earlier answer to the same question counts, against other things that would be forgotten. */
const RETRY_WEIGHT = 0.1;

export function createSequences(natives: readonly NativeSequence[]): Sequences {
  /** Most recently used first. */
  let free = [...natives];
  const waiting: (() => void)[] = [];

  async function give({ sequence, kept }: Taken): Promise<Taken> {
    free = free.filter((one) => one !== sequence);
    if (sequence.length > kept) await sequence.keep(kept);
    return { sequence, kept };
  }

  return {
    async take(row) {
      while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return give(cheapest(free.map((sequence, age) => fitOf(sequence, row, age))));
    },
    async takeSpare(row) {
      if (free.length === 0 || free.some((sequence) => isAbout(sequence, row))) return undefined;
      const fit = cheapest(free.map((sequence, age) => ({ ...fitOf(sequence, row, age), isRetry: false })));
      return fit.lost > row.length ? undefined : give(fit);
    },
    release(sequence) {
      free.unshift(sequence);
      waiting.shift()?.();
    },
  };
}

type Fit = Taken & {
  /** Tokens to read, and those to forget: the latter count half as much with every sequence that was used later. */
  toRead: number;
  lost: number;
  /** The whole row stands before what would be forgotten: that was an earlier answer to the same question. */
  isRetry: boolean;
};

function fitOf(sequence: NativeSequence, row: readonly number[], age: number): Fit {
  const evaluated = sequence.evaluated();
  const most = Math.min(evaluated.length, row.length - LEAST_READ);
  let kept = 0;
  while (kept < most && evaluated[kept] === row[kept]) kept++;
  const lost = (evaluated.length - kept) * 0.5 ** age;
  return { sequence, kept, toRead: row.length - kept, lost, isRetry: kept > 0 && kept === row.length - LEAST_READ };
}

/** So a thread goes on where it was, and a new one takes an empty or the oldest sequence. */
function cheapest(fits: readonly Fit[]): Fit {
  const costOf = ({ toRead, lost, isRetry }: Fit) => toRead + lost * (isRetry ? RETRY_WEIGHT : 1);
  return fits.reduce((best, one) => (costOf(one) < costOf(best) ? one : best));
}

/** Whether a sequence has exactly this row in mind. */
function isAbout(sequence: NativeSequence, row: readonly number[]): boolean {
  const evaluated = sequence.evaluated();
  return evaluated.length === row.length && row.every((id, at) => evaluated[at] === id);
}
