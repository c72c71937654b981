/**
 * What the server asks of the models: which one a name means now, and what may be chosen. Implemented over files by
 * `local-models.ts`, and over a script by tests. Knows nothing of threads.
 */
import type { TurnSettings } from '#domain/conversation/turn-event';
import type { LocalModel } from '#engines/local-model';
import type { WireModel } from '#wire/model';

export type Notice = { code: string; detail: string };

/** A name resolved: what was asked, and what will answer. */
export type ModelChoice = {
  vendor: 'local';
  /** The name as asked, without vendor: an alias stays an alias. */
  asked: string;
  /** The row that the name means now. */
  model: string;
  local: LocalModel;
  /** The row's recommended settings. */
  defaults: TurnSettings;
  /** Tokens that its window holds; while it is not loaded, the most that they can be. */
  window: number;
  /** Told on the turn. */
  notices: Notice[];
  /**
   * Makes room in memory for it, and begins to load it. Resolves with what had to happen first: a model unloaded.
   * @param waits with it, a model that is answering is waited for, until it aborts
   * @throws Refusal when there is none, with the numbers.
   */
  makeRoom: (waits?: AbortSignal) => Promise<Notice[]>;
  /** Keeps the model in memory until the returned function is called. */
  hold: () => () => void;
  /** Takes note that it was asked, now. */
  noteUse: () => void;
  /** Takes note of how fast it answered. */
  noteSpeed: (tokensPerSecond: number) => void;
};

export type Models = {
  /** What may be chosen, ready or not, and the name of the default. */
  list(): Promise<{ models: WireModel[]; default: string }>;
  /**
   * The model of a name (`local/x`, `x`, an alias; absent = the default). Loads nothing: `makeRoom` comes before it is asked.
   * @throws Refusal when there is no such model, or it is not ready, with what to do.
   */
  choose(name: string | undefined): Promise<ModelChoice>;
  /** The model whose file has this SHA-256, if it can be asked. */
  chooseSnapshot(snapshot: string): Promise<ModelChoice | undefined>;
  close(): Promise<void>;
};

/** Room for the model, which is kept in memory while it works. */
export async function holding<Result>(
  { hold, makeRoom }: Pick<ModelChoice, 'hold' | 'makeRoom'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const release = hold();
  try {
    await makeRoom();
    return await work();
  } finally {
    release();
  }
}
