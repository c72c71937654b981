/**
 * Search over the texts and titles of a person's threads. The index proposes candidates, newest first; each is
 * verified on its text: every word of the query (a quoted phrase as one) must stand in it, folded. Whole words are found,
 * and the beginning of the last one; nothing inside a word of a script that writes with spaces.
 */
import { setImmediate as nextTask } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Role } from '#domain/conversation/message';
import { type Part, textOf } from '#domain/conversation/part';
import type { Queries } from './schema.ts';
import { snippetOf } from './search.snippet.ts';
import { foldText, termsOfNeedle } from './search.terms.ts';
import type { FoundThread, Hit, ThreadPage } from './store.ts';
import { threadOf } from './thread-row.ts';

const MOST_CANDIDATES = 5000;
/** Between two breaths of the loop: about 3 ms. */
const VERIFIED_AT_ONCE = 250;
const MOST_HITS_A_THREAD = 3;

type Candidate = { entry: number; thread: string; message: string };

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
  const listed = () => [...found.values()].filter((one) => one.first < before);
  const candidates = await readCandidates(queries, person, match);
  let seen = 0;
  while (seen < candidates.length && listed().length <= ask.limit) {
    await verify(queries, candidates.slice(seen, seen + VERIFIED_AT_ONCE), needles, found);
    seen += VERIFIED_AT_ONCE;
    await nextTask();
  }
  const rows = listed().slice(0, ask.limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(({ thread, hits }) => (hits.length > 0 ? { ...thread, hits } : thread)),
    ...(listed().length > ask.limit && last && { next: String(last.first) }),
    ...(candidates.length === MOST_CANDIDATES && seen >= MOST_CANDIDATES && { isPartial: true }),
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

/** All at once: what costs is to merge the rows of a short beginning (90 ms for the commonest two letters), not to list them. */
async function readCandidates(queries: Queries, person: string, match: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select search_entry.id as entry, search_entry.thread_id as thread, search_entry.message_id as message
    from search_terms
    cross join search_entry on search_entry.id = search_terms.rowid
    cross join thread on thread.id = search_entry.thread_id
    where search_terms match ${match} and search_entry.person_id = ${person} and thread.deleted_at is null
    order by search_terms.rowid desc limit ${MOST_CANDIDATES}`.execute(queries);
  return rows;
}

/** Reads the texts of candidates whose thread has not enough hits yet, and keeps those that hold every needle. */
async function verify(queries: Queries, candidates: Candidate[], needles: string[], found: Map<string, Found>): Promise<void> {
  const open = candidates.filter(({ thread }) => (found.get(thread)?.hits.length ?? 0) < MOST_HITS_A_THREAD);
  if (open.length === 0) return;
  const [threads, messages] = await Promise.all([
    queries
      .selectFrom('thread')
      .selectAll()
      .where('id', 'in', [...new Set(open.map((one) => one.thread))])
      .execute(),
    queries
      .selectFrom('message')
      .select(['id', 'role', 'parts'])
      .where(
        'id',
        'in',
        open.map((one) => one.message),
      )
      .execute(),
  ]);
  const threadRows = new Map(threads.map((row) => [row.id, row]));
  const messageRows = new Map(messages.map((row) => [row.id, row]));
  for (const { entry, thread, message } of open) {
    const row = threadRows.get(thread);
    const said = messageRows.get(message);
    if (!row || (found.get(thread)?.hits.length ?? 0) >= MOST_HITS_A_THREAD) continue;
    const text = said ? textOf(JSON.parse(said.parts) as Part[]) : (row.title ?? '');
    const folded = foldText(text);
    if (!needles.every((needle) => folded.includes(needle))) continue;
    const one: Found = found.get(thread) ?? { thread: threadOf(row), first: entry, hits: [] };
    found.set(thread, one);
    if (said) one.hits.push({ message, role: said.role as Role, ...snippetOf(text, needles) });
  }
}
