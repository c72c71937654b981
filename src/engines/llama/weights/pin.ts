/**
 * Rows of the hub alone: a name becomes a row, and the hub's own answer pins it to length, hash and revision, so that from then on the
 * file is known to the byte.
 */
import { basename } from 'node:path';
import { SourceFailure, WeightsError } from './failure.ts';
import { factsOfFile, type Hub, hubName } from './hub.ts';
import type { HubSource, WeightsRow } from './row.ts';
import { idFor, type StoredRow } from './rows.ts';

/** `owner/name/path/file.gguf`, `owner/name/file.gguf@revision`, or the address of such a file in a browser. */
const NAME = /^(?<repository>[\w.-]+\/[\w.-]+)\/(?<file>.+\.gguf)(?:@(?<revision>[\w./-]+))?$/i;
const ADDRESS =
  /^https?:\/\/[^/]+\/(?<repository>[\w.-]+\/[\w.-]+)\/(?:resolve|blob)\/(?<revision>[^/]+)\/(?<file>[^?#]+\.gguf)(?:[?#].*)?$/i;

export function hubSourceOf(name: string): HubSource | undefined {
  const { repository, file, revision = 'main' } = (ADDRESS.exec(name) ?? NAME.exec(name))?.groups ?? {};
  if (repository === undefined || file === undefined) return undefined;
  const plain = ADDRESS.test(name) ? decoded(file) : file;
  const leadsOut = `${repository}/${plain}`.split('/').some((step) => step === '.' || step === '..');
  return leadsOut ? undefined : { kind: 'hub', repository, file: plain, revision };
}

/** A percent sign that begins nothing stays one. */
function decoded(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}

/** The row of a hub file: that of the table where it has one, else a new one. */
export function hubRowOf(source: HubSource, rows: readonly WeightsRow[]): WeightsRow {
  const known = rows.find((row) =>
    row.sources.some((other) => other.kind === 'hub' && other.repository === source.repository && other.file === source.file),
  );
  if (known !== undefined) return known;
  const id = idFor(source.file, rows);
  return {
    id,
    model: id,
    file: basename(source.file),
    licence: `as ${source.repository} says`,
    languages: [],
    modes: ['chat', 'document'],
    defaults: {},
    sources: [source],
  };
}

/** Asks the hub what the file is. @throws WeightsError when it does not answer or does not know. */
export async function pinRow(hub: Hub, row: WeightsRow, signal: AbortSignal): Promise<StoredRow> {
  const source = row.sources.find((known) => known.kind === 'hub');
  if (source === undefined) throw new WeightsError('no-source', `No source is known for ${row.file}. Add it by its path.`);
  try {
    const { bytes, sha256, revision } = await factsOfFile(hub, source, signal);
    const { id, file, licence } = row;
    return { id, file, bytes, sha256, licence, sources: [{ ...source, revision }] };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    throw new WeightsError(
      'no-source',
      `${row.file} could not be fetched. Tried: ${hubName(hub, source)}: ${error.message}. Try again when there is a connection, or download the file elsewhere and add it by its path.`,
    );
  }
}
