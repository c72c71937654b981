/**
 * The lives of a model's child process, one after the other: started when it is needed, given up when it idles,
 * started again after a crash, set aside when it crashes too often. Knows no turns.
 */
import { ModelUnusable } from '../engine.ts';
import type { LocalModelState } from '../local-model.ts';
import type { Loaded, LoadOptions, Report } from './call.ts';
import { ChildGone, type Link, startLink } from './link.ts';

export type LifeNeeds = {
  name: string;
  entry: URL;
  load: LoadOptions;
  silenceMs: number;
  idleMs: number;
  /** Pauses before the starts after the second crash in a row, the third, .. */
  pausesMs: readonly number[];
  /** Whether a turn or a question is under way: then the child is not idle. */
  isBusy: () => boolean;
  onReport: (report: Report) => void;
  onState: (state: LocalModelState) => void;
  onGone: (link: Link) => void;
};

export type Child = { link: Link; loaded: Loaded };

export type Life = {
  readonly state: LocalModelState;
  /** The child with the file loaded; starts it when there is none. Rejects with one sentence. */
  ready(): Promise<Child>;
  /** The child if there is one. */
  current(): Promise<Child> | undefined;
  /** An answer came to its end: crashes before it were not the file's fault. */
  prove(): void;
  end(): Promise<void>;
};

/** So many crashes in a row within this time, and the file is set aside. */
const CRASHES = { most: 3, withinMs: 5 * 60_000 };

export function createLife(needs: LifeNeeds): Life {
  const { name, entry, silenceMs, idleMs, pausesMs } = needs;
  let state: LocalModelState = { state: 'unloaded' };
  let current: Promise<Child> | undefined;
  let link: Link | undefined;
  let crashes: number[] = [];
  let idle: NodeJS.Timeout | undefined;

  function enter(next: LocalModelState): void {
    state = next;
    needs.onState(next);
  }

  function ready(): Promise<Child> {
    putOffIdle();
    current ??= start().catch((error: unknown) => {
      current = undefined;
      link?.kill();
      const isWanted = error instanceof ChildGone && error.isWanted;
      const because = error instanceof Error ? error.message : String(error);
      const message = isWanted ? `${name} was unloaded while it was loading. Ask again.` : `${name} cannot be used: ${because}`;
      enter(isWanted ? { state: 'unloaded' } : { state: 'failed', message });
      throw new ModelUnusable(message);
    });
    return current;
  }

  async function start(): Promise<Child> {
    const since = Date.now();
    crashes = crashes.filter((at) => since - at < CRASHES.withinMs);
    if (crashes.length >= CRASHES.most)
      throw new Error(
        `it crashed ${crashes.length} times in a row within five minutes and is set aside for a while. Choose another model, or check the file with "oriel weights verify".`,
      );
    enter({ state: 'loading', since });
    const pauseMs = pausesMs[crashes.length - 2] ?? 0; // After the first crash at once.
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const started = startLink({ entry, silenceMs, onReport: hear });
    link = started;
    void started.gone.then((error) => bury(started, error));
    const loaded = await started.ask('load', needs.load);
    started.limit(MEMORY_FACTOR * loaded.neededBytes + MEMORY_EXTRA);
    const { threads, tokensPerSecond, loadMs, window, candidates } = loaded;
    enter({ state: 'ready', threads, loadMs, window, candidates, ...(tokensPerSecond !== undefined && { tokensPerSecond }) });
    return { link: started, loaded };
  }

  function hear(report: Report): void {
    if (report.report === 'loading' && state.state === 'loading') enter({ ...state, share: report.share });
    else needs.onReport(report);
  }

  function bury(dead: Link, error: ChildGone): void {
    if (!error.isWanted) crashes.push(Date.now());
    if (dead === link) {
      current = undefined;
      link = undefined;
      clearTimeout(idle);
      if (state.state !== 'failed') enter(error.isWanted ? { state: 'unloaded' } : { state: 'failed', message: error.message });
    }
    needs.onGone(dead);
  }

  function putOffIdle(): void {
    clearTimeout(idle);
    idle = setTimeout(() => (state.state === 'loading' || needs.isBusy() ? putOffIdle() : link?.kill()), idleMs);
    idle.unref();
  }

  return {
    get state() {
      return state;
    },
    ready,
    current: () => current,
    prove() {
      crashes = [];
    },
    async end() {
      clearTimeout(idle);
      const ending = link;
      ending?.kill();
      await ending?.gone;
    },
  };
}

/** The child is ended when it takes more than this: some memory leaked, or a file made to fill it. */
const MEMORY_FACTOR = 1.5;
const MEMORY_EXTRA = 1e9;
