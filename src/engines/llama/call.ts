/** What the engine and its child say to each other. Plain data; knows neither of them. */
import type { Facts } from '#domain/catalogue/facts';
import type { EndReason, TurnError, TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import type { RowToken } from '#domain/tokens/token';
import type { Rendered, RenderRequest } from '../engine.ts';
import type { ExactToken } from '../local-model.ts';

export type LoadOptions = {
  path: string;
  /** Most tokens of the window; the file's own limit and memory may make it less. */
  window: number;
  /** Threads to decode with; absent = found out by a trial. */
  threads?: number;
  /** Threads that may be used at all; absent = as many as there are cores. */
  cores?: number;
  /** Rows kept in mind at the same time, at most. */
  sequences: number;
  /** Best tokens looked at in each step. */
  candidates: number;
  /** Where the file's encoding is kept between loads, and for the page; absent = nowhere. */
  encodingPath?: string;
};

export type Loaded = {
  facts: Facts;
  window: number;
  threads: number;
  tokensPerSecond?: number;
  loadMs: number;
  candidates: number;
  sequences: number;
  /** Memory that the plan counted on. */
  neededBytes: number;
};

/** A turn as the child sees it. */
export type TurnCall = {
  turn: string;
  ids: number[];
  /** Place in the row where the answer began: kept tokens are part of it. */
  answerFrom: number;
  /** The last tokens of the row: the answer completes half a character that they end in. */
  tail: RowToken[];
  settings: TurnSettings;
};

/** Questions that get one answer, by kind: what is asked, and what comes back. */
export type Questions = {
  load: [LoadOptions, Loaded];
  render: [RenderRequest, Rendered];
  encode: [string[], RowToken[][]];
  exact: [number[], ExactToken[]];
  evaluated: [string, number[]];
};
export type Question = keyof Questions;

/** Engine to child. */
export type Call =
  | { call: 'ask'; id: number; question: Question; given: unknown }
  | { call: 'cancel'; id: number }
  | { call: 'answer'; turn: TurnCall }
  | { call: 'stop'; turn: string }
  | { call: 'read-ahead'; ids: number[] };

/** An error as plain data: `name` tells the kind apart, `fields` are what it carries. */
export type Fault = { name: string; message: string; fields: Record<string, unknown> };

/** Child to engine. */
export type Report =
  | { report: 'reply'; id: number; value: unknown }
  | { report: 'fault'; id: number; fault: Fault }
  | { report: 'events'; turn: string; events: TurnEvent[] }
  | { report: 'end'; turn: string; reason: EndReason; error?: TurnError }
  | { report: 'alive'; residentBytes: number }
  | { report: 'loading'; share: number };
