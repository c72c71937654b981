/** One piece of work on one file, as others see it: how far it is, from where, how fast. Knows no disk and no network. */
import type { LockNote } from './lock.ts';
import { createMeter, type Meter } from './meter.ts';
import type { Phase, Telling } from './obtain.ts';
import type { WeightsRow } from './row.ts';
import type { Live } from './view.ts';

export type Job = {
  readonly signal: AbortSignal;
  readonly live: Live;
  abort(reason: Error): void;
  begin(row: WeightsRow): void;
  /** Another process works on this file: say what it says. */
  waitFor(holder: LockNote & { pid: number }): void;
  /** From now on the lock hears how far we are. */
  noteTo(note: (note: LockNote) => void): void;
  /** Counts bytes of a phase of so many. */
  sharing(phase: Phase, total: number): (bytes: number) => void;
  tell: Telling;
};

/** Often enough for a bar, seldom enough for a page. */
const TELL_MS = 200;

export function startJob(now: () => number, onChange: () => void): Job {
  const controller = new AbortController();
  const live: Live = {};
  let meter: Meter | undefined;
  let toldAt = 0;
  let noteToLock: ((note: LockNote) => void) | undefined;
  const changed = (isNews: boolean): void => {
    noteToLock?.({
      ...(live.received !== undefined && { received: live.received }),
      ...(live.source && { source: live.source }),
    });
    if (!isNews && now() - toldAt < TELL_MS) return;
    toldAt = now();
    onChange();
  };
  const set = (change: Partial<Live>, isNews = true): void => {
    Object.assign(live, change);
    changed(isNews);
  };
  const received = (bytes: number): void => set({ received: bytes, ...meter?.read(bytes, now()) }, false);
  const phase = (name: Phase, share?: number): void => {
    const isNews = live.phase !== name;
    if (isNews && name !== 'fetching') {
      delete live.bytesPerSecond;
      delete live.secondsLeft;
    }
    if (share === undefined) delete live.share;
    set({ phase: name, ...(share !== undefined && { share }) }, isNews);
  };
  return {
    signal: controller.signal,
    live,
    abort: (reason) => controller.abort(reason),
    begin: (row) => {
      meter = createMeter(row.bytes ?? 0);
    },
    waitFor: ({ pid, received: bytes, source }) => {
      const other = source === undefined ? '' : `: ${source}`;
      live.source = `another Oriel process (${pid})${other}`;
      received(bytes ?? live.received ?? 0);
    },
    noteTo: (note) => {
      noteToLock = note;
    },
    sharing: (name, total) => {
      let done = 0;
      return (bytes) => {
        done += bytes;
        phase(name, done / total);
      };
    },
    tell: {
      source: (source, sourceKind) => set({ source, sourceKind }),
      phase,
      received,
      notice: (sentence) => set({ notices: [...(live.notices ?? []), sentence] }),
    },
  };
}
