/**
 * What an engine is: our code that answers a prompt with turn events.
 *
 * The contract in words, held by `engine.contract.ts` for every engine:
 * - the first event is `request.start`, exactly once; the last is `turn-end`, exactly once; nothing follows;
 * - after `turn-start` an engine never throws: a failure is a `turn-end` with reason `failed` and an error;
 * - when `signal` aborts, `turn-end` with reason `stopped` comes within 200 ms, with everything kept;
 * - `text` holds whole characters only; halves are held back until the rest comes;
 * - `usage` is sent before `turn-end` whenever anything was counted, with its raw source;
 * - an engine knows neither the store nor the HTTP requests of our clients.
 */
import type { TurnEvent, TurnStart, WindowPlan } from '#domain/conversation/turn-event';
import type { Prompt, PromptInput } from '#domain/templates/prompt';

export type TurnRequest = {
  /** The event that opens the turn; its `settings` are those to use. */
  start: TurnStart;
  prompt: Prompt;
  /** Whose turn it is: queues go round the persons, not the turns. */
  person: string;
};

/** A prompt that fits, and what had to leave the window for it. `needed`: of a whole one that no turn could hold, by what must stay. */
export type Rendered = { prompt: Prompt; window: WindowPlan; needed?: number };

export type RenderRequest = PromptInput & {
  /** Tokens to keep free for the answer, at most half of the window; default a quarter of it, at most 1,024. */
  reserve?: number;
  /** To be counted, not answered: the prompt is that of all messages, however long, and `window.left` says which of them would leave. */
  isWhole?: boolean;
};

export type Engine = {
  /**
   * The prompt of a list of messages, planned into the window: the oldest whole exchanges leave, the system
   * message and the last message never do. With `isWhole` none does, so that `window.used` may be more than `window.limit`.
   * @throws WindowExceeded when what must stay does not fit, unless `isWhole`.
   */
  render(request: RenderRequest): Promise<Rendered>;
  answer(request: TurnRequest, signal: AbortSignal): AsyncIterable<TurnEvent>;
};

/** What must stay in the window does not fit. */
export class WindowExceeded extends Error {
  override name = 'WindowExceeded';
  readonly needed: number;
  readonly limit: number;
  constructor(needed: number, limit: number) {
    super(
      `This needs ${needed} tokens and the window holds ${limit}. Shorten the message, or choose a model with a larger window.`,
    );
    this.needed = needed;
    this.limit = limit;
  }
}

/** A model that cannot be asked now: its file does not load, or its process is gone. The message is one sentence for people. */
export class ModelUnusable extends Error {
  override name = 'ModelUnusable';
}
