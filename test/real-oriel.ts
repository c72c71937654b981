/**
 * A whole Oriel over real weights files: real store, real HTTP, real child processes, in this process, so that a test can ask a
 * model for its child's own record. For tests in `test/real`; nothing is fetched.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLlamaModel, type LlamaOptions } from '#engines/llama/engine';
import { openWeights } from '#engines/llama/weights/library';
import type { WeightsRow } from '#engines/llama/weights/row';
import { weightsTable } from '#engines/llama/weights/table';
import type { LocalModel } from '#engines/local-model';
import { leaveAddress, takeAddressAway } from '#server/address';
import { buildApp } from '#server/app';
import { createLocalModels } from '#server/local-models';
import { modelRoutes } from '#server/routes/models';
import { upkeepRoutes } from '#server/routes/upkeep';
import { weightsRoutes } from '#server/routes/weights';
import { createTurnRunner } from '#server/run-turn';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { WireModel } from '#wire/model';
import { ask, callerOf } from './caller.ts';
import { SMALL } from './real-files.ts';

export type RealOrielOptions = {
  /** Kept when given; else a temporary one that is removed at the end. */
  home?: string;
  /** Weights files to link, by path. Default: the small one. */
  files?: string[];
  table?: readonly WeightsRow[];
  /** As `--weights`: the first is the default model. */
  named?: string[];
  /** Free memory as the server sees it, in bytes; default without end. */
  freeMemory?: () => Promise<number>;
  /** What is to be otherwise in every child. Default: one thread, without the trial that each load begins with. */
  llama?: Partial<Pick<LlamaOptions, 'window' | 'threads' | 'turns' | 'sequences' | 'pausesMs'>>;
  report?: (error: unknown, doing: string) => void;
};

export type RealOriel = Awaited<ReturnType<typeof startReal>>;

/** A text that only repeats is gone on with for ever: an answer that is still running, whatever the processor rounds. */
export const ENDLESS = { text: `sea${' sea'.repeat(60)}`, ask: { mode: 'document', settings: { temperature: 0 } } };

const KEY = 'a-key-for-tests';

export async function startReal(options: RealOrielOptions = {}) {
  const { home = mkdtempSync(join(tmpdir(), 'oriel-real-')), files = [SMALL.path], table = weightsTable, named = [] } = options;
  const { freeMemory = async () => Number.POSITIVE_INFINITY, llama = { threads: 1 }, report = console.error } = options;
  const store = await openStore({ home, now: Date.now, newId });
  await store.recover(Date.now());
  const weights = openWeights({ home, table, clients: [], fetch: () => Promise.reject(new Error('Tests fetch nothing.')) });
  for (const file of files) await weights.link(file);
  const locals: LocalModel[] = [];
  const models = createLocalModels({
    weights,
    named,
    make: (row, file) => {
      const local = createLlamaModel({ name: row.model, path: file.path, snapshot: file.sha256, ...llama });
      locals.push(local);
      return local;
    },
    freeMemory,
    freeDisk: async () => Number.POSITIVE_INFINITY,
    recall: (key) => store.preferences.get(store.person, key),
    remember: (key, value) => store.preferences.set(store.person, key, value),
    now: Date.now,
  });
  const runner = createTurnRunner({ store, models, now: Date.now, newId, newSeed: () => 1, report });
  const app = await buildApp({
    store,
    models,
    runner,
    now: Date.now,
    newId,
    version: '0.0.0-test',
    key: KEY,
    routes: [...modelRoutes(models), ...weightsRoutes(weights, models.tell), ...upkeepRoutes(store, home)],
    logs: true,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const url = `http://127.0.0.1:${address.port}`;
  leaveAddress(home, { url, key: KEY, pid: process.pid }); // For `oriel --home`.
  const caller = callerOf(url);
  return {
    ...caller,
    /** A question in a thread of its own, answered: the turn and its row. */
    async answered(text: string, more: object = {}) {
      const { turn: id } = await caller.say(await caller.newThread(), text, more);
      const turn = await caller.ended(id);
      return { turn, row: await caller.row(id) };
    },
    /** Name of the default model. */
    async model() {
      const { models } = await ask<{ models: WireModel[] }>(url, 'GET', '/models');
      return models.find(({ aliasOf }) => aliasOf !== undefined)?.aliasOf ?? 'local/default';
    },
    home,
    weights,
    locals,
    /** The ids that a child evaluated for a turn, by its own record. */
    evaluated: async (turn: string) => (await Promise.all(locals.map((local) => local.evaluated(turn)))).flat(),
    close: async () => {
      takeAddressAway(home);
      await runner.close();
      await app.close();
      await weights.close();
      await models.close();
      await store.close();
      if (!options.home) rmSync(home, { recursive: true, force: true });
    },
  };
}
