/**
 * The encoding of a weights file, kept on disk under the file's SHA-256: made once from its header, then read in a tenth
 * of the time. The server gives it to the page, which counts by itself. Knows neither header nor encoder.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Encoding } from '#domain/tokens/encoding';
import { readEncoding, sourceOf, writeEncoding } from '#domain/tokens/encoding-file';

/** Changes with `encoding-file.ts` and `gguf-vocabulary.ts`, so that what older ones made is made again. */
const SOURCE = 'tokenizer.ggml form 1';

/** The compressed forms, by the ending of their files. Brotli at 5: 0.1 s for 3 MB, and 7 % more than at 9, which takes 0.6 s. */
const COMPRESSED = {
  '.br': (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  '.gz': (bytes: Uint8Array) => promisify(gzip)(bytes),
};

/** Undefined where there is none, or one that is cut short or of an older form. */
export async function readKept(path: string): Promise<Encoding | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || sourceOf(bytes) !== SOURCE) return undefined;
  try {
    return readEncoding(bytes);
  } catch {
    return undefined;
  }
}

/** Rejects where the disk or the form of the file refuses it. */
export async function keepEncoding(path: string, encoding: Encoding): Promise<void> {
  const bytes = writeEncoding(encoding, SOURCE);
  await forgetKept(path); // Compressed forms of another encoding must not outlive it.
  await mkdir(dirname(path), { recursive: true });
  await write(path, bytes);
}

/** Makes the compressed forms that are missing: a load may have ended before they were there. */
export async function compressKept(path: string): Promise<void> {
  const missing = Object.entries(COMPRESSED).filter(([ending]) => !existsSync(path + ending));
  if (missing.length === 0) return;
  const bytes = await readFile(path);
  await Promise.all(missing.map(async ([ending, compress]) => write(path + ending, await compress(bytes))));
}

export async function forgetKept(path: string): Promise<void> {
  await Promise.all(['', ...Object.keys(COMPRESSED)].map((ending) => rm(path + ending, { force: true })));
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
