/** A clock of the scripted model whose waits are over when a test says so; they end early when their signal aborts. */
import type { ScriptClock } from '#engines/scripted';

export function heldClock(): { clock: ScriptClock; pass: () => void } {
  const waits = new Set<() => void>();
  return {
    clock: {
      now: () => performance.now(),
      sleep: (_ms, signal) =>
        new Promise<void>((resolve) => {
          waits.add(resolve);
          signal.addEventListener('abort', () => resolve());
        }),
    },
    pass: () => {
      for (const wait of waits) wait();
      waits.clear();
    },
  };
}
