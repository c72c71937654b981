/**
 * What happens in a turn, in order: the log, the wire and the test data of everything else.
 * Field names and rules are fixed by the contract in docs/contract.md.
 *
 * Order: `turn-start` first and once; `turn-end` last and once; nothing follows it. After `turn-start` an
 * engine never throws: failures are a `turn-end` with reason `failed`.
 */
import type { Cost, Usage } from '#domain/money/usage';
import type { Token } from '#domain/tokens/token';
import type { PartKind } from './part.ts';

/** Settings of a turn; absent means the model's own default. Recorded with the turn. */
export type TurnSettings = {
  temperature?: number;
  topP?: number;
  topK?: number;
  minP?: number;
  /** Repeat penalty over the last `repeatLastN` tokens; 1 = none. */
  repeatPenalty?: number;
  repeatLastN?: number;
  seed?: number;
  maxTokens?: number;
  stop?: string[];
};

export type Mode = 'chat' | 'document';

/** What is in the window of a turn, and what had to leave it. Counts are tokens. */
export type WindowPlan = {
  limit: number;
  /** Tokens of the prompt. */
  used: number;
  /** Tokens kept free for the answer. */
  reserve: number;
  left: { message: string; tokens: number; reason: string }[];
};

export type EndReason =
  | 'end'
  | 'length'
  | 'window-full'
  | 'stopped'
  | 'tool-calls'
  | 'refusal'
  | 'filtered'
  | 'failed'
  | 'interrupted';

export type ErrorKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'no-credit'
  | 'not-found'
  | 'bad-request'
  | 'window-exceeded'
  | 'rate-limited'
  | 'overloaded'
  | 'vendor-fault'
  | 'cut-off'
  | 'unreachable'
  | 'timed-out'
  | 'too-large'
  | 'conflict';

export type TurnError = { kind: ErrorKind; message: string; retry: boolean };

export type Timing = { firstTokenMs?: number; totalMs: number };

export type TurnStart = {
  type: 'turn-start';
  turn: string;
  thread: string;
  message: string;
  at: number;
  asked: { vendor: string; model: string };
  mode: Mode;
  settings: TurnSettings;
  /** SHA-256 of the chat template that rendered the prompt, hexadecimal. */
  template?: string;
  window: WindowPlan;
};

export type TurnEvent =
  | TurnStart
  | { type: 'prompt-start'; tokens: number; kept: number }
  | { type: 'prompt-delta'; read: number }
  | { type: 'prompt-end'; count: number }
  | { type: 'answered-by'; vendor: string; snapshot?: string; fingerprint?: string; subVendor?: string }
  | { type: 'part-start'; index: number; kind: PartKind; callId?: string; name?: string }
  | { type: 'part-delta'; index: number; text?: string; arguments?: string; tokens?: Token[] }
  | { type: 'part-end'; index: number; replay?: unknown }
  | { type: 'end-token'; id: number; bytes: string }
  | ({ type: 'usage' } & Usage)
  | { type: 'notice'; code: string; detail: string }
  | { type: 'turn-end'; reason: EndReason; error?: TurnError; timing: Timing; cost: Cost };
