/**
 * Reading ahead of need, while nobody waits: the opening of a row that will be asked for. Stops at the next slice as
 * soon as a turn comes.
 */
import type { Pace } from './pace.ts';
import type { Processor } from './processor.ts';
import { slicesOf } from './reader.ts';
import { LEAST_READ, type Sequences } from './sequences.ts';

export type ReadAhead = {
  /** The row to read next, when there is time. A later wish replaces an earlier one that has not begun. */
  wish(row: readonly number[]): void;
  /** A turn comes: resolves when nothing is being read ahead. */
  pause(): Promise<void>;
  /** A turn has gone. */
  resume(): void;
};

/** Smaller than a turn's own slices: a turn that comes waits for one at most. */
const SLICE = 8;

export function createReadAhead(sequences: Sequences, processor: Processor, pace: Pace): ReadAhead {
  let wished: readonly number[] | undefined;
  let turns = 0;
  let reading: Promise<void> | undefined;

  function begin(): void {
    if (turns > 0 || reading || !wished) return;
    const row = wished;
    wished = undefined;
    reading = read(row)
      .catch(() => {}) // Nobody asked for it aloud; a turn that meets the same fault will tell.
      .finally(() => {
        reading = undefined;
        begin();
      });
  }

  async function read(row: readonly number[]): Promise<void> {
    const taken = await sequences.takeSpare(row);
    if (!taken) return;
    const { sequence, kept } = taken;
    try {
      for (const { from, to } of slicesOf(row.length - kept, () => SLICE)) {
        if (turns > 0 || to - from < LEAST_READ) return;
        const slice = row.slice(kept + from, kept + to);
        await processor.run(() => pace.time('read', slice.length, () => sequence.read(slice)));
      }
    } finally {
      sequences.release(sequence);
    }
  }

  return {
    wish(row) {
      wished = row;
      begin();
    },
    async pause() {
      turns++;
      await reading;
    },
    resume() {
      turns--;
      begin();
    },
  };
}
