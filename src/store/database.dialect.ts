/** Kysely over one read-only SQLite connection: it builds every query and runs those that read. */

import type { SQLInputValue } from 'node:sqlite';
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Connection } from './database.connection.ts';
import type { Queries, Schema } from './schema.ts';

export function queriesOver(reader: Connection): Queries {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> {
      return { rows: reader.statement(sql).all(...(parameters as SQLInputValue[])) as R[] };
    },
    streamQuery() {
      throw new Error('Rows are read in pages, not streamed.');
    },
  };
  const refuse = async (): Promise<never> => {
    throw new Error('This connection only reads: post a unit of work instead.');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Schema>({ dialect });
}
