/**
 * A model that is one file on this machine: an engine of which nothing need be guessed. `llama/engine.ts` is
 * the real one, `scripted.ts` the one for tests and demonstrations. Knows nothing of where files come from.
 */

import type { Facts } from '#domain/catalogue/facts';
import type { RowToken } from '#domain/tokens/token';
import type { Engine } from './engine.ts';

/** What `exact` says of one position of a row: the model's own probability of the token that stands there. */
export type ExactToken = Pick<RowToken, 'logprob' | 'alternatives'>;

export type LocalModelState =
  | { state: 'unloaded' }
  | { state: 'loading'; since: number; share?: number }
  | { state: 'ready'; threads: number; tokensPerSecond?: number; loadMs: number; window: number; candidates: number }
  | { state: 'failed'; message: string };

export type LocalModel = Engine & {
  /** Name without vendor: `smollm2-135m`. */
  readonly name: string;
  /** SHA-256 of the file, hexadecimal: the snapshot. */
  readonly snapshot: string;
  readonly state: LocalModelState;
  /** Called at each change of `state`. Returns its own undoing. */
  onState(listener: (state: LocalModelState) => void): () => void;
  /** Starts the child and loads the file, if that has not happened. Rejects with one clear sentence. */
  load(): Promise<void>;
  /** Frees memory; turns under way end as failed. The next use loads again. */
  unload(): Promise<void>;
  facts(): Promise<Facts>;
  /** Ordinary tokens of each text. */
  encode(texts: string[]): Promise<RowToken[][]>;
  /** Exact probabilities of a whole row (the first position has none), by one pass over it. */
  exact(ids: number[], signal: AbortSignal): Promise<ExactToken[]>;
  /** Reads the opening of a row that will be asked for, when nothing else waits; never awaits an answer. */
  readAhead(ids: number[]): void;
  /** The ids that the child evaluated for a turn, by its own record: prompt, then answer. */
  evaluated(turn: string): Promise<number[]>;
};
