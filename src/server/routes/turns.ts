/** Turns over HTTP: start, follow, stop, continue, and the row of tokens. */
import * as z from 'zod';
import type { RowToken } from '#domain/tokens/token';
import type { ExactToken } from '#engines/local-model';
import type { Store } from '#store/store';
import { rowAnswerSchema, type WireRow } from '#wire/row';
import { continueTurnSchema, newTurnSchema, startedTurnSchema } from '#wire/thread';
import { type ContinueNeeds, continueTurn } from '../continue-turn.ts';
import { sendEvents } from '../event-stream.ts';
import { holding, type Models } from '../models.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { columnsOfTurn, inColumns, rowOf } from '../row.ts';
import { rowAnswer } from '../row-json.ts';

const truth = z.enum(['', '1', 'true', '0', 'false']).optional();

export function turnRoutes(needs: ContinueNeeds): Route[] {
  const { store, runner } = needs;
  return [
    route({
      method: 'POST',
      path: '/threads/:thread/turns',
      summary: 'Write a message and ask for its answer; without text, ask for another answer to `parent`.',
      body: newTurnSchema,
      status: 202,
      answer: startedTurnSchema,
      handle: ({ person, params, body }) => runner.start(person, params.thread ?? '', body),
    }),
    route({
      method: 'GET',
      path: '/turns/:turn',
      summary: 'The turn as its events make it.',
      status: 200,
      handle: ({ person, params }) => store.turns.get(person, params.turn ?? ''),
    }),
    route({
      method: 'GET',
      path: '/turns/:turn/events',
      summary: 'Turn events as server-sent events, from after `Last-Event-ID`; ends after `turn-end`.',
      status: 200,
      handle: async ({ person, params, request, reply }) => {
        await sendEvents(store, person, params.turn ?? '', request, reply);
      },
    }),
    route({
      method: 'GET',
      path: '/turns/:turn/row',
      summary:
        'Prompt and answer as one row of tokens; `exact=true` with exact probabilities of all of it; `form=columns` in a tenth of the room.',
      query: z.object({ exact: truth, form: z.enum(['tokens', 'columns']).optional() }),
      status: 200,
      answer: rowAnswerSchema,
      handle: async ({ person, params, query, reply }) => {
        const id = params.turn ?? '';
        const isExact = query.exact !== undefined && query.exact !== '0' && query.exact !== 'false';
        const leaving = new AbortController();
        reply.raw.once('close', () => leaving.abort());
        await untilOpened(store, person, id, leaving.signal);
        if (query.form === 'columns' && !isExact)
          return columnsOfTurn(...(await Promise.all([store.turns.get(person, id), store.turns.promptInColumns(person, id)])));
        const row = await readRow(needs, person, id, isExact, leaving.signal);
        return query.form === 'columns' ? inColumns(row) : rowAnswer(row, reply);
      },
    }),
    route({
      method: 'POST',
      path: '/turns/:turn/stop',
      summary: 'Stop a turn; what is there is kept.',
      status: 202,
      handle: ({ person, params }) => runner.stop(person, params.turn ?? ''),
    }),
    route({
      method: 'POST',
      path: '/turns/:turn/continue',
      summary: 'Go on from where an answer ended, or from a place in its row with another token there.',
      body: continueTurnSchema,
      status: 202,
      answer: startedTurnSchema,
      handle: ({ person, params, body }) => continueTurn(needs, person, params.turn ?? '', body),
    }),
  ];
}

async function readRow(
  { store, models }: ContinueNeeds,
  person: string,
  id: string,
  isExact: boolean,
  signal: AbortSignal,
): Promise<WireRow> {
  const [turn, prompt] = await Promise.all([store.turns.get(person, id), store.turns.prompt(person, id)]);
  const row = rowOf(turn, prompt);
  if (!isExact) return row;
  if (turn.status === 'running')
    throw new Refusal('conflict', 'This answer is still being written. Exact probabilities can be had when it has ended.');
  return rowOf(turn, prompt, await exactRow(store, models, person, id, row.tokens, turn.answeredBy?.snapshot, signal));
}

/** A turn has no row until its prompt is made: its model may still be loading. */
async function untilOpened(store: Store, person: string, turn: string, signal: AbortSignal): Promise<void> {
  for await (const _ of await store.turns.follow(person, turn, 0, signal)) return;
}

/** Exact probabilities of a row: from the store, else by one pass of the file that answered. */
async function exactRow(
  store: Store,
  models: Models,
  person: string,
  turn: string,
  tokens: RowToken[],
  snapshot: string | undefined,
  signal: AbortSignal,
): Promise<ExactToken[]> {
  const known = await store.turns.exact(person, turn);
  if (known !== undefined) return known as ExactToken[];
  const choice = snapshot === undefined ? undefined : await models.chooseSnapshot(snapshot);
  if (!choice)
    throw new Refusal('conflict', 'The file that wrote this answer is no longer on this machine; exact probabilities need it.');
  const ids = tokens.map((token) => token.id ?? -1);
  const exact = await holding(choice, () => choice.local.exact(ids, signal));
  await store.turns.saveExact(person, turn, exact);
  return exact;
}
