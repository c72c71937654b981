/**
 * All rows: those of the table, with what the hub has pinned since, and those that a person added. What the table does not know is kept
 * as `<id>.row.json` in the weights folder.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Adoption } from './adopt.ts';
import { readJson, writeJson } from './place.ts';
import type { WeightsRow } from './row.ts';

const hubSchema = z.object({ kind: z.literal('hub'), repository: z.string(), file: z.string(), revision: z.string() });

/** What a row file may say: a whole row without a table, or the pins of one that is in it. */
const storedSchema = z.object({
  /** Part of file names: nothing that could lead out of the folder. */
  id: z.string().regex(/^[a-z0-9_-][a-z0-9._-]*$/),
  file: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string(),
  sources: z.array(hubSchema),
});
export type StoredRow = z.infer<typeof storedSchema>;

const ENDING = '.row.json';

export async function readRows(folder: string, table: readonly WeightsRow[]): Promise<WeightsRow[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  const stored = await Promise.all(names.map(async (name) => storedSchema.safeParse(await readJson(join(folder, name))).data));
  const known = stored.filter((row) => row !== undefined);
  const pins = new Map(known.map((row) => [row.id, row]));
  const ids = new Set(table.map((row) => row.id));
  return [...table.map((row) => pinned(row, pins.get(row.id))), ...known.filter((row) => !ids.has(row.id)).map(addedRow)];
}

export async function writeRow(folder: string, row: StoredRow): Promise<void> {
  await writeJson(join(folder, `${row.id}${ENDING}`), row);
}

export function rowFileOf(folder: string, id: string): string {
  return join(folder, `${id}${ENDING}`);
}

/** The table's own hash is never overruled by a file on the disk. */
function pinned(row: WeightsRow, pin: StoredRow | undefined): WeightsRow {
  return row.sha256 !== undefined || pin === undefined
    ? row
    : { ...row, bytes: pin.bytes, sha256: pin.sha256, sources: pin.sources };
}

function addedRow({ id, file, bytes, sha256, licence, sources }: StoredRow): WeightsRow {
  return { id, model: id, file, bytes, sha256, licence, languages: [], modes: ['chat', 'document'], defaults: {}, sources };
}

/** A row for a file that a person gave by hand. */
export function rowOfFile({ path, bytes, sha256 }: Adoption, rows: readonly WeightsRow[]): StoredRow {
  const file = basename(path);
  return { id: idFor(file, rows), file, bytes, sha256, licence: 'unknown', sources: [] };
}

/** `Some Model.Q4_K_M.gguf` -> `some-model.q4_k_m`, made different from all that exist. */
export function idFor(file: string, rows: readonly WeightsRow[]): string {
  const plain =
    basename(file)
      .replace(/\.gguf$/i, '')
      .toLowerCase()
      .replace(/[^a-z0-9._]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'weights';
  const taken = new Set(rows.map((row) => row.id));
  if (!taken.has(plain)) return plain;
  let number = 2;
  while (taken.has(`${plain}-${number}`)) number++;
  return `${plain}-${number}`;
}
