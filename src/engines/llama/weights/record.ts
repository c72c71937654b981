/**
 * What is known of one file on this machine, kept as a small JSON beside it: where it came from, where it lies if it is only linked, what
 * a person decided about it. A record is trusted for what it says of our own files; size and time of the file are looked at each time.
 */
import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { WeightsErrorKind } from './failure.ts';
import { type Place, readJson, writeJson } from './place.ts';

export const sourceKinds = ['package', 'hub', 'file', 'ollama', 'lm-studio', 'llama.cpp', 'hub-cache'] as const;
export type SourceKind = (typeof sourceKinds)[number];

const recordSchema = z.object({
  id: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  /** In words, for people. */
  source: z.string().optional(),
  sourceKind: z.enum(sourceKinds).optional(),
  /** Where a linked file lies; absent for a file of our own. */
  path: z.string().optional(),
  /** Time of the file's last change when its hash was checked. */
  modifiedMs: z.number().optional(),
  verifiedAt: z.number().optional(),
  usedAt: z.number().optional(),
  /** A person stopped the fetch: it is not begun again by itself. */
  stoppedAt: z.number().optional(),
  /** Removed by a person; the file is kept a while for undoing. */
  removedAt: z.number().optional(),
  termsAcceptedAt: z.number().optional(),
});
export type WeightsRecord = z.infer<typeof recordSchema>;

export async function readRecord(place: Place): Promise<WeightsRecord | undefined> {
  return recordSchema.safeParse(await readJson(place.record)).data;
}

export async function writeRecord(place: Place, record: WeightsRecord): Promise<void> {
  await writeJson(place.record, record);
}

export function fileOf(place: Place, record: WeightsRecord): string {
  return record.path ?? place.file;
}

export type Presence =
  | { state: 'absent' }
  | { state: 'ready'; path: string }
  | { state: 'failed'; error: string; kind: WeightsErrorKind };

/** Whether the file stands as it was verified: its length and time of change say so; its bytes are not read. */
export async function presenceOf(place: Place, record: WeightsRecord | undefined): Promise<Presence> {
  if (record?.verifiedAt === undefined || record.removedAt !== undefined) return { state: 'absent' };
  const path = fileOf(place, record);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    if (record.path === undefined) return { state: 'absent' };
    return { state: 'failed', kind: 'not-found', error: `The linked file ${path} is gone. Put it back, or remove this entry.` };
  }
  if (found.size !== record.bytes)
    return {
      state: 'failed',
      kind: 'changed',
      error: `${path} has ${found.size} bytes, expected ${record.bytes}: it is cut or changed. Remove it and fetch it again.`,
    };
  if (found.mtimeMs !== record.modifiedMs)
    return {
      state: 'failed',
      kind: 'changed',
      error: `${path} was changed after it was checked. Verify it, or remove it and fetch it again.`,
    };
  return { state: 'ready', path };
}
