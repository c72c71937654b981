/**
 * The models over the weights files of this machine: names, the moving alias `local/default`, what is loaded, and room in
 * memory: the one unused longest is unloaded, and said; a file that cannot fit is refused with the numbers.
 */
import type { WeightsLibrary } from '#engines/llama/weights/library';
import { DEFAULT_WINDOW, type Room, roomFor } from '#engines/llama/weights/room';
import { isPinned, type PinnedRow, type WeightsRow } from '#engines/llama/weights/row';
import type { WeightsView } from '#engines/llama/weights/view';
import type { LocalModel } from '#engines/local-model';
import type { WireFacts, WireModel, WireWeights } from '#wire/model';
import { chooseDefault } from './default-model.ts';
import type { ModelChoice, Models, Notice } from './models.ts';
import { KIND_OF_WEIGHTS, Refusal } from './problem.ts';
import { unlessStopped } from './unless-stopped.ts';

export type LocalModelsNeeds = {
  weights: WeightsLibrary;
  /** Models named by `--weights`, the first is the default. */
  named: string[];
  make: (row: WeightsRow, file: { path: string; sha256: string }) => LocalModel;
  /** Free memory of this process in bytes, limits of a container included. */
  freeMemory: () => Promise<number>;
  /** Free bytes where weights lie. */
  freeDisk: () => Promise<number>;
  /** What was learnt of a file and is kept: facts and measured speed, by SHA-256. */
  recall: (key: string) => Promise<unknown>;
  remember: (key: string, value: unknown) => Promise<void>;
  now: () => number;
};

type Loaded = { row: WeightsRow; local: LocalModel; lastUsed: number; holds: number; isLeaving: boolean };

const ALIAS = 'default';

export type LocalModels = Models & { tell: (view: WeightsView) => Promise<WireWeights> };

export function createLocalModels(needs: LocalModelsNeeds): LocalModels {
  const { weights, named, now } = needs;
  const known = new Map<string, Loaded>();
  const facts = new Map<string, WireFacts>();
  const speeds = new Map<string, number>();
  let choosing: Promise<unknown> = Promise.resolve();
  /** Resolved, and replaced, when a model might be unloaded that could not before. */
  let freed = Promise.withResolvers<void>();

  function tellFreed(): void {
    freed.resolve();
    freed = Promise.withResolvers<void>();
  }

  async function list(): Promise<{ models: WireModel[]; default: string }> {
    const views = await weights.list();
    const rows = await Promise.all(views.map(wireOf));
    const standsFor = chooseDefault(views, named);
    const target = rows.find((row) => row.model === standsFor?.model);
    const alias: WireModel | undefined = target && { ...target, model: ALIAS, aliasOf: `local/${target.model}` };
    return { models: [...(alias ? [alias] : []), ...rows], default: `local/${ALIAS}` };
  }

  async function choose(name: string | undefined): Promise<ModelChoice> {
    const asked = (name ?? ALIAS).replace(/^local\//, '');
    const views = await weights.list();
    const view = asked === ALIAS ? chooseDefault(views, named) : views.find((one) => one.model === asked || one.id === asked);
    if (!view) throw new Refusal('not-found', unknownName(asked, views));
    if (view.state !== 'ready') throw new Refusal('overloaded', notReady(view));
    return prepare(view, asked);
  }

  async function chooseSnapshot(snapshot: string): Promise<ModelChoice | undefined> {
    const view = (await weights.list()).find((one) => one.sha256 === snapshot && one.state === 'ready');
    return view && prepare(view, view.model);
  }

  async function prepare(view: WeightsView, asked: string): Promise<ModelChoice> {
    const loaded = await modelOf(view);
    const { state } = loaded.local;
    return {
      vendor: 'local',
      asked,
      model: view.model,
      local: loaded.local,
      defaults: loaded.row.defaults,
      window: state.state === 'ready' ? state.window : windowOf(loaded.row),
      notices: [],
      makeRoom: async (waits) => {
        const notices = isIn(loaded) ? [] : await inTurn(() => makeRoom(loaded, waits));
        loaded.lastUsed = now();
        return notices;
      },
      hold: () => {
        loaded.holds++;
        return () => {
          loaded.holds--;
          loaded.lastUsed = now();
          tellFreed();
        };
      },
      noteUse: () => void weights.noteUse(view.id).catch(() => {}), // A removed file has no record to note it in.
      noteSpeed: (tokensPerSecond) => noteSpeed(loaded.local.snapshot, tokensPerSecond),
    };
  }

  async function modelOf(view: WeightsView): Promise<Loaded> {
    const before = known.get(view.id);
    if (before && before.local.snapshot === view.sha256) return before;
    const [row, path] = await Promise.all([weights.row(view.id), weights.path(view.id)]);
    if (path === undefined || view.sha256 === undefined) throw new Refusal('overloaded', notReady(view));
    const again = known.get(view.id); // Another call may have made it meanwhile.
    if (again && again.local.snapshot === view.sha256) return again;
    const local = needs.make(row, { path, sha256: view.sha256 });
    const loaded: Loaded = { row, local, lastUsed: now(), holds: 0, isLeaving: false };
    known.set(view.id, loaded);
    local.onState((state) => {
      tellFreed();
      if (state.state !== 'ready') return;
      // The trial of loading is short: it counts only until an answer has shown the speed.
      if (state.tokensPerSecond !== undefined && !speeds.has(local.snapshot)) noteSpeed(local.snapshot, state.tokensPerSecond);
      void learnFacts(local);
    });
    return loaded;
  }

  function noteSpeed(snapshot: string, tokensPerSecond: number): void {
    speeds.set(snapshot, tokensPerSecond);
    keep(`speed:${snapshot}`, tokensPerSecond);
  }

  /** What cannot be kept now, as while Oriel ends, is learnt again. */
  function keep(key: string, value: unknown): void {
    void needs.remember(key, value).catch(() => {});
  }

  async function learnFacts(local: LocalModel): Promise<void> {
    const told = await local.facts().catch(() => undefined);
    if (!told) return;
    // The list of special tokens is long in some files, and the template is in every turn's row.
    const { specials: _, template: __, ...short } = told;
    facts.set(local.snapshot, short);
    keep(`facts:${local.snapshot}`, short);
  }

  /** One after the other: each must see what the one before it takes. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = choosing.then(work);
    choosing = result.catch(() => undefined);
    return result;
  }

  /** Unloads what was unused longest until the file fits, waits for what answers, and begins to load it. @throws Refusal when it cannot fit. */
  async function makeRoom(wanted: Loaded, waits: AbortSignal | undefined): Promise<Notice[]> {
    const notices: Notice[] = [];
    const { row } = wanted;
    while (!isIn(wanted) && isPinned(row)) {
      const change = freed.promise;
      const others = [...known.values()].filter((one) => one !== wanted && isIn(one));
      // What a file takes that is still being loaded is not seen in the free memory yet.
      const coming = others.filter(({ local }) => local.state.state === 'loading').map(bytesOf);
      const room = roomIn(row, (await needs.freeMemory()) - sum(coming));
      if (room.fits || isIn(wanted)) break;
      const idle = others.filter((one) => one.holds === 0 && one.local.state.state === 'ready');
      const fitsWithout = (gone: Loaded[]) => roomIn(row, room.memory.free + sum(gone.map(bytesOf))).fits;
      if (waits && !fitsWithout(idle) && fitsWithout(others)) {
        await unlessStopped(change, waits);
        continue;
      }
      const [oldest] = idle.toSorted((a, b) => a.lastUsed - b.lastUsed);
      if (!oldest || !fitsWithout(idle)) throw new Refusal('overloaded', noRoom(room, others.length > idle.length));
      oldest.isLeaving = true; // Who asks it now must wait for room, though its process is not gone yet.
      await oldest.local.unload().finally(() => {
        oldest.isLeaving = false;
      });
      notices.push({ code: 'unloaded', detail: `${oldest.row.model} was unloaded to make room for ${row.model}.` });
    }
    if (!isIn(wanted)) void wanted.local.load().catch(() => {}); // Who asks it meets the failure.
    return notices;
  }

  async function wireOf(view: WeightsView): Promise<WireModel> {
    const row = await weights.row(view.id);
    const state = known.get(view.id)?.local.state;
    const isReady = view.state === 'ready';
    const told = await recalled(facts, 'facts', view.sha256);
    const speed = await recalled(speeds, 'speed', view.sha256);
    return {
      vendor: 'local',
      model: view.model,
      isReady,
      state: isReady
        ? (state?.state ?? 'unloaded')
        : view.state === 'fetching'
          ? 'fetching'
          : view.state === 'failed'
            ? 'failed'
            : 'absent',
      modes: [...row.modes],
      defaults: numbersOf(row.defaults),
      licence: view.licence,
      weights: await tell(view),
      ...(view.bytes !== undefined && { bytes: view.bytes }),
      ...(view.sha256 !== undefined && { snapshot: view.sha256 }),
      ...(view.languages && { languages: view.languages }),
      ...(state?.state === 'failed' && { error: state.message }),
      ...(view.error !== undefined && { error: view.error }),
      ...(state?.state === 'ready'
        ? { window: state.window, threads: state.threads }
        : row.window !== undefined && { window: windowOf(row) }),
      ...(speed !== undefined && { tokensPerSecond: speed }),
      ...(told && { facts: told }),
    };
  }

  /** A file with what this server knows of it: how fast it answered here, and why this machine cannot hold it. */
  async function tell({ errorKind, ...view }: WeightsView): Promise<WireWeights> {
    const speed = await recalled(speeds, 'speed', view.sha256);
    const sentence = view.state === 'ready' || view.state === 'fetching' ? undefined : await tooLarge(view.id);
    return {
      ...view,
      ...(errorKind !== undefined && { errorKind: KIND_OF_WEIGHTS[errorKind] }),
      ...(speed !== undefined && { tokensPerSecond: speed }),
      ...(sentence !== undefined && { tooLarge: sentence }),
    };
  }

  /** With the numbers; the models in memory would make room for it. */
  async function tooLarge(id: string): Promise<string | undefined> {
    const row = await weights.row(id);
    if (!isPinned(row)) return undefined;
    const taken = sum([...known.values()].filter((one) => one.local.state.state === 'ready').map(bytesOf));
    return roomFor(row, { memoryBytes: (await needs.freeMemory()) + taken, diskBytes: await needs.freeDisk() }).sentence;
  }

  async function recalled<Value>(kept: Map<string, Value>, what: string, sha256: string | undefined): Promise<Value | undefined> {
    if (sha256 === undefined) return undefined;
    if (!kept.has(sha256)) {
      const value = await needs.recall(`${what}:${sha256}`);
      if (value === undefined) return undefined;
      kept.set(sha256, value as Value); // Written by `remember` above.
    }
    return kept.get(sha256);
  }

  return {
    list,
    choose,
    chooseSnapshot,
    tell,
    close: async () => {
      await Promise.all([...known.values()].map((one) => one.local.unload()));
    },
  };
}

/** The window that a file will be opened with, if memory allows. */
function windowOf({ window = DEFAULT_WINDOW }: WeightsRow): number {
  return Math.min(window, DEFAULT_WINDOW);
}

function isIn({ local, isLeaving }: Loaded): boolean {
  return !isLeaving && (local.state.state === 'ready' || local.state.state === 'loading');
}

function roomIn(row: PinnedRow, memoryBytes: number): Room {
  return roomFor(row, { memoryBytes, diskBytes: Number.POSITIVE_INFINITY });
}

/** Memory that a model takes, by its file. */
function bytesOf({ row }: Loaded): number {
  return isPinned(row) ? roomIn(row, 0).memory.needed : 0;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function unknownName(name: string, views: WeightsView[]): string {
  return `There is no model "${name}" here. Models: ${views.map((view) => `local/${view.model}`).join(', ')}.`;
}

function notReady(view: WeightsView): string {
  if (view.state === 'fetching') {
    const share = view.bytes ? Math.floor((100 * (view.received ?? 0)) / view.bytes) : 0;
    return `${view.model} is still being fetched (${share} %). Ask again when it is here, or choose another model.`;
  }
  if (view.linked !== undefined && view.error !== undefined) return `${view.model} cannot be used: ${view.error}`;
  const why = view.error === undefined ? '' : ` ${view.error}`;
  return `${view.model} is not on this machine yet.${why} Get it on the page under Settings, or with: oriel weights add ${view.id}`;
}

function noRoom({ sentence = '', windowThatFits }: Room, isBusy: boolean): string {
  if (isBusy) return `${sentence} Another model is answering; ask again when it has ended.`;
  const smaller = windowThatFits > 0 ? ` A window of ${windowThatFits} tokens would fit.` : '';
  return `${sentence}${smaller} Close other programs, or choose a smaller model.`;
}

function numbersOf(settings: object): Record<string, number> {
  return Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
