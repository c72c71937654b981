/**
 * Parts of a file that are here already and whole: a checked wheel, a checked member from the hub, or a range of a file that was cut
 * while it came. A part that is held is never fetched again.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './digest.ts';
import type { PackagePart } from './row.ts';

export type Holding = { kind: 'wheel'; path: string } | { kind: 'bytes'; path: string; offset: number };

/** A wheel gets this name only after its hash was checked. */
export function wheelPath(work: string, part: PackagePart): string {
  return join(work, `${part.wheelSha256}.whl`);
}

/** A part's bytes without their wheel, named after its hash was checked. */
export function memberPath(work: string, part: PackagePart): string {
  return join(work, `${part.memberSha256}.member`);
}

/** The whole file while it comes, from its first byte on. */
export function partialPath(work: string): string {
  return join(work, 'file.part');
}

/** Where each part begins in the joined file. */
export function offsetsOf(parts: readonly PackagePart[]): number[] {
  let at = 0;
  return parts.map((part) => {
    at += part.memberBytes;
    return at - part.memberBytes;
  });
}

/** Bytes of a file; 0 when there is none. */
export async function bytesAt(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** For each part, where it is held. Reads only what the hub left half done. */
export async function findHoldings(work: string, parts: readonly PackagePart[]): Promise<(Holding | undefined)[]> {
  const offsets = offsetsOf(parts);
  const partialBytes = await bytesAt(partialPath(work));
  const found: (Holding | undefined)[] = [];
  for (const [index, part] of parts.entries()) {
    const offset = offsets[index] ?? 0;
    if ((await bytesAt(wheelPath(work, part))) === part.wheelBytes) found.push({ kind: 'wheel', path: wheelPath(work, part) });
    else if ((await bytesAt(memberPath(work, part))) === part.memberBytes)
      found.push({ kind: 'bytes', path: memberPath(work, part), offset: 0 });
    else if (offset + part.memberBytes <= partialBytes && (await isWholeAt(partialPath(work), offset, part)))
      found.push({ kind: 'bytes', path: partialPath(work), offset });
    else found.push(undefined);
  }
  return found;
}

/** Bytes of the finished file that an earlier attempt left, by lengths alone. */
export async function leftBytesOf(work: string, parts: readonly PackagePart[]): Promise<number> {
  if ((await bytesAt(work)) === 0) return 0;
  let held = 0;
  for (const part of parts) {
    const isHeld =
      (await bytesAt(wheelPath(work, part))) === part.wheelBytes || (await bytesAt(memberPath(work, part))) === part.memberBytes;
    if (isHeld) held += part.memberBytes;
  }
  return Math.max(held, await bytesAt(partialPath(work)));
}

async function isWholeAt(path: string, offset: number, part: PackagePart): Promise<boolean> {
  return (await digestOf(path, { offset, length: part.memberBytes })) === part.memberSha256;
}
