/**
 * One running Oriel: store, weights, models and HTTP server of one home, begun and ended in order. Used by `oriel serve`, and by
 * commands that find no running server.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createLlamaModel } from '#engines/llama/engine';
import { openWeights, type WeightsLibrary } from '#engines/llama/weights/library';
import { freeMemory } from '#engines/llama/weights/memory';
import type { WeightsView } from '#engines/llama/weights/view';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { Store } from '#store/store';
import { leaveAddress, takeAddressAway } from './address.ts';
import { buildApp } from './app.ts';
import { chooseDefault } from './default-model.ts';
import { fetchByItself, refuseUnknown } from './first-start.ts';
import { listen } from './listen.ts';
import { createLocalModels } from './local-models.ts';
import { buildPage, encodingFolder, isPageFresh, pageFolder } from './page-build.ts';
import { modelRoutes } from './routes/models.ts';
import { upkeepRoutes } from './routes/upkeep.ts';
import { weightsRoutes } from './routes/weights.ts';
import { createTurnRunner } from './run-turn.ts';
import type { Settings } from './settings.ts';
import { versionOf } from './version.ts';

export type OrielOptions = {
  servesPage: boolean;
  /** Whether weights arrive without being asked for. */
  fetchesByItself: boolean;
  /** Told in the terminal: one sentence each. */
  say?: (sentence: string) => void;
};

export type Oriel = {
  url: string;
  key: string;
  /** The port that was wanted and taken by another program. */
  takenPort?: number;
  /** What `local/default` stands for now, and whether its file is here. */
  defaultModel: () => Promise<{ name: string; isHere: boolean }>;
  onWeights: (listener: (view: WeightsView) => void) => () => void;
  close: () => Promise<void>;
};

export async function startOriel(
  settings: Settings,
  { servesPage, fetchesByItself, say = () => {} }: OrielOptions,
): Promise<Oriel> {
  const { home } = settings;
  mkdirSync(home, { recursive: true });
  if (servesPage && !isPageFresh()) {
    say('Building the page (once after an update) ...');
    await buildPage();
  }
  const store = await openStore({ home, now: Date.now, newId });
  try {
    await store.recover(Date.now());
    await store.threads.purge(Date.now());
    return await start(settings, store, { fetchesByItself, say });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start(
  settings: Settings,
  store: Store,
  { fetchesByItself, say }: Required<Omit<OrielOptions, 'servesPage'>>,
): Promise<Oriel> {
  const { home } = settings;
  const fileEncodingFolder = join(home, 'encodings');
  const report = (error: unknown, doing: string) =>
    say(`While ${doing}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  const weights = openWeights({
    home,
    environment: settings.environment,
    onDeleted: (sha256) => {
      for (const packing of ['', '.br', '.gz']) void rm(join(fileEncodingFolder, `${sha256}.bin${packing}`), { force: true });
    },
  });
  try {
    if (fetchesByItself) await refuseUnknown(weights, settings.weights);
  } catch (error) {
    await weights.close();
    throw error;
  }
  const models = createLocalModels({
    weights,
    named: settings.weights,
    make: (row, file) =>
      createLlamaModel({ name: row.model, path: file.path, snapshot: file.sha256, encodingFolder: fileEncodingFolder }),
    freeMemory,
    freeDisk: async () => {
      const disk = await statfs(weights.folder).catch(() => undefined);
      return disk ? disk.bavail * disk.bsize : Number.POSITIVE_INFINITY;
    },
    recall: (key) => store.preferences.get(store.person, key),
    remember: (key, value) => store.preferences.set(store.person, key, value),
    now: Date.now,
  });
  const runner = createTurnRunner({ store, models, now: Date.now, newId, newSeed: () => randomInt(0x1_0000_0000), report });
  const key = randomBytes(32).toString('base64url');
  const app = await buildApp({
    store,
    models,
    runner,
    now: Date.now,
    newId,
    version: versionOf(),
    key,
    ...{ pageFolder, encodingFolder, fileEncodingFolder },
    routes: [...modelRoutes(models), ...weightsRoutes(weights, models.tell), ...upkeepRoutes(store, home)],
    logs: true,
  });
  const listening = await listen(app, settings);
  leaveAddress(home, { url: listening.url, key, pid: process.pid });
  const ending = new AbortController();
  const fetching =
    fetchesByItself &&
    fetchByItself({
      weights,
      settings,
      tooLarge: async (view) => (await models.tell(view)).tooLarge,
      say,
      now: Date.now,
      signal: ending.signal,
    }).catch((error) => report(error, 'fetching weights'));
  return {
    ...listening,
    key,
    defaultModel: () => defaultOf(weights, settings.weights),
    onWeights: (listener) => weights.onChange(listener),
    close: async () => {
      takeAddressAway(home);
      ending.abort();
      await runner.close();
      await app.close();
      await weights.close();
      await fetching;
      await models.close();
      await store.close();
    },
  };
}

async function defaultOf(weights: WeightsLibrary, named: string[]): ReturnType<Oriel['defaultModel']> {
  const row = chooseDefault(await weights.list(), named);
  return { name: `local/${row?.model ?? 'default'}`, isHere: row?.state === 'ready' };
}
