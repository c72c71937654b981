/**
 * The sequences of a loaded file and what each has in mind: a new row goes where most of it has been read already.
 * Knows no turns and no text.
 */
import type { NativeSequence } from './native.ts';

export type Taken = { sequence: NativeSequence; kept: number };

export type Sequences = {
  /** The best free sequence for a row, cut back to what it shares with it. Waits while all are taken. */
  take(row: readonly number[], use: 'turn' | 'ahead'): Promise<Taken>;
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
  return {
    async take(row, use) {
      while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const { sequence, kept } = cheapest(free, row, use === 'turn');
      free = free.filter((one) => one !== sequence);
      if (sequence.length > kept) await sequence.keep(kept);
      return { sequence, kept };
    },
    release(sequence) {
      free.unshift(sequence);
      waiting.shift()?.();
    },
  };
}

function cheapest(free: readonly NativeSequence[], row: readonly number[], isTurn: boolean): Taken {
  const costs = free.map((sequence, age) => ({ sequence, ...costOf(sequence, row, age, isTurn) }));
  return costs.reduce((best, one) => (one.cost < best.cost ? one : best));
}

/**
 * What taking this sequence costs, in tokens: those to read, and those to forget. What is forgotten counts half as much
 * with every sequence that was used later, and little where a turn's whole row stands before it: that was an earlier
 * answer to the same question. So a thread goes on where it was, and a new one takes an empty or the oldest sequence.
 */
function costOf(sequence: NativeSequence, row: readonly number[], age: number, isTurn: boolean): { kept: number; cost: number } {
  const evaluated = sequence.evaluated();
  const most = Math.min(evaluated.length, row.length - LEAST_READ);
  let kept = 0;
  while (kept < most && evaluated[kept] === row[kept]) kept++;
  const isRetry = isTurn && kept > 0 && kept === row.length - LEAST_READ;
  const lost = (evaluated.length - kept) * 0.5 ** age;
  return { kept, cost: row.length - kept + lost * (isRetry ? RETRY_WEIGHT : 1) };
}
