/** A store of its own for one part of the benchmark, and the arithmetic of its figures. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { Store } from '#store/store';

export async function inHome<Result>(use: (store: Store, home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'oriel-bench-'));
  const store = await openStore({ home, now: Date.now, newId });
  try {
    return await use(store, home);
  } finally {
    await store.close();
    await rm(home, { recursive: true });
  }
}

/** The value that a share of all values does not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds of each of some rounds. */
export async function timesOf(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

export const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`;
