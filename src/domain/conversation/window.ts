/**
 * The window: how many tokens a model can be given, what is in it for a turn, and what had to leave it. The
 * oldest whole exchanges leave; system messages, the last exchange and the kept tokens of an answer never do.
 * The plan is what is rendered: it is made of true renderings, not of estimates. Knows no template and no encoder.
 */
import type { Prompt, PromptInput, PromptMessage } from '#domain/templates/prompt';
import type { WindowPlan } from './turn-event.ts';

export type WindowRequest = {
  input: PromptInput;
  /** Tokens that the window holds. */
  limit: number;
  /** Tokens to keep free for the answer, at most half of the window. Default: a quarter of it, at most 1,024. */
  reserve?: number;
  /** The prompt is that of all messages, however long; the plan says what would have to leave it. */
  isWhole?: boolean;
};

/**
 * `needed` counts what must stay and the least that is kept free for an answer. A whole prompt has it where that is more than the
 * window: then nothing leaves, for no turn could hold the rest.
 */
export type WindowFit =
  | { fits: true; prompt: Prompt; window: WindowPlan; needed?: number }
  | { fits: false; needed: number; limit: number };

const RESERVE_MOST = 1024;

/**
 * Where only the reserve does not fit, it shrinks, but not below this: two or three lines are an answer, a few
 * tokens are not.
 */
const RESERVE_LEAST = 64;

/** What an answer of at most `maxTokens` asks to be kept free. A limit is no wish: a high one does not push the conversation out. */
export const reserveFor = (maxTokens: number | undefined): number | undefined =>
  maxTokens !== undefined && maxTokens < RESERVE_MOST ? maxTokens : undefined;

/** The least that is kept free for an answer. */
export const leastReserve = (limit: number, reserve?: number): number => Math.min(wantedReserve(limit, reserve), RESERVE_LEAST);

/** Tokens that are kept free while the oldest exchanges can leave. An answer as long as the window must not drive out the whole thread. */
const wantedReserve = (limit: number, reserve?: number): number =>
  Math.min(reserve ?? Math.min(Math.floor(limit / 4), RESERVE_MOST), Math.floor(limit / 2));

export type WindowCounts = {
  limit: number;
  reserve?: number | undefined;
  /** Tokens of the whole row. */
  used: number;
  /** Tokens of what never leaves it. */
  least: number;
};

/** What `planWindow` will do, by counts alone: for a row that is still being written. */
export function forecast({ limit, reserve, used, least }: WindowCounts): 'fits' | 'leaves' | 'too-long' {
  const wanted = wantedReserve(limit, reserve);
  if (least + leastReserve(limit, reserve) > limit) return 'too-long';
  return used > least && used + wanted > limit ? 'leaves' : 'fits';
}

/** Plans a prompt into the window. Renders the whole once and a candidate two or three times, whatever the length. */
export function planWindow(
  { input, limit, reserve, isWhole = false }: WindowRequest,
  render: (input: PromptInput) => Prompt,
): WindowFit {
  const wanted = wantedReserve(limit, reserve);
  const exchanges = exchangesOf(input.messages);
  const most = Math.max(0, exchanges.length - 1);
  const rendered = new Map<number, Prompt>();
  /** The prompt when the oldest `count` exchanges have left. */
  const without = (count: number): Prompt => {
    const left = new Set(exchanges.slice(0, count).flat());
    const prompt = rendered.get(count) ?? render({ ...input, messages: input.messages.filter((message) => !left.has(message)) });
    rendered.set(count, prompt);
    return prompt;
  };
  const fitsWithout = (count: number) => without(count).tokens.length + wanted <= limit;
  if (fitsWithout(0)) return fit(without(0), limit, wanted, []);

  const weights = most > 0 ? weigh(input, render) : new Map<PromptMessage, number>();
  const count = fewest(most, guess(exchanges, weights, without(0).tokens.length + wanted - limit), fitsWithout);
  const prompt = without(count);
  const free = limit - prompt.tokens.length;
  const least = leastReserve(limit, reserve);
  if (free < least) {
    const needed = prompt.tokens.length + least;
    return isWhole ? { ...fit(without(0), limit, 0, []), needed } : { fits: false, needed, limit };
  }
  const left = exchanges.slice(0, count).flat();
  return fit(
    isWhole ? without(0) : prompt,
    limit,
    Math.min(wanted, free),
    left.map((message) => ({
      message: message.id ?? '',
      tokens: weights.get(message) ?? 0,
      reason: 'window',
    })),
  );
}

function fit(prompt: Prompt, limit: number, reserve: number, left: WindowPlan['left']) {
  return { fits: true as const, prompt, window: { limit, used: prompt.tokens.length, reserve, left } };
}

/** Messages that leave together: a question and all that follows up to the next question. System messages are in none. */
function exchangesOf(messages: readonly PromptMessage[]): PromptMessage[][] {
  const exchanges: PromptMessage[][] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const open = exchanges.at(-1);
    if (open && message.role !== 'user') open.push(message);
    else exchanges.push([message]);
  }
  return exchanges;
}

/** Tokens of each message, words and envelope, in the prompt that holds them all. */
function weigh(input: PromptInput, render: (input: PromptInput) => Prompt): Map<PromptMessage, number> {
  const numbered = input.messages.map((message, index) => ({ ...message, id: String(index) }));
  const weights = new Map<PromptMessage, number>();
  for (const token of render({ ...input, messages: numbered, kept: [] }).tokens) {
    const message = token.message === undefined ? undefined : input.messages[Number(token.message)];
    if (message) weights.set(message, (weights.get(message) ?? 0) + 1);
  }
  return weights;
}

/** How many exchanges have to leave, by their weights. */
function guess(exchanges: readonly PromptMessage[][], weights: Map<PromptMessage, number>, excess: number): number {
  let freed = 0;
  let count = 0;
  for (const exchange of exchanges) {
    if (freed >= excess) break;
    freed += exchange.reduce((sum, message) => sum + (weights.get(message) ?? 0), 0);
    count++;
  }
  return count;
}

/**
 * The smallest count that fits, or the largest there is. None has been tried and does not fit. The guess is
 * nearly always right, so it is tried first; steps away from it double, and halve once the place is passed.
 */
function fewest(most: number, guessed: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = Math.min(guessed, most);
  for (let step = 1; high < most && !fits(high); step *= 2) {
    low = high;
    high = Math.min(high + step, most);
  }
  for (let step = 1; high - low > 1; ) {
    const probe = Math.max(low + 1, high - step);
    if (fits(probe)) {
      high = probe;
      step *= 2;
    } else {
      low = probe;
      step = Math.max(1, (high - low) >> 1);
    }
  }
  return high;
}
