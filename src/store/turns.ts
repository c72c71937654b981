/** Turns: started with all that belongs to them, appended to, read back. Every reading has the person in its WHERE. */
import { setImmediate as nextTask } from 'node:timers/promises';
import type { Message } from '#domain/conversation/message';
import { type Part, textOf } from '#domain/conversation/part';
import { foldTurnEvents, type LastTurn, type Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import type { Prompt } from '#domain/templates/prompt';
import { keptTokens } from './answer.ts';
import { type Packed, pack, packPrompt, storableParts, unpack, unpackColumns, unpackPrompt } from './border.ts';
import { type Database, type Statement, UnitRefused } from './database.ts';
import type { EventLog } from './event-log.ts';
import { RunningTurn } from './running-turn.ts';
import { indexEntry } from './search.index.ts';
import { termsOf } from './search.terms.ts';
import { Conflict, type NewTurn, NotFound, type StartedTurn, type Turns } from './store.ts';
import { openStatements, startStatements } from './turn-row.ts';

export function turnsOf(database: Database, log: EventLog, now: () => number): Turns {
  const { queries } = database;

  async function started(person: string, requestId: string): Promise<StartedTurn | undefined> {
    const row = await queries
      .selectFrom('turn')
      .select(['id', 'question_id', 'message_id'])
      .where('person_id', '=', person)
      .where('request_id', '=', requestId)
      .executeTakeFirst();
    return row && { turn: row.id, message: row.question_id, answer: row.message_id, isRepeat: true };
  }

  async function start(person: string, turn: NewTurn): Promise<StartedTurn> {
    const { requestId } = turn;
    const before = requestId === undefined ? undefined : await started(person, requestId);
    if (before) return before;
    const messages = turn.messages.map((message) => ({ ...message, parts: storableParts(message.parts) }));
    const unit = [
      ...startStatements(queries, { ...turn, person, messages, prompt: await packPrompt(turn.prompt), now: now() }),
      ...(await indexStatements(person, turn.start.thread, messages)),
    ];
    try {
      const rows = await database.write(unit);
      const { question_id, kept } = rows.flat().find((row) => 'kept' in row) as { question_id: string; kept: string };
      log.begin(runningTurn(person, turn, JSON.parse(kept)));
      return { turn: turn.start.turn, message: question_id, answer: turn.start.message, isRepeat: false };
    } catch (error) {
      const first = requestId === undefined ? undefined : await started(person, requestId);
      if (first) return first;
      throw startProblem(error, turn);
    }
  }

  async function indexStatements(person: string, thread: string, messages: Message[]): Promise<Statement[]> {
    const statements: Statement[] = [];
    for (const { id, parts } of messages) {
      const terms = await termsOf(textOf(parts), nextTask);
      if (terms.length > 0) statements.push(...indexEntry(queries, { person, thread, message: id, terms }));
    }
    return statements;
  }

  async function open(start: TurnStart, prompt: Prompt): Promise<void> {
    await log.append(start.turn, [start], openStatements(queries, start, await packPrompt(prompt)));
  }

  async function get(person: string, turn: string): Promise<Turn> {
    const rows = await queries
      .selectFrom('turn')
      .leftJoin('turn_event', 'turn_event.turn_id', 'turn.id')
      .select(['turn.opening', 'turn_event.events'])
      .where('turn.id', '=', turn)
      .where('turn.person_id', '=', person)
      .orderBy('turn_event.seq')
      .execute();
    const [first] = rows;
    if (!first) throw new NotFound('turn', turn);
    const log = rows.flatMap(({ events }) => (events === null ? [] : [{ events }]));
    const folded = foldRows(log.length > 0 ? log : [{ events: `[${first.opening}]` }]);
    if (!folded) throw new Error(`Turn ${turn} has neither a log nor an opening: it was not written by this store.`);
    return folded;
  }

  async function ofThread(person: string, thread: string): Promise<LastTurn[]> {
    const rows = await queries
      .selectFrom('message')
      .innerJoin('turn', 'turn.id', 'message.turn_id')
      .select(['turn.id', 'turn.summary'])
      .select((eb) =>
        eb
          .selectFrom('turn as earlier')
          .select('earlier.id')
          .whereRef('earlier.thread_id', '=', 'turn.thread_id')
          .whereRef('earlier.message_id', '=', 'turn.message_id')
          .whereRef('earlier.id', '<>', 'turn.id')
          .orderBy('earlier.started_at', 'desc')
          .orderBy('earlier.id', 'desc')
          .limit(1)
          .as('continues'),
      )
      .where('message.thread_id', '=', thread)
      .where('message.person_id', '=', person)
      .orderBy('turn.started_at')
      .orderBy('turn.id')
      .execute();
    return Promise.all(
      rows.map(async ({ id, summary, continues }) => ({
        ...(summary === null ? withoutTokens(await get(person, id)) : (JSON.parse(summary) as Turn)),
        ...(continues !== null && { continues }),
      })),
    );
  }

  async function ownTokens(person: string, thread: string): Promise<Map<string, number[]>> {
    const rows = await queries
      .selectFrom('message')
      .innerJoin('turn', 'turn.id', 'message.turn_id')
      .select(['message.id', 'turn.own_tokens'])
      .where('message.thread_id', '=', thread)
      .where('message.person_id', '=', person)
      .where('turn.own_tokens', 'is not', null)
      .execute();
    return new Map(rows.map((row) => [row.id, JSON.parse(row.own_tokens ?? '[]') as number[]]));
  }

  async function packed(table: 'turn_prompt' | 'turn_exact', person: string, turn: string): Promise<Packed | undefined> {
    return queries
      .selectFrom(table)
      .select(['codec', 'bytes'])
      .where('turn_id', '=', turn)
      .where('person_id', '=', person)
      .executeTakeFirst();
  }

  async function packedPrompt(person: string, turn: string): Promise<Packed> {
    const found = await packed('turn_prompt', person, turn);
    if (found === undefined) throw new NotFound('turn', turn);
    return found;
  }

  async function exact(person: string, turn: string): Promise<unknown | undefined> {
    const found = await packed('turn_exact', person, turn);
    return found && unpack(found);
  }

  async function saveExact(person: string, turn: string, exact: unknown): Promise<void> {
    const { codec, bytes } = await pack(exact);
    const owned = queries
      .selectFrom('turn')
      .select((eb) => ['turn.id', 'turn.person_id', eb.val(codec).as('codec'), eb.val(bytes).as('bytes')])
      .where('turn.id', '=', turn)
      .where('turn.person_id', '=', person);
    const insert = queries
      .insertInto('turn_exact')
      .columns(['turn_id', 'person_id', 'codec', 'bytes'])
      .expression(owned)
      .onConflict((conflict) => conflict.column('turn_id').doUpdateSet({ codec, bytes }));
    try {
      await database.write([{ ...insert.compile(), must: 'turn' }]);
    } catch (error) {
      throw error instanceof UnitRefused ? new NotFound('turn', turn) : error;
    }
  }

  return {
    start,
    started,
    open,
    append: (turn, events) => log.append(turn, events),
    get,
    ofThread,
    prompt: async (person, turn) => unpackPrompt(await packedPrompt(person, turn)),
    promptInColumns: async (person, turn) => unpackColumns(await packedPrompt(person, turn)),
    ownTokens,
    exact,
    saveExact,
    follow: (person, turn, after, signal) => log.follow(person, turn, after, signal),
  };
}

/** The turn of rows of the log, in order; null when there are none. */
export function foldRows(rows: readonly { events: string }[]): Turn | null {
  return foldTurnEvents(rows.flatMap((row) => JSON.parse(row.events) as TurnEvent[]));
}

function withoutTokens(turn: Turn): Turn {
  return { ...turn, parts: turn.parts.map((part) => ({ ...part, tokens: [] })) };
}

function runningTurn(person: string, { start, prompt }: NewTurn, kept: Part[]): RunningTurn {
  return new RunningTurn(start.turn, { person, thread: start.thread, kept, keptTokens: keptTokens(prompt.tokens, kept) });
}

function startProblem(error: unknown, { start, messages }: NewTurn): unknown {
  if (!(error instanceof UnitRefused)) return error;
  const { kind, missing, message } = error.refusal;
  if (missing === 'thread') return new NotFound('thread', start.thread);
  if (missing === 'answer') return new Conflict(`Answer ${start.message} is not there, or another turn is still writing it.`);
  if (kind === 'foreign-key')
    return new NotFound(
      'parent',
      messages
        .map((one) => one.parent)
        .filter(Boolean)
        .join(', '),
    );
  if (kind === 'unique') return new Conflict(`Turn ${start.turn} or one of its messages is there already (${message}).`);
  return error;
}
