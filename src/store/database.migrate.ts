/** Brings a SQLite file to the schema of this version, or refuses it with one sentence. */
import { existsSync } from 'node:fs';
import { type Connection, isSqliteError, openConnection } from './database.connection.ts';
import { provenCopy } from './database.copy.ts';
import { type AppliedMigration, hashOf, type Migration, pendingMigrations } from './migration.ts';
import { StoreRefused } from './store.ts';

export type MigrationRun = { file: string; list: readonly Migration[]; now: number; by: string };

/**
 * Runs what is pending, each migration in a transaction with its row. Before an upgrade a verified copy is made
 * beside the file.
 * @throws StoreRefused when the file is newer, changed or damaged.
 */
export async function migrate({ file, list, now, by }: MigrationRun): Promise<void> {
  let connection: Connection | undefined;
  try {
    connection = openConnection(file, false);
    const applied = appliedTo(connection);
    const pending = pendingMigrations(list, applied);
    const [first] = pending;
    if (first && applied.length > 0) await copyBefore(connection, file, first);
    for (const migration of pending) apply(connection, migration, now, by);
  } catch (error) {
    throw refusalOf(file, error);
  } finally {
    connection?.database.close();
  }
}

function appliedTo({ database, statement }: Connection): AppliedMigration[] {
  database.exec(`create table if not exists migration
    (number integer primary key, name text not null, hash text not null, at integer not null, by text not null) strict`);
  return statement('select number, name, hash from migration order by number').all() as AppliedMigration[];
}

async function copyBefore({ statement }: Connection, file: string, migration: Migration): Promise<void> {
  const copy = `${file}.before-${String(migration.number).padStart(4, '0')}`;
  // A copy that is there was made by a start that did not get to the end of the migration.
  if (existsSync(copy)) return;
  await provenCopy(copy, async (draft) => {
    statement('vacuum into ?').run(draft);
  });
}

function apply({ database, statement }: Connection, migration: Migration, now: number, by: string): void {
  database.exec('begin immediate');
  try {
    for (const sql of migration.statements) database.exec(inStrictTables(sql));
    const { number, name } = migration;
    statement('insert into migration (number, name, hash, at, by) values (?, ?, ?, ?, ?)').run(
      number,
      name,
      hashOf(migration),
      now,
      by,
    );
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

/** SQLite keeps a column to its type only in tables that say so. */
function inStrictTables(sql: string): string {
  return sql.startsWith('create table') ? `${sql} strict` : sql;
}

function refusalOf(file: string, error: unknown): Error {
  if (error instanceof StoreRefused) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = isSqliteError(error) ? error.errcode & 0xff : 0;
  if (code === 11 || code === 26) {
    return new StoreRefused(
      `${file} is damaged (${reason}). Nothing was changed. Move it away and put a backup in its place, or start with another --home.`,
    );
  }
  return new StoreRefused(`${file} cannot be opened: ${reason}.`);
}
