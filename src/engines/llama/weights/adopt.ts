/**
 * A file that is on this machine already: looked at, hashed, and linked where it lies. Never copied, never changed.
 */
import { open, realpath, stat } from 'node:fs/promises';
import { digestOf } from './digest.ts';
import { codeOf, WeightsError } from './failure.ts';

export type Adoption = { path: string; bytes: number; modifiedMs: number; sha256: string };

const MAGIC = 'GGUF';

/** @throws WeightsError when there is no such file or it is not a weights file. */
export async function adoptFile(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => {},
): Promise<Adoption> {
  const real = await realpath(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
    throw new WeightsError('not-found', `There is no file ${path}. Give the path of a GGUF file.`);
  });
  if (!(await isWeightsFile(real)))
    throw new WeightsError(
      'not-weights',
      `${path} is not a GGUF file: its first four bytes are not "${MAGIC}". Other formats must be converted first.`,
    );
  const before = await stat(real);
  const sha256 = await digestOf(real, { signal, onBytes });
  const after = await stat(real);
  if (after.mtimeMs !== before.mtimeMs || after.size !== before.size)
    throw new WeightsError('changed', `${path} was changed while it was read. Try again when nothing writes to it.`);
  return { path: real, bytes: after.size, modifiedMs: after.mtimeMs, sha256 };
}

export async function isWeightsFile(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.toString('latin1') === MAGIC;
  } catch (error) {
    if (codeOf(error) === 'EISDIR') return false;
    throw error;
  } finally {
    await file.close();
  }
}
