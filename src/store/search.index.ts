/**
 * The search index in SQLite: FTS5 over terms made by `search.terms.ts`. It keeps no text and no positions (13 MB
 * for 100,000 messages; a trigram index of the same took 231 MB and scanned for two characters): every candidate is
 * verified on the text itself. One row of `search_entry` is one message, or the title of a thread (`message_id` = '').
 */
import { sql } from 'kysely';
import type { Statement } from './database.ts';
import type { Queries } from './schema.ts';

export const searchTables: readonly string[] = [
  `create table search_entry (
    id integer primary key,
    person_id text not null,
    thread_id text not null references thread (id) on delete cascade,
    message_id text not null,
    unique (thread_id, message_id)
  )`,
  // The terms are cut in code; all the tokenizer does is split at spaces.
  `create virtual table search_terms using fts5 (
    terms, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'"
  )`,
];

export type SearchEntry = { person: string; thread: string; message?: string; terms: string[] };

/** Statements that make `entry` the newest of the index, in place of an older one of the same message or title. */
export function indexEntry(queries: Queries, entry: SearchEntry): Statement[] {
  const { person, thread, message = '', terms } = entry;
  const id = sql`(select id from search_entry where thread_id = ${thread} and message_id = ${message})`;
  return [
    sql`delete from search_terms where rowid = ${id}`.compile(queries),
    sql`delete from search_entry where thread_id = ${thread} and message_id = ${message}`.compile(queries),
    sql`insert into search_entry (person_id, thread_id, message_id) values (${person}, ${thread}, ${message})`.compile(queries),
    sql`insert into search_terms (rowid, terms) values (${id}, ${terms.join(' ')})`.compile(queries),
  ];
}

/** Statements that take whole threads out of the index: those that were removed before `time`. */
export function dropRemoved(queries: Queries, time: number): Statement[] {
  return [
    sql`delete from search_terms where rowid in (select search_entry.id from search_entry
      join thread on thread.id = search_entry.thread_id where thread.deleted_at < ${time})`.compile(queries),
  ];
}
