/**
 * Migrations: numbered, named, forward only. A migration that was released never changes: its hash is kept in
 * every database that it made. Statements are written in the types that all databases share (text, integer, real, blob);
 * a driver says what these are in its own words.
 */
import { createHash } from 'node:crypto';

export type Migration = { number: number; name: string; statements: readonly string[] };

/** A migration as a database remembers it. */
export type AppliedMigration = { number: number; name: string; hash: string };

/** SHA-256 of all that the migration does, hexadecimal. */
export function hashOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join(';\n')).digest('hex');
}

/**
 * What is still to be done in a database where `applied` was done.
 * @throws Error with one sentence when the database is newer than this list, or was made by another one.
 */
export function pendingMigrations(list: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(list.map((migration) => [migration.number, migration]));
  for (const { number, name, hash } of applied) {
    const migration = known.get(number);
    if (!migration) {
      throw new Error(
        `it has schema ${number} (${name}) and this version of Oriel knows ${list.length}: the data is newer. Install the version that wrote it, or a newer one`,
      );
    }
    if (hashOf(migration) !== hash) {
      throw new Error(
        `its schema ${number} (${name}) has hash ${hash.slice(0, 12)} and this version of Oriel expects ${hashOf(migration).slice(0, 12)}: it was made by a changed copy of Oriel. Use that copy, or restore a backup`,
      );
    }
  }
  return list.filter((migration) => !applied.some((done) => done.number === migration.number));
}
