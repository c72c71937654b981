/**
 * Weights files that other programs have on this machine: Ollama, LM Studio, llama.cpp and the hub's own cache. They are linked where
 * they lie, never copied; nothing is read of them but name, length and first bytes.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { isWeightsFile } from './adopt.ts';
import type { Environment } from './package-client.ts';
import { readJson } from './place.ts';
import type { SourceKind } from './record.ts';
import type { WeightsRow } from './row.ts';

export type Found = {
  program: SourceKind;
  /** As that program calls it. */
  name: string;
  path: string;
  bytes: number;
  /** As that program states it; not checked yet. */
  sha256?: string;
  /** Row of ours that this seems to be. */
  id?: string;
};

type Candidate = Pick<Found, 'program' | 'name' | 'path' | 'sha256'>;

/** In the order of the programs; one file under several names is told once. `root` stands in for the file system in tests. */
export async function findFiles(environment: Environment, rows: readonly WeightsRow[], root = '/'): Promise<Found[]> {
  const places = placesOf(environment, root);
  const candidates = [
    ...(await Promise.all(places.ollama.map(ofOllama))).flat(),
    ...(await Promise.all(places.lmStudio.map((folder) => ofFolder('lm-studio', folder)))).flat(),
    ...(await Promise.all(places.llamaCpp.map((folder) => ofFolder('llama.cpp', folder)))).flat(),
    ...(await Promise.all(places.hub.map(ofHubCache))).flat(),
  ];
  const found = new Map<string, Found>();
  for (const candidate of candidates) {
    const path = await realpath(candidate.path).catch(() => undefined);
    if (path === undefined || found.has(path) || !(await isWeightsFile(path))) continue;
    const { size: bytes } = await stat(path);
    found.set(path, { ...candidate, path, bytes, ...rowLike(candidate, bytes, rows) });
  }
  return [...found.values()];
}

function rowLike({ sha256, name }: Candidate, bytes: number, rows: readonly WeightsRow[]): { id?: string } {
  const row = rows.find((known) =>
    sha256 === undefined ? known.bytes === bytes && basename(name).endsWith(known.file) : known.sha256 === sha256,
  );
  return row === undefined ? {} : { id: row.id };
}

/** Where each program keeps its files, by its own variables and its own defaults. */
function placesOf(environment: Environment, root: string): Record<'ollama' | 'lmStudio' | 'llamaCpp' | 'hub', string[]> {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const cache = environment.XDG_CACHE_HOME ?? join(home, '.cache');
  const ownCache = { darwin: join(home, 'Library', 'Caches'), win32: environment.LOCALAPPDATA }[platform() as string] ?? cache;
  const ollama = [join(home, '.ollama', 'models'), join(root, 'usr', 'share', 'ollama', '.ollama', 'models')];
  const hub =
    environment.HF_HUB_CACHE ?? (environment.HF_HOME ? join(environment.HF_HOME, 'hub') : join(cache, 'huggingface', 'hub'));
  return {
    ollama: environment.OLLAMA_MODELS ? [environment.OLLAMA_MODELS] : ollama,
    lmStudio: [join(home, '.lmstudio', 'models'), join(cache, 'lm-studio', 'models')],
    llamaCpp: [environment.LLAMA_CACHE ?? join(ownCache, 'llama.cpp')],
    hub: [hub],
  };
}

const MODEL_LAYER = 'application/vnd.ollama.image.model';

/** `manifests/<host>/<owner>/<model>/<tag>` is JSON whose model layer names a file of `blobs/` by its hash. */
async function ofOllama(folder: string): Promise<Candidate[]> {
  const manifests = join(folder, 'manifests');
  const found: Candidate[] = [];
  for (const path of await filesBelow(manifests)) {
    const digest = modelDigestOf(await readJson(path).catch(() => undefined));
    if (digest === undefined) continue;
    const [, owner = '', model = '', tag = ''] = relative(manifests, path).split(sep);
    const name = `${owner === 'library' ? '' : `${owner}/`}${model}:${tag}`;
    found.push({ program: 'ollama', name, path: join(folder, 'blobs', `sha256-${digest}`), sha256: digest });
  }
  return found;
}

function modelDigestOf(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('layers' in manifest) || !Array.isArray(manifest.layers))
    return undefined;
  const layer = manifest.layers.find((known) => known?.mediaType === MODEL_LAYER);
  return /^sha256:([0-9a-f]{64})$/.exec(String(layer?.digest))?.[1];
}

async function ofFolder(program: SourceKind, folder: string): Promise<Candidate[]> {
  const paths = (await filesBelow(folder)).filter(isWhole);
  return paths.map((path) => ({ program, name: relative(folder, path).split(sep).join('/'), path }));
}

/** `models--<owner>--<name>/snapshots/<revision>/<file>` is a link to a blob that is named by its hash. */
async function ofHubCache(folder: string): Promise<Candidate[]> {
  const paths = (await filesBelow(folder)).filter((path) => path.includes(`${sep}snapshots${sep}`) && isWhole(path));
  return Promise.all(
    paths.map(async (path) => {
      const [owned = '', , , ...file] = relative(folder, path).split(sep);
      const name = `${owned.replace(/^models--/, '').replace('--', '/')}/${file.join('/')}`;
      const blob = basename(await realpath(path).catch(() => ''));
      return { program: 'hub-cache' as const, name, path, ...(/^[0-9a-f]{64}$/.test(blob) && { sha256: blob }) };
    }),
  );
}

/** One file is the whole model: not one of several, and not the eyes of another. */
function isWhole(path: string): boolean {
  const name = basename(path).toLowerCase();
  return name.endsWith('.gguf') && !/-\d{5}-of-\d{5}\.gguf$/.test(name) && !name.includes('mmproj');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}
