/** Rate and time left of something that comes, smoothed so that the numbers can be read. Knows no clock: it is told the time. */

export type Reading = { bytesPerSecond?: number; secondsLeft?: number };

/** A burst or a pause has lost half its weight after so long. */
const HALF_LIFE_MS = 3000;
/** Shorter steps say more about buffers than about the line. */
const STEP_MS = 250;

export type Meter = { read(received: number, nowMs: number): Reading };

/** `total` in bytes. What was there at the first reading does not count as having come. */
export function createMeter(total: number): Meter {
  let first: { received: number; at: number } | undefined;
  let last = { received: 0, at: 0 };
  let rate: number | undefined;
  return {
    read: (received, nowMs) => {
      first ??= { received, at: nowMs };
      if (last.at === 0) last = first;
      const elapsed = nowMs - last.at;
      if (elapsed >= STEP_MS) {
        const fresh = (Math.max(0, received - last.received) * 1000) / elapsed;
        const keep = rate === undefined ? 0 : 0.5 ** (elapsed / HALF_LIFE_MS);
        rate = (rate ?? 0) * keep + fresh * (1 - keep);
        last = { received, at: nowMs };
      }
      if (rate === undefined) return {};
      return rate < 1 ? { bytesPerSecond: 0 } : { bytesPerSecond: rate, secondsLeft: Math.max(0, total - received) / rate };
    },
  };
}
