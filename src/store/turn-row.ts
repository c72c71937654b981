/** What is written of a turn when it starts, at each batch, and when it ends. Builds statements; runs none. */
import { sql } from 'kysely';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { partsOf } from '#domain/conversation/turn';
import type { TurnStart } from '#domain/conversation/turn-event';
import { idsOfText, joinParts } from './answer.ts';
import type { Packed } from './border.ts';
import type { Statement } from './database.ts';
import type { RunningTurn } from './running-turn.ts';
import type { Queries } from './schema.ts';
import { indexEntry } from './search.index.ts';

export type TurnToStart = {
  person: string;
  requestId?: string;
  start: TurnStart;
  prompt: Packed;
  messages: Message[];
  now: number;
};

/** The thread's head moves, messages are written, the answer is given to the turn. Its log is still empty. */
export function startStatements(queries: Queries, turn: TurnToStart): Statement[] {
  const { person, start, prompt, messages, now } = turn;
  const head = queries
    .updateTable('thread')
    .set({ head: start.message, updated_at: now })
    .where('id', '=', start.thread)
    .where('person_id', '=', person)
    .where('deleted_at', 'is', null)
    .compile();
  const written = messages.filter((message) => message.id !== start.message);
  const answer = messages.find((message) => message.id === start.message);
  return [
    { ...head, must: 'thread' },
    ...written.map((message) => insertMessage(queries, person, start.thread, message).compile()),
    answerStatement(queries, person, start, answer),
    turnStatement(queries, turn),
    queries
      .insertInto('turn_prompt')
      .values({ turn_id: start.turn, person_id: person, ...prompt })
      .compile(),
  ];
}

/** Goes with the batch that holds `turn-start`: the prompt in place of what was known of it. */
export function openStatements(queries: Queries, start: TurnStart, prompt: Packed): Statement[] {
  return [
    queries.updateTable('turn_prompt').set(prompt).where('turn_id', '=', start.turn).compile(),
    queries
      .updateTable('turn')
      .set({ template: start.template ?? null })
      .where('id', '=', start.turn)
      .compile(),
  ];
}

function insertMessage(queries: Queries, person: string, thread: string, message: Message) {
  return queries.insertInto('message').values({
    id: message.id,
    person_id: person,
    thread_id: thread,
    parent_id: message.parent ?? null,
    role: message.role,
    parts: JSON.stringify(message.parts),
    at: message.at,
    turn_id: message.turn ?? null,
  });
}

/** A new answer is written; one that is there is continued by this turn, unless another one is still writing it. */
function answerStatement(queries: Queries, person: string, start: TurnStart, answer: Message | undefined): Statement {
  const isFree = queries
    .selectFrom('turn')
    .select('turn.id')
    .where('turn.message_id', '=', start.message)
    .where('turn.status', '=', 'running');
  if (!answer) {
    const update = queries
      .updateTable('message')
      .set({ turn_id: start.turn })
      .where('id', '=', start.message)
      .where('thread_id', '=', start.thread)
      .where('person_id', '=', person)
      .where('role', '=', 'assistant')
      .where((eb) => eb.not(eb.exists(isFree)));
    return { ...update.compile(), must: 'answer' };
  }
  const upsert = insertMessage(queries, person, start.thread, { ...answer, turn: start.turn }).onConflict((conflict) =>
    conflict
      .column('id')
      .doUpdateSet({ turn_id: start.turn })
      .where('message.thread_id', '=', start.thread)
      .where('message.person_id', '=', person)
      .where('message.role', '=', 'assistant')
      .where((eb) => eb.not(eb.exists(isFree))),
  );
  return { ...upsert.compile(), must: 'answer' };
}

/** Takes the answer's parts as they are in this transaction as those that are kept, and returns them. */
function turnStatement(queries: Queries, { person, requestId, start, now }: TurnToStart): Statement {
  const answer = queries.selectFrom('message').where('message.id', '=', start.message);
  return queries
    .insertInto('turn')
    .values((eb) => ({
      id: start.turn,
      person_id: person,
      thread_id: start.thread,
      message_id: start.message,
      question_id: answer.select((message) => message.fn.coalesce('parent_id', 'id').as('question')),
      request_id: requestId ?? null,
      vendor: start.asked.vendor,
      model: start.asked.model,
      mode: start.mode,
      settings: JSON.stringify(start.settings),
      opening: JSON.stringify(start),
      started_at: now,
      status: 'running',
      kept: eb.selectFrom(answer.select('parts').as('answer')).select('answer.parts'),
    }))
    .returning(['question_id', 'kept'])
    .compile();
}

/** The next row of the log, only where it follows the last one and the turn is still running. */
export function batchStatement(queries: Queries, turn: string, batch: { seq: number; at: number; json: string }): Statement {
  const last = queries
    .selectFrom('turn_event')
    .select((eb) => eb.fn.coalesce(eb.fn.max('seq'), sql<number>`0`).as('seq'))
    .where('turn_id', '=', turn);
  const insert = queries
    .insertInto('turn_event')
    .columns(['turn_id', 'seq', 'at', 'events'])
    .expression(
      queries
        .selectFrom('turn')
        .select([
          'turn.id',
          sql<number>`cast(${batch.seq} as bigint)`.as('seq'),
          sql<number>`cast(${batch.at} as bigint)`.as('at'),
          sql<string>`cast(${batch.json} as text)`.as('events'),
        ])
        .where('turn.id', '=', turn)
        .where('turn.status', '=', 'running')
        .where(last, '=', batch.seq - 1),
    );
  return { ...insert.compile(), must: 'running turn' };
}

export type EndedTurn = { running: RunningTurn; at: number; terms: string[] };

/** Parts of the answer as they are at the end of its turn. */
export function partsAtEnd({ folded, origin }: RunningTurn) {
  return joinParts(origin.kept, partsOf(folded));
}

/** Goes with the batch that holds `turn-end`, whose seq is `running.seq`. */
export function endStatements(queries: Queries, { running, at, terms }: EndedTurn): Statement[] {
  const { id, folded, origin, seq } = running;
  const parts = partsAtEnd(running);
  const ids = textOf(parts) === '' ? undefined : idsOfText(parts, running.ownTokens);
  const turn = queries
    .updateTable('turn')
    .set({
      status: folded.status,
      last_seq: seq,
      ended_at: at,
      reason: folded.reason ?? null,
      answered_vendor: folded.answeredBy?.vendor ?? null,
      snapshot: folded.answeredBy?.snapshot ?? null,
      first_token_ms: folded.timing?.firstTokenMs ?? null,
      total_ms: folded.timing?.totalMs ?? null,
      usage: jsonOrNull(folded.usage),
      cost: jsonOrNull(folded.cost),
      own_tokens: jsonOrNull(ids),
      summary: JSON.stringify(folded),
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .compile();
  const message = queries
    .updateTable('message')
    .set({ parts: JSON.stringify(parts) })
    .where('id', '=', folded.message)
    .where('person_id', '=', origin.person)
    .compile();
  return [
    { ...turn, must: 'running turn' },
    message,
    ...indexEntry(queries, { person: origin.person, thread: origin.thread, message: folded.message, terms }),
  ];
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
