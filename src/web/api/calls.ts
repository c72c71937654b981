/** The calls of the page, one function each, and the shapes that only the page's server gives. */
import type { Message } from '#domain/conversation/message';
import type { LastTurn, Turn } from '#domain/conversation/turn';
import { tokensOf } from '#domain/tokens/row-columns';
import type { FoundWeights, WireModel, WireWeights } from '#wire/model';
import type { WireColumns, WireRow } from '#wire/row';
import type { NewTurnBody, StartedTurnBody, WireThread } from '#wire/thread';
import { call } from './client.ts';

/** A thread with its whole tree; `turns` are the last of each answer, folded without tokens. */
export type WholeThread = WireThread & { messages: Message[]; turns: LastTurn[] };
export type ThreadPage = { rows: WireThread[]; next?: string; isPartial?: boolean };
export type ModelList = { models: WireModel[]; default: string };
export type TokensAsk = {
  model: string;
  text?: string;
  messages?: { role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'; text: string }[];
  readAhead?: boolean;
  chat?: boolean;
};

export const threads = {
  list: (ask: { query?: string; before?: string; limit?: number }, signal?: AbortSignal) =>
    call<ThreadPage>(
      'GET',
      `/threads?${new URLSearchParams(Object.entries(ask).map(([name, value]) => [name, String(value)]))}`,
      undefined,
      signal,
    ),
  get: (thread: string, signal?: AbortSignal) => call<WholeThread>('GET', `/threads/${thread}`, undefined, signal),
  create: () => call<WireThread>('POST', '/threads', {}),
  change: (thread: string, change: { title?: string; pinned?: boolean; head?: string }) =>
    call<WireThread>('PATCH', `/threads/${thread}`, change),
  remove: (thread: string) => call<void>('DELETE', `/threads/${thread}`),
  restore: (thread: string) => call<WireThread>('POST', `/threads/${thread}/restore`),
};

export const turns = {
  start: (thread: string, body: NewTurnBody) => call<StartedTurnBody>('POST', `/threads/${thread}/turns`, body),
  get: (turn: string, signal?: AbortSignal) => call<Turn>('GET', `/turns/${turn}`, undefined, signal),
  row: async (turn: string, isExact: boolean, signal?: AbortSignal): Promise<WireRow> => {
    const path = `/turns/${turn}/row?form=columns${isExact ? '&exact=true' : ''}`;
    return listed(await call<WireColumns>('GET', path, undefined, signal));
  },
  stop: (turn: string) => call<void>('POST', `/turns/${turn}/stop`),
  continue: (turn: string, from: { at?: number; token?: number; requestId: string }) =>
    call<StartedTurnBody>('POST', `/turns/${turn}/continue`, from),
};

export const countTokens = async (ask: TokensAsk, signal?: AbortSignal): Promise<WireRow> =>
  listed(await call<WireColumns>('POST', '/tokens', { ...ask, form: 'columns' }, signal));

/** Rows come in columns; the page reads them as lists. */
function listed({ columns, ...facts }: WireColumns): WireRow {
  return { ...facts, tokens: tokensOf(columns) };
}

export const listModels = (signal?: AbortSignal) => call<ModelList>('GET', '/models', undefined, signal);
export const listWeights = (signal?: AbortSignal) => call<WireWeights[]>('GET', '/weights', undefined, signal);
export const stopWeights = (id: string) => call<void>('POST', `/weights/${encodeURIComponent(id)}/stop`);
export const removeWeights = (id: string) => call<unknown>('DELETE', `/weights/${encodeURIComponent(id)}`);
export const restoreWeights = (id: string) => call<unknown>('POST', `/weights/${encodeURIComponent(id)}/restore`);
/** @throws CallFailed when the file is not what it should be. */
export const verifyWeights = (id: string) => call<unknown>('POST', `/weights/${encodeURIComponent(id)}/verify`);
export const findWeights = (signal?: AbortSignal) => call<FoundWeights[]>('GET', '/weights/found', undefined, signal);

export type Preferences = Record<string, unknown>;
export const readPreferences = () => call<Preferences>('GET', '/preferences');
export const writePreferences = (change: Preferences) => call<Preferences>('PUT', '/preferences', change);
