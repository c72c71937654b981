/**
 * What the collections know of a database: queries that read, and units of work that are written whole. The same for
 * every database; `database.sqlite.ts` is the embedded one.
 */
import type { Queries } from './schema.ts';

/** `must` names what has to be there: a statement that changes no row then refuses its unit. */
export type Statement = { sql: string; parameters: readonly unknown[]; must?: string };

export type Row = Record<string, unknown>;

/** `integrity` is 'ok' or the first things that are wrong. */
export type Verdict = { integrity: string; schema: number; bytes: number; threads: number; turns: number };

export type Database = {
  queries: Queries;
  /**
   * One unit of work: all statements or none, durable when it resolves, with the rows that each returned. Units that
   * wait together share one commit.
   * @throws UnitRefused when the data does not allow it; StorageFailed when the disk does not.
   */
  write(unit: readonly Statement[]): Promise<Row[][]>;
  /** A verified copy in one file, while units go on being written. */
  backup(file: string): Promise<Verdict>;
  verify(): Promise<Verdict>;
  close(): Promise<void>;
};

/** `missing` is what a statement's `must` named. */
export type Refusal = { kind: 'missing' | 'unique' | 'foreign-key' | 'invalid'; missing?: string; message: string };

/** The unit was rolled back; other units were not touched. */
export class UnitRefused extends Error {
  override name = 'UnitRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The disk is full or broken: nothing of this unit was kept. */
export class StorageFailed extends Error {
  override name = 'StorageFailed';
}
