/** Models over made-up weights files with a scripted engine: what is loaded, how much memory it takes, what was kept. */
import type { LocalModel } from '#engines/local-model';
import { createScriptedModel } from '#engines/scripted';
import { createLocalModels } from '#server/local-models';
import { Refusal } from '#server/problem';
import { type MadeUpRow, madeUpWeights } from './made-up-weights.ts';

type Bench = {
  rows: MadeUpRow[];
  named?: string[];
  /** Bytes of memory; each loaded model takes what its file says. */
  memory?: number;
  disk?: number;
  kept?: Map<string, unknown>;
};

/** What a file of so many bytes needs: twice the file and a margin of 15 percent; the made-up rows have no window. */
export const needed = (bytes: number) => Math.ceil(2 * bytes * 1.15);

export function benchOf({
  rows,
  named = [],
  memory = Number.POSITIVE_INFINITY,
  disk = Number.POSITIVE_INFINITY,
  kept = new Map(),
}: Bench) {
  const weights = madeUpWeights(rows);
  const { library } = weights;
  const loaded = new Map<string, number>();
  const made: LocalModel[] = [];
  let clock = 0;
  let mostTaken = 0;
  const taken = () => [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  const models = createLocalModels({
    weights: library,
    named,
    make: (row, file) => {
      const scripted = createScriptedModel({ name: row.model, script: () => 'Yes.' });
      scripted.onState(({ state }) => {
        if (state === 'ready') loaded.set(row.id, needed(row.bytes ?? 0));
        else loaded.delete(row.id);
        mostTaken = Math.max(mostTaken, taken());
      });
      const local = Object.assign(Object.create(scripted) as LocalModel, { snapshot: file.sha256 });
      made.push(local);
      return local;
    },
    freeMemory: async () => memory - taken(),
    freeDisk: async () => disk,
    recall: async (key) => kept.get(key),
    remember: async (key, value) => void kept.set(key, value),
    now: () => ++clock,
  });
  /** Chosen, with room made for it. */
  const ready = async (name: string) => {
    const choice = await models.choose(name);
    return { ...choice, notices: await choice.makeRoom() };
  };
  return { models, ready, weights, loaded, made, kept, mostTaken: () => mostTaken };
}

export const refused = (kind: Refusal['kind'], words: RegExp) => (error: unknown) =>
  error instanceof Refusal && error.kind === kind && words.test(error.message);
