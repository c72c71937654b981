/** A turn runner over a real store and scripted models, without HTTP: for tests of what happens between the two. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { createTurnRunner } from '#server/run-turn';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { Store } from '#store/store';
import type { NewTurnBody } from '#wire/thread';
import { type ScriptedModelsOptions, scriptedModels } from './scripted-oriel.ts';

export type ScriptedRunnerOptions = Partial<ScriptedModelsOptions> & {
  /** What of the store's turns is to be otherwise. */
  turns?: (turns: Store['turns']) => Partial<Store['turns']>;
};

export async function openScriptedRunner({ turns = () => ({}), ...options }: ScriptedRunnerOptions = {}) {
  const home = mkdtempSync(join(tmpdir(), 'oriel-test-'));
  const whole = await openStore({ home, now: Date.now, newId });
  const store: Store = { ...whole, turns: { ...whole.turns, ...turns(whole.turns) } };
  const reports: string[] = [];
  let seed = 0;
  const needs = {
    store,
    models: scriptedModels({ script: ({ words }) => `You said: ${words}`, ...options }),
    now: Date.now,
    newId,
    newSeed: () => ++seed,
    report: (error: unknown, doing: string) => void reports.push(`${doing}: ${error instanceof Error ? error.message : error}`),
  };
  const runner = createTurnRunner(needs);
  const { person } = store;
  return {
    ...needs,
    runner,
    person,
    reports,
    newThread: async () => (await store.threads.create(person, {})).id,
    say: (thread: string, text: string, more: Partial<NewTurnBody> = {}) => runner.start(person, thread, { text, ...more }),
    /** The folded turn once it has ended, by the log's own account. */
    ended: async (turn: string): Promise<Turn> => {
      const events: TurnEvent[] = [];
      for await (const { json } of await store.turns.follow(person, turn, 0, new AbortController().signal))
        events.push(...JSON.parse(json));
      return foldTurnEvents(events) as Turn; // A started turn has a turn-start.
    },
    close: async () => {
      await runner.close();
      await whole.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type ScriptedRunner = Awaited<ReturnType<typeof openScriptedRunner>>;

/** A test over a runner of its own. */
export function over(options: ScriptedRunnerOptions, check: (bench: ScriptedRunner) => Promise<void>) {
  return async () => {
    const bench = await openScriptedRunner(options);
    try {
      await check(bench);
    } finally {
      await bench.close();
    }
  };
}
