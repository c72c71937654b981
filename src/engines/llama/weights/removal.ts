/** Removed files that can still be brought back, each with the moment at which it is really deleted. Knows no disk. */
import type { WeightsRecord } from './record.ts';
import type { PinnedRow } from './row.ts';

export type Removals = {
  /** Deletes when the time has come; at once when it has passed. */
  plan(record: WeightsRecord, row: PinnedRow): void;
  cancel(id: string): void;
  close(): void;
};

export function createRemovals(undoMs: number, now: () => number, remove: (row: PinnedRow) => Promise<void>): Removals {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    plan: (record, row) => {
      if (record.removedAt === undefined || timers.has(row.id)) return;
      const timer = setTimeout(
        () => {
          timers.delete(row.id);
          // A file that cannot be deleted now is tried again at the next start.
          remove(row).catch(() => undefined);
        },
        Math.max(0, record.removedAt + undoMs - now()),
      );
      timers.set(row.id, timer.unref());
    },
    cancel: (id) => {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
