/**
 * What is needed of a loaded file, as plain functions: the border to llama.cpp. `child.ts` fills it in; decoding,
 * sequences and tests know this type alone.
 */

/** The best tokens of a step, best first, ties by lowest id. The tail, all that is not listed, is unknown. */
export type Candidates = {
  ids: number[];
  /** Natural log of the model's own probability among the candidates: an upper bound of the true one. */
  logprobs: number[];
  /** Raw logit of the best, where it was asked for: penalties are defined on raw logits. */
  bestLogit?: number;
};

/** What a step is to tell: how many candidates, and whether with the raw logit of the best (which costs 0.3 to 1 ms). */
export type StepAsk = { count: number; withBestLogit: boolean };

/** Exact logs of probabilities. `logprob` is that of the token which follows in truth; absent where none does. */
export type Weighing = { logprob?: number; best: { id: number; logprob: number }[] };

/** How many of the best a weighing lists. */
export const WEIGHED = 10;

/** One row that the model has in mind. Calls on all sequences of a model must not overlap. */
export type NativeSequence = {
  /** The ids that were evaluated, by llama.cpp's own record. */
  evaluated(): readonly number[];
  /** How many they are. */
  readonly length: number;
  /** Forgets everything from this place on. */
  keep(length: number): Promise<void>;
  read(ids: readonly number[]): Promise<void>;
  /** Evaluates the ids and gives the best tokens that may follow. */
  step(ids: readonly number[], ask: StepAsk): Promise<Candidates>;
  /** Evaluates the ids, and weighs over the whole vocabulary what follows each: the best, and the id that stands there in truth. */
  weigh(ids: readonly number[], following: readonly (number | undefined)[]): Promise<Weighing[]>;
};

export type NativeModel = {
  vocabulary: number;
  sequences: NativeSequence[];
  /** Ordinary tokens of a text: special tokens' names stay text. */
  encode(text: string): number[];
  isEnd(id: number): boolean;
  /** Threads of the calls that follow. */
  setThreads(count: number): void;
};
