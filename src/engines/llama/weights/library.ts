/**
 * The weights of one home: what is known, what is here, what is on its way. One object for the server, one for the command line; two
 * processes may have one each. Knows neither the store nor HTTP, and does not load a model.
 */
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Adoption, adoptFile } from './adopt.ts';
import { digestOf } from './digest.ts';
import { reasonOf, WeightsError } from './failure.ts';
import { type Found, findFiles } from './find.ts';
import { leftBytesOf } from './holding.ts';
import { type Job, startJob } from './job.ts';
import { takeLock } from './lock.ts';
import { obtain, type Surroundings } from './obtain.ts';
import { hubRowOf, hubSourceOf, pinRow } from './pin.ts';
import { type Place, placeOf } from './place.ts';
import { fileOf, presenceOf, readRecord, type WeightsRecord, writeRecord } from './record.ts';
import { createRemovals, type Removals } from './removal.ts';
import { isPinned, type PinnedRow, partsOfRow, type WeightsRow } from './row.ts';
import { readRows, rowFileOf, rowOfFile, writeRow } from './rows.ts';
import { type SurroundingsOptions, surroundingsOf } from './surroundings.ts';
import { weightsTable } from './table.ts';
import { type Failure, viewOf, type WeightsView } from './view.ts';

export type WeightsOptions = SurroundingsOptions & {
  /** Oriel's home; weights lie in its folder `weights`. */
  home: string;
  table?: readonly WeightsRow[];
  now?: () => number;
  /** A removed file can be brought back for so long. */
  undoMs?: number;
  /** Called with its SHA-256 when a file is gone for good. */
  onDeleted?: (sha256: string) => void;
};

export type Acceptance = { acceptsTerms?: boolean };

const UNDO_MS = 10 * 60_000;
/** Set as the reason when the process ends: such a stop is not a person's decision and is not remembered. */
const CLOSED = new Error('Oriel is shutting down.');
const STOPPED = new Error('Stopped.');

export function openWeights(options: WeightsOptions): WeightsLibrary {
  return new WeightsLibrary(options);
}

export class WeightsLibrary {
  readonly folder: string;
  readonly #around: Surroundings;
  readonly #table: readonly WeightsRow[];
  readonly #now: () => number;
  readonly #removals: Removals;
  readonly #onDeleted: (sha256: string) => void;
  readonly #jobs = new Map<string, { job: Job; done: Promise<WeightsView> }>();
  readonly #errors = new Map<string, Failure>();
  /** Records are read, changed and written one after the other. */
  #writing: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<(view: WeightsView) => void>();

  constructor(options: WeightsOptions) {
    this.folder = join(options.home, 'weights');
    this.#around = surroundingsOf(options);
    this.#table = options.table ?? weightsTable;
    this.#now = options.now ?? Date.now;
    this.#onDeleted = options.onDeleted ?? (() => {});
    this.#removals = createRemovals(options.undoMs ?? UNDO_MS, this.#now, (row) => this.#delete(row));
  }

  /** Every row, with what is true of it now. Looks at the disk each time; reads no weights. */
  async list(): Promise<WeightsView[]> {
    const rows = await this.rows();
    await this.#sweep(rows);
    return Promise.all(rows.map((row) => this.#view(row)));
  }

  async rows(): Promise<WeightsRow[]> {
    return readRows(this.folder, this.#table);
  }

  /** @throws WeightsError `not-found`. */
  async row(id: string): Promise<WeightsRow> {
    const rows = await this.rows();
    const row = rows.find((known) => known.id === id);
    if (row !== undefined) return row;
    throw new WeightsError(
      'not-found',
      `There are no weights named "${id}". Known are: ${rows.map((known) => known.id).join(', ')}.`,
    );
  }

  async get(id: string): Promise<WeightsView> {
    return this.#view(await this.row(id));
  }

  /** Where the file lies; undefined while it is not here whole. */
  async path(id: string): Promise<string | undefined> {
    const row = await this.row(id);
    if (!isPinned(row)) return undefined;
    const place = placeOf(this.folder, row.sha256);
    const presence = await presenceOf(place, await readRecord(place));
    return presence.state === 'ready' ? presence.path : undefined;
  }

  /** Hears of each change of any file, at most a few times a second each. Returns its own undoing. */
  onChange(listener: (view: WeightsView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Brings the file, or joins the fetch that is under way. Resolves with state `ready`, or `stopped` when a person stopped it.
   * @throws WeightsError in one sentence.
   */
  fetch(id: string, acceptance: Acceptance = {}): Promise<WeightsView> {
    return this.#work(id, async (row, job) => {
      const pinned = await this.#pinned(row, job, acceptance);
      const place = placeOf(this.folder, pinned.sha256);
      const isReady = async () => (await presenceOf(place, await readRecord(place))).state === 'ready';
      if (!existsSync(place.lock) && (await isReady())) return;
      const lock = await takeLock(place.lock, job.signal, job.waitFor);
      job.noteTo(lock.note);
      try {
        this.#removals.cancel(id);
        await this.#change(pinned, ({ stoppedAt: _, removedAt: __, ...rest }) => rest);
        if (!(await isReady())) await this.#bring(pinned, place, job);
      } finally {
        await lock.release();
      }
    });
  }

  /** Stops a fetch; that is remembered, over restarts too, until `fetch` is called again. What came is kept. */
  async stop(id: string): Promise<WeightsView> {
    await this.#halt(id);
    await this.#rememberStop(id);
    return this.#told(id);
  }

  /** The row that `add` would fetch for a name, before it is fetched; undefined for the path of a file. */
  async idOf(name: string): Promise<string | undefined> {
    const rows = await this.rows();
    if (rows.some((row) => row.id === name)) return name;
    const source = hubSourceOf(name);
    return source === undefined || (await isFile(name)) ? undefined : hubRowOf(source, rows).id;
  }

  /** A row's name, the path of a GGUF file, or a file of the hub (`owner/name/file.gguf`, `@revision` at the end if need be). */
  async add(name: string, acceptance: Acceptance = {}): Promise<WeightsView> {
    const rows = await this.rows();
    if (rows.some((row) => row.id === name)) return this.fetch(name, acceptance);
    const source = hubSourceOf(name);
    if (source === undefined || (await isFile(name))) return this.link(name);
    const row = hubRowOf(source, rows);
    if (!isPinned(row)) await writeRow(this.folder, await pinRow(this.#around.hub, row, new AbortController().signal));
    return this.fetch(row.id, acceptance);
  }

  /** Takes a file of this machine into use where it lies. */
  async link(path: string, from: Pick<WeightsRecord, 'source' | 'sourceKind'> = { sourceKind: 'file' }): Promise<WeightsView> {
    const adoption = await adoptFile(path, new AbortController().signal);
    const rows = await this.rows();
    let id = rows.find((row) => row.sha256 === adoption.sha256)?.id;
    if (id === undefined) {
      const row = rowOfFile(adoption, rows);
      await writeRow(this.folder, row);
      id = row.id;
    }
    await this.#adopt(id, adoption, from);
    return this.#told(id);
  }

  /** Weights files of other programs on this machine. They can be given to `link`. */
  async find(): Promise<Found[]> {
    return findFiles(this.#around.environment, await this.rows());
  }

  /** Reads the whole file again. A file of ours with other bytes is deleted; a linked one is only no longer used. */
  verify(id: string): Promise<WeightsView> {
    return this.#work(id, async (row, job) => {
      if (!isPinned(row)) throw new WeightsError('not-found', `${row.file} is not on this machine. Fetch it first.`);
      const place = placeOf(this.folder, row.sha256);
      const record = await readRecord(place);
      const path = record && fileOf(place, record);
      const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
      if (path === undefined || found === undefined)
        throw new WeightsError('not-found', `${row.file} is not on this machine. Fetch it first.`);
      const sha256 = await digestOf(path, { signal: job.signal, onBytes: job.sharing('checking', found.size) });
      if (sha256 === row.sha256)
        return this.#change(row, (old) => ({ ...old, bytes: found.size, modifiedMs: found.mtimeMs, verifiedAt: this.#now() }));
      await this.#change(row, ({ verifiedAt: _, path: __, ...rest }) => rest);
      if (record?.path === undefined) await rm(place.file, { force: true });
      const fate = record?.path === undefined ? 'it was deleted; fetch it again' : 'it is no longer used';
      throw new WeightsError('wrong-bytes', `${path} has sha256 ${sha256}, expected ${row.sha256}: ${fate}.`);
    });
  }

  /** The file goes, after some minutes in which `restore` brings it back; a linked file is only forgotten. */
  async remove(id: string): Promise<WeightsView> {
    const row = await this.row(id);
    await this.#halt(id);
    this.#errors.delete(id);
    if (isPinned(row)) {
      await rm(placeOf(this.folder, row.sha256).work, { recursive: true, force: true });
      this.#removals.plan(await this.#change(row, (record) => ({ ...record, removedAt: this.#now() })), row);
    }
    return this.#told(id);
  }

  /** @throws WeightsError when it is too late. */
  async restore(id: string): Promise<WeightsView> {
    const row = await this.row(id);
    const record = isPinned(row) ? await readRecord(placeOf(this.folder, row.sha256)) : undefined;
    if (!isPinned(row) || record?.removedAt === undefined)
      throw new WeightsError(
        'not-found',
        `${row.file} cannot be brought back: it was deleted, or never removed. Fetch it again.`,
      );
    this.#removals.cancel(id);
    await this.#change(row, ({ removedAt: _, ...rest }) => rest);
    return this.#told(id);
  }

  /** Notes that a model of this file was just asked. */
  async noteUse(id: string): Promise<void> {
    const row = await this.row(id);
    if (isPinned(row)) await this.#change(row, (record) => ({ ...record, usedAt: this.#now() }));
  }

  /** Ends everything under way; the next process goes on from there. */
  async close(): Promise<void> {
    this.#removals.close();
    const jobs = [...this.#jobs.values()];
    for (const { job } of jobs) job.abort(CLOSED);
    await Promise.allSettled(jobs.map(({ done }) => done));
  }

  /** One piece of work a file at a time; a second call joins the first. */
  #work(id: string, run: (row: WeightsRow, job: Job) => Promise<unknown>): Promise<WeightsView> {
    const running = this.#jobs.get(id);
    if (running !== undefined) return running.done;
    this.#errors.delete(id);
    const job = startJob(this.#now, () => this.#tell(id));
    const done = this.#run(id, job, run).finally(() => this.#tell(id));
    this.#jobs.set(id, { job, done });
    return done;
  }

  async #run(id: string, job: Job, run: (row: WeightsRow, job: Job) => Promise<unknown>): Promise<WeightsView> {
    try {
      const row = await this.row(id);
      job.begin(row);
      await run(row, job);
    } catch (error) {
      if (!job.signal.aborted) {
        this.#errors.set(id, { message: reasonOf(error), ...(error instanceof WeightsError && { kind: error.kind }) });
        throw error;
      }
      if (job.signal.reason === STOPPED) await this.#rememberStop(id);
    } finally {
      this.#jobs.delete(id);
    }
    return this.get(id);
  }

  async #halt(id: string): Promise<void> {
    const running = this.#jobs.get(id);
    running?.job.abort(STOPPED);
    await running?.done.catch(() => undefined);
  }

  async #rememberStop(id: string): Promise<void> {
    const row = await this.row(id);
    if (isPinned(row) && (await this.path(id)) === undefined)
      await this.#change(row, (record) => ({ ...record, stoppedAt: this.#now() }));
  }

  /** The row with its file known to the byte, once its terms are accepted. */
  async #pinned(row: WeightsRow, job: Job, { acceptsTerms = false }: Acceptance): Promise<PinnedRow> {
    const record = isPinned(row) ? await readRecord(placeOf(this.folder, row.sha256)) : undefined;
    if (row.terms !== undefined && !acceptsTerms && record?.termsAcceptedAt === undefined)
      throw new WeightsError(
        'terms-not-accepted',
        `${row.file} may be fetched when you accept its ${row.terms.name}: ${row.terms.url}. Nothing was fetched.`,
      );
    if (!isPinned(row)) await writeRow(this.folder, await pinRow(this.#around.hub, row, job.signal));
    const pinned = await this.row(row.id);
    if (!isPinned(pinned)) throw new Error(`${row.id} was not pinned.`);
    job.begin(pinned);
    if (row.terms !== undefined && acceptsTerms) await this.#change(pinned, (old) => ({ ...old, termsAcceptedAt: this.#now() }));
    return pinned;
  }

  /** From another program on this machine if it has the very file, else from the row's sources. */
  async #bring(row: PinnedRow, place: Place, job: Job): Promise<void> {
    for (const found of await this.find()) {
      if (found.bytes !== row.bytes || (found.sha256 ?? row.sha256) !== row.sha256) continue;
      const adoption = await adoptFile(found.path, job.signal, job.sharing('checking', found.bytes));
      if (adoption.sha256 !== row.sha256) continue;
      await rm(place.work, { recursive: true, force: true });
      return this.#adopt(row.id, adoption, { source: found.name, sourceKind: found.program });
    }
    await obtain({ row, place, around: this.#around, signal: job.signal, tell: job.tell });
    // Before the record says that all is done: a process killed in between leaves a folder that the next one still comes past.
    await rm(place.work, { recursive: true, force: true });
    const { size, mtimeMs } = await stat(place.file);
    const { source, sourceKind } = job.live;
    await this.#change(row, ({ path: _, ...rest }) => ({
      ...rest,
      bytes: size,
      modifiedMs: mtimeMs,
      verifiedAt: this.#now(),
      ...(source !== undefined && { source }),
      ...(sourceKind !== undefined && { sourceKind }),
    }));
  }

  async #adopt(
    id: string,
    { path, bytes, modifiedMs }: Adoption,
    from: Pick<WeightsRecord, 'source' | 'sourceKind'>,
  ): Promise<void> {
    const row = await this.row(id);
    if (!isPinned(row)) throw new Error(`${id} was not pinned.`);
    await this.#change(row, ({ removedAt: _, stoppedAt: __, ...rest }) => ({
      ...rest,
      ...from,
      path,
      bytes,
      modifiedMs,
      verifiedAt: this.#now(),
    }));
  }

  async #change(row: PinnedRow, change: (record: WeightsRecord) => WeightsRecord): Promise<WeightsRecord> {
    const place = placeOf(this.folder, row.sha256);
    const written = this.#writing.then(async () => {
      const record = change((await readRecord(place)) ?? { id: row.id, sha256: row.sha256, bytes: row.bytes });
      await writeRecord(place, record);
      return record;
    });
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #delete(row: PinnedRow): Promise<void> {
    const place = placeOf(this.folder, row.sha256);
    const record = await readRecord(place);
    if (record?.removedAt === undefined) return;
    await rm(place.file, { force: true });
    await rm(place.record, { force: true });
    this.#onDeleted(row.sha256);
    if (!this.#table.some((known) => known.id === row.id)) await rm(rowFileOf(this.folder, row.id), { force: true });
    this.#tell(row.id);
  }

  /** Plans the deletion of what was removed, by this process or an earlier one. */
  async #sweep(rows: readonly WeightsRow[]): Promise<void> {
    for (const row of rows.filter(isPinned)) {
      const record = await readRecord(placeOf(this.folder, row.sha256));
      if (record?.removedAt !== undefined) this.#removals.plan(record, row);
    }
  }

  async #view(row: WeightsRow): Promise<WeightsView> {
    const place = isPinned(row) ? placeOf(this.folder, row.sha256) : undefined;
    const record = place && (await readRecord(place));
    const presence = place ? await presenceOf(place, record) : ({ state: 'absent' } as const);
    const live = this.#jobs.get(row.id)?.job.live;
    const isIdle = live === undefined && presence.state !== 'ready';
    const leftBytes = isIdle && place && isPinned(row) ? await leftBytesOf(place.work, partsOfRow(row)) : 0;
    return viewOf({ row, record, presence, live, error: this.#errors.get(row.id), leftBytes });
  }

  async #told(id: string): Promise<WeightsView> {
    const view = await this.get(id);
    for (const listener of this.#listeners) listener(view);
    return view;
  }

  #tell(id: string): void {
    if (this.#listeners.size > 0) void this.#told(id).catch(() => undefined);
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
