/** A whole Oriel over the scripted model: real store, real HTTP, no weights. For tests of server and page, and for benchmarks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalModel } from '#engines/local-model';
import { createScriptedModel, type ScriptedOptions } from '#engines/scripted';
import { buildApp } from '#server/app';
import type { ModelChoice, Models } from '#server/models';
import { encodingFolder, pageFolder } from '#server/page-build';
import { Refusal } from '#server/problem';
import { modelRoutes } from '#server/routes/models';
import { upkeepRoutes } from '#server/routes/upkeep';
import { createTurnRunner } from '#server/run-turn';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { WireModel } from '#wire/model';

export type ScriptedModelsOptions = ScriptedOptions & {
  /** Models by name, with the same options. */
  names?: string[];
  /** What of a model is to be otherwise: to break it, or to look on. */
  change?: (local: LocalModel) => Partial<LocalModel>;
};

export type ScriptedOrielOptions = Partial<ScriptedModelsOptions> & {
  /** Kept when given; else a temporary one that is removed at the end. */
  home?: string;
  port?: number;
  report?: (error: unknown, doing: string) => void;
};

export const KEY = 'a-key-for-tests';

/** Says the words back, twenty times. */
const echo: ScriptedOptions['script'] = ({ words }) =>
  `You wrote: ${words}\n\n${'And so the row grows, token by token. '.repeat(20)}`;

export async function startScripted(options: ScriptedOrielOptions = {}) {
  const { home = mkdtempSync(join(tmpdir(), 'oriel-test-')), port = 0, report = console.error } = options;
  const store = await openStore({ home, now: Date.now, newId });
  await store.recover(Date.now());
  const models = scriptedModels({ script: echo, ...options });
  const runner = createTurnRunner({ store, models, now: Date.now, newId, newSeed: () => 1, report });
  const app = await buildApp({
    store,
    models,
    runner,
    now: Date.now,
    newId,
    version: '0.0.0-test',
    key: KEY,
    ...{ pageFolder, encodingFolder, fileEncodingFolder: join(home, 'encodings') },
    routes: [
      ...modelRoutes(models),
      ...upkeepRoutes(store, home),
      { method: 'GET', path: '/weights', summary: '', status: 200, handle: async () => [] },
      { method: 'GET', path: '/weights/found', summary: '', status: 200, handle: async () => [] },
    ],
    logs: true,
  });
  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return {
    url,
    home,
    store,
    app,
    runner,
    models,
    close: async () => {
      await runner.close();
      await app.close();
      await store.close();
      if (!options.home) rmSync(home, { recursive: true, force: true });
    },
  };
}

export function scriptedModels({ names = ['scripted'], change = () => ({}), ...options }: ScriptedModelsOptions): Models {
  const locals = names.map((name) => {
    const local = createScriptedModel({ ...options, name });
    return Object.assign(Object.create(local) as LocalModel, change(local));
  });
  const choice = (asked: string, index: number): ModelChoice => {
    const local = locals[index];
    if (!local) throw new Refusal('not-found', `There is no model "${asked}" here.`);
    return {
      vendor: 'local',
      asked,
      model: local.name,
      local,
      defaults: { temperature: 0.7 },
      window: options.window ?? 8192,
      notices: [],
      makeRoom: async () => [],
      hold: () => () => {},
      noteUse: () => {},
      noteSpeed: () => {},
    };
  };
  return {
    list: async () => {
      const rows = await Promise.all(
        locals.map(
          async (local): Promise<WireModel> => ({
            vendor: 'local',
            model: local.name,
            snapshot: local.snapshot,
            isReady: true,
            state: local.state.state === 'failed' ? 'ready' : local.state.state,
            modes: ['chat', 'document'],
            defaults: { temperature: 0.7 },
            window: options.window ?? 8192,
            bytes: 98_362_432,
            licence: 'MIT',
            languages: ['en'],
            facts: await local.facts(),
          }),
        ),
      );
      const [first] = rows;
      return {
        models: [...(first ? [{ ...first, model: 'default', aliasOf: `local/${first.model}` }] : []), ...rows],
        default: 'local/default',
      };
    },
    choose: async (name = 'default') => {
      const asked = name.replace(/^local\//, '');
      return choice(asked, asked === 'default' ? 0 : names.indexOf(asked));
    },
    chooseSnapshot: async (snapshot) => {
      const index = locals.findIndex((local) => local.snapshot === snapshot);
      return index < 0 ? undefined : choice(names[index] ?? '', index);
    },
    close: async () => {},
  };
}
