/** Rows and turns as the server gives them, and what the page keeps of them. */
import { queryOptions } from '@tanstack/react-query';
import type { RowToken } from '#domain/tokens/token';
import type { WireModel } from '#wire/model';
import type { WireRow } from '#wire/row';
import { countTokens, turns } from '../api/calls.ts';
import { call } from '../api/client.ts';
import type { Draft } from './inside-props.ts';
import { ownersOf } from './section.ts';

/**
 * `prompt`: asked while the turn runs, for what the model was given. `whole`: of an old turn. `ended`: of
 * one whose end was seen here; a row that was asked for before it is not taken for it. `exact`: with
 * the exact probabilities of every token, which costs the model a pass over the row.
 */
export type RowPart = 'prompt' | 'whole' | 'ended' | 'exact';

export const rowQuery = (turn: string | undefined, part: RowPart, isWanted: boolean) =>
  queryOptions({
    queryKey: ['row', turn, part],
    queryFn: ({ signal }) => turns.row(turn ?? '', part === 'exact', signal),
    enabled: isWanted && turn !== undefined,
    staleTime: ({ state }: { state: { data: WireRow | undefined } }) =>
      part === 'whole' && !hasEnded(state.data) ? 0 : Number.POSITIVE_INFINITY,
    structuralSharing: (before: unknown, now: unknown) => shareRow(before as WireRow | undefined, now as WireRow),
    refetchOnWindowFocus: false,
    // A row of 128,000 tokens, its units and its lines are tens of megabytes: it is not kept long.
    gcTime: 60_000,
    retry: part === 'exact' ? false : 2,
  });

/** The model has handed the word back: nothing comes after it. */
function hasEnded(row: WireRow | undefined): boolean {
  const last = row?.tokens.at(-1);
  return last !== undefined && last.special === true && ownersOf(last).includes('model');
}

/**
 * The row as it was, where asking again brought nothing new: all that is drawn of it stays. (The library's own comparison
 * goes into every field of every token: 50 to 180 ms for 128,000, and this 2.)
 */
export function shareRow(before: WireRow | undefined, now: WireRow): WireRow {
  if (before?.tokens.length !== now.tokens.length || before.probabilities !== now.probabilities) return now;
  const isSame = (one: RowToken, at: number) => {
    const other = before.tokens[at];
    return one.id === other?.id && one.bytes === other?.bytes && one.message === other.message && one.logprob === other.logprob;
  };
  return now.tokens.every(isSame) ? before : now;
}

export const turnQuery = (turn: string | undefined) =>
  queryOptions({
    queryKey: ['turn', turn],
    queryFn: ({ signal }) => turns.get(turn ?? '', signal),
    enabled: turn !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** A model with its facts; the list leaves them out. */
export const modelQuery = (model: string) =>
  queryOptions({
    queryKey: ['model', model],
    queryFn: ({ signal }) =>
      call<WireModel>('GET', `/models/${model.split('/').map(encodeURIComponent).join('/')}`, undefined, signal),
    staleTime: 60_000,
    retry: false,
  });

type Asked = Pick<Draft, 'text' | 'system' | 'mode'>;

/** The row that a draft would become; of an empty one, what the template puts before a person's words. */
export const draftQuery = (model: string, draft: Asked, isWanted: boolean) =>
  queryOptions({
    queryKey: ['draft-row', model, draft.mode, draft],
    queryFn: async ({ signal }) => {
      const row = await countTokens({ model, ...askOf(draft) }, signal);
      return draft.text === '' && draft.mode === 'chat' ? beginningOf(row) : row;
    },
    enabled: isWanted,
    staleTime: 60_000,
    gcTime: 10_000,
    retry: false,
    structuralSharing: false, // Comparing every field of every token takes longer than drawing them.
    // Of the same model only: another one's row, template and ids, is no stand-in for this one's.
    placeholderData: (before, of) => (of?.queryKey[1] === model && of.queryKey[2] === draft.mode ? before : undefined),
  });

function askOf({ text, system, mode }: Asked): Omit<Parameters<typeof countTokens>[0], 'model'> {
  if (mode === 'document') return { text, chat: false };
  const messages: NonNullable<Parameters<typeof countTokens>[0]['messages']> = [];
  if (system) messages.push({ role: 'system', text: system });
  messages.push({ role: 'user', text: text || STAND_IN });
  return { messages, chat: true };
}

/** Stands where a person's words would: what comes before it is the row's beginning. */
const STAND_IN = 'x';

/** The row up to the first token that holds words of the person. */
export function beginningOf(row: WireRow): WireRow {
  const first = row.tokens.findIndex((token) => ownersOf(token).includes('person'));
  const tokens = first < 0 ? row.tokens : row.tokens.slice(0, first);
  const text = tokens.map((token) => token.text ?? '').join('');
  return { ...row, tokens, text, counts: { prompt: { value: tokens.length, grade: row.grade } } };
}
