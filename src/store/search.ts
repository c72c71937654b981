/**
 * Search over the texts and titles of a person's threads. The index proposes candidates, newest first; each is
 * verified on its text: every word of the query (a quoted phrase as one) must stand in it, folded. Whole words are found,
 * and the beginning of the last one; nothing inside a word of a script that writes with spaces.
 */
import { sql } from 'kysely';
import type { Role } from '#domain/conversation/message';
import { type Part, textOf } from '#domain/conversation/part';
import type { Queries } from './schema.ts';
import { snippetOf } from './search.snippet.ts';
import { foldText, termsOfNeedle } from './search.terms.ts';
import type { FoundThread, Hit, ThreadPage } from './store.ts';
import { type ThreadRow, threadOf } from './thread-row.ts';

const MOST_CANDIDATES = 5000;
const CANDIDATES_A_READING = 250;
const MOST_HITS_A_THREAD = 3;

type Candidate = ThreadRow & { entry: number; message_id: string; role: Role | null; parts: string | null };

/** `first` is the entry of its newest hit: where the next page begins. */
type Found = { thread: FoundThread; first: number; hits: Hit[] };

export async function searchThreads(
  queries: Queries,
  person: string,
  ask: { query: string; before?: string; limit: number },
): Promise<ThreadPage> {
  const needles = needlesOf(ask.query);
  const match = matchOf(needles);
  const before = ask.before === undefined ? Number.MAX_SAFE_INTEGER : entryOf(ask.before);
  if (match === undefined) return { rows: [] };
  const found = new Map<string, Found>();
  let seen = 0;
  let entry = Number.MAX_SAFE_INTEGER;
  const isFull = () => [...found.values()].filter((one) => one.first < before).length > ask.limit;
  while (seen < MOST_CANDIDATES && !isFull()) {
    const candidates = await readCandidates(queries, person, match, entry);
    for (const candidate of candidates) take(found, candidate, needles);
    seen += candidates.length;
    entry = candidates.at(-1)?.entry ?? 0;
    if (candidates.length < CANDIDATES_A_READING) break;
  }
  const listed = [...found.values()].filter((one) => one.first < before);
  const rows = listed.slice(0, ask.limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(({ thread, hits }) => (hits.length > 0 ? { ...thread, hits } : thread)),
    ...(listed.length > ask.limit && last && { next: String(last.first) }),
    ...(seen >= MOST_CANDIDATES && { isPartial: true }),
  };
}

/** The words of a query, folded; what stands between quotation marks is one. */
function needlesOf(query: string): string[] {
  const words = [...query.matchAll(/"([^"]*)"?|[^\s"]+/gu)].map(([word, phrase]) => foldText(phrase ?? word).trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Terms hold only letters, marks, digits and `_`, so a quoted term is always a valid query. */
function matchOf(needles: readonly string[]): string | undefined {
  const terms = needles.flatMap(termsOfNeedle);
  if (terms.length === 0) return undefined;
  return terms.map((term, at) => (at === terms.length - 1 ? `"${term}"*` : `"${term}"`)).join(' AND ');
}

function entryOf(before: string): number {
  if (!/^\d{1,15}$/.test(before)) {
    throw new RangeError(
      `before is ${JSON.stringify(before.slice(0, 80))}; expected the "next" of an earlier page of this search.`,
    );
  }
  return Number(before);
}

async function readCandidates(queries: Queries, person: string, match: string, below: number): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select search_entry.id as entry, search_entry.message_id, message.role, message.parts, thread.*
    from search_terms
    cross join search_entry on search_entry.id = search_terms.rowid
    cross join thread on thread.id = search_entry.thread_id
    left join message on message.id = search_entry.message_id
    where search_terms match ${match} and search_terms.rowid < ${below}
      and search_entry.person_id = ${person} and thread.deleted_at is null
    order by search_terms.rowid desc limit ${CANDIDATES_A_READING}`.execute(queries);
  return rows;
}

function take(found: Map<string, Found>, candidate: Candidate, needles: readonly string[]): void {
  const { entry, message_id, role, parts } = candidate;
  const text = parts === null ? (candidate.title ?? '') : textOf(JSON.parse(parts) as Part[]);
  const folded = foldText(text);
  if (!needles.every((needle) => folded.includes(needle))) return;
  const thread: Found = found.get(candidate.id) ?? { thread: threadOf(candidate), first: entry, hits: [] };
  found.set(candidate.id, thread);
  if (role !== null && thread.hits.length < MOST_HITS_A_THREAD) {
    thread.hits.push({ message: message_id, role, ...snippetOf(text, needles) });
  }
}
