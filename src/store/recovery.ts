/**
 * What happens at the start to turns that a crash left running: the log gets its last batch, a `turn-end` with reason
 * `interrupted`, and the answer all that was committed. A turn without a log, whose prompt was not made yet, begins as it
 * was started. Nothing is asked again by itself.
 */
import { setImmediate as nextTask } from 'node:timers/promises';
import { type Part, textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import type { Cost } from '#domain/money/usage';
import { keptTokens } from './answer.ts';
import { unpackPrompt } from './border.ts';
import type { Database } from './database.ts';
import { RunningTurn } from './running-turn.ts';
import { termsOf } from './search.terms.ts';
import { batchStatement, endStatements, partsAtEnd } from './turn-row.ts';

/** Ends the turns that are `running` in the tables and that `isRunning` does not know; returns how many. */
export async function recoverTurns(database: Database, now: number, isRunning: (turn: string) => boolean): Promise<number> {
  const left = await database.queries
    .selectFrom('turn')
    .innerJoin('turn_prompt', 'turn_prompt.turn_id', 'turn.id')
    .select([
      'turn.id',
      'turn.person_id',
      'turn.thread_id',
      'turn.kept',
      'turn.opening',
      'turn_prompt.codec',
      'turn_prompt.bytes',
    ])
    .where('turn.status', '=', 'running')
    .orderBy('turn.started_at')
    .execute();
  const lost = left.filter((row) => !isRunning(row.id));
  for (const row of lost) {
    const kept = JSON.parse(row.kept) as Part[];
    const prompt = await unpackPrompt(row);
    const origin = { person: row.person_id, thread: row.thread_id, kept, keptTokens: keptTokens(prompt.tokens, kept) };
    await interrupt(database, { id: row.id, opening: row.opening, origin }, now);
  }
  return lost.length;
}

type LostTurn = { id: string; opening: string | null; origin: RunningTurn['origin'] };

async function interrupt(database: Database, { id, opening, origin }: LostTurn, at: number): Promise<void> {
  const { queries } = database;
  const rows = await queries.selectFrom('turn_event').select(['at', 'events']).where('turn_id', '=', id).orderBy('seq').execute();
  const running = new RunningTurn(id, origin);
  const events: TurnEvent[] = [];
  for (const row of rows) {
    const batch = JSON.parse(row.events) as TurnEvent[];
    events.push(...batch);
    running.take(batch);
    running.nextBatch();
  }
  if (rows.length === 0 && opening !== null) running.take([JSON.parse(opening) as TurnStart]);
  const totalMs = (rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0);
  const usage = usageOf(running.folded, events);
  running.take([
    ...(usage ? [usage] : []),
    { type: 'turn-end', reason: 'interrupted', timing: { totalMs }, cost: costOf(running.folded) },
  ]);
  const json = running.nextBatch();
  const terms = await termsOf(textOf(partsAtEnd(running)), nextTask);
  await database.write([
    batchStatement(queries, id, { seq: running.seq, at, json }),
    ...endStatements(queries, { running, at, terms }),
  ]);
}

/** What a local answer took, counted from its log in the form of the local engine; a vendor's usage is the vendor's to say. */
function usageOf(turn: Turn, events: readonly TurnEvent[]): TurnEvent | undefined {
  const tokens = events.flatMap((event) => (event.type === 'part-delta' ? (event.tokens ?? []) : []));
  const { tokens: prompt, kept } = turn.prompt ?? {};
  if (!isLocal(turn) || turn.usage || prompt === undefined || kept === undefined || tokens.length === 0) return undefined;
  const endTokens = tokens.filter(({ special }) => special).length;
  return {
    type: 'usage',
    kinds: { inputUncached: prompt - kept, cacheRead: kept, outputText: tokens.length },
    raw: { prompt, kept, read: prompt - kept, answer: tokens.length - endTokens, endTokens, from: 'the log, after a crash' },
  };
}

function isLocal(turn: Turn): boolean {
  return (turn.answeredBy?.vendor ?? turn.asked.vendor) === 'local';
}

function costOf(turn: Turn): Cost {
  if (isLocal(turn)) return { kind: 'local' };
  return { kind: 'unknown', because: 'The server stopped before the vendor said what was used.' };
}
