/**
 * The draw: which of the candidates is taken. Pure; in the order of llama.cpp, so that both can be compared:
 * repeat penalty, top-k, top-p, min-p, temperature, then one uniform number.
 */
import type { TurnSettings } from '#domain/conversation/turn-event';
import type { Candidates } from './native.ts';

export type DrawSettings = Pick<TurnSettings, 'temperature' | 'topK' | 'topP' | 'minP' | 'repeatPenalty' | 'repeatLastN'>;

/** What stands before the draw. */
export type DrawPlace = {
  /** The answer so far. */
  history: readonly number[];
  /** A uniform number in [0, 1). */
  chance: number;
};

/** A candidate and its probability after the settings. */
export type Weighted = { id: number; p: number };

export const REPEAT_LAST_N = 64;

/** Whether the settings punish repetition at all. */
export function isPenalising({ repeatPenalty = 1, repeatLastN = REPEAT_LAST_N }: DrawSettings): boolean {
  return repeatPenalty !== 1 && repeatLastN > 0;
}

/** The id that is taken. Temperature 0 or absent takes the best, the lowest id where two are equal. */
export function draw(candidates: Candidates, settings: DrawSettings, place: DrawPlace): number {
  const weighted = distributionOf(candidates, settings, place);
  let passed = 0;
  for (const { id, p } of weighted) {
    passed += p;
    if (place.chance < passed) return id;
  }
  // Rounding: the sum may end a little below 1.
  const last = weighted.at(-1);
  if (!last) throw new RangeError('There are no candidates to draw from.');
  return last.id;
}

/** What may be taken and how probable each is after the settings, best first; probabilities sum to 1. */
export function distributionOf(candidates: Candidates, settings: DrawSettings, place: Omit<DrawPlace, 'chance'>): Weighted[] {
  const { temperature = 0, topK = 0, topP = 1, minP = 0 } = settings;
  let left = penalised(candidates, settings, place);
  if (temperature <= 0) return left.slice(0, 1).map(({ id }) => ({ id, p: 1 }));
  if (topK > 0) left = left.slice(0, topK);
  if (topP < 1) left = nucleus(left, topP);
  if (minP > 0) {
    const least = (left[0]?.logit ?? 0) + Math.log(minP);
    left = left.filter(({ logit }, at) => at === 0 || logit >= least);
  }
  return softmax(left.map(({ id, logit }) => ({ id, logit: logit / temperature })));
}

type Scored = { id: number; logit: number };

/** Seen tokens lose: a positive raw logit is divided by the penalty, a negative one multiplied (Keskar et al. 2019). */
function penalised(
  { ids, logprobs, bestLogit }: Candidates,
  settings: DrawSettings,
  { history }: Omit<DrawPlace, 'chance'>,
): Scored[] {
  const scored = ids.map((id, at) => ({ id, logit: logprobs[at] ?? Number.NEGATIVE_INFINITY }));
  if (!isPenalising(settings)) return scored;
  if (bestLogit === undefined) throw new RangeError('A repeat penalty needs the raw logit of the best candidate.');
  const { repeatPenalty = 1, repeatLastN = REPEAT_LAST_N } = settings;
  const seen = new Set(history.slice(-repeatLastN));
  const shift = bestLogit - (logprobs[0] ?? 0);
  return scored
    .map(({ id, logit }) => {
      const raw = logit + shift;
      return { id, logit: seen.has(id) ? (raw > 0 ? raw / repeatPenalty : raw * repeatPenalty) : raw };
    })
    .sort((a, b) => b.logit - a.logit || a.id - b.id);
}

/** The fewest best whose probabilities reach `topP`. */
function nucleus(scored: Scored[], topP: number): Scored[] {
  let reached = 0;
  const length = softmax(scored).findIndex(({ p }) => {
    reached += p;
    return reached >= topP;
  });
  return length < 0 ? scored : scored.slice(0, length + 1);
}

function softmax(scored: readonly Scored[]): Weighted[] {
  const most = scored[0]?.logit ?? 0;
  const weights = scored.map(({ logit }) => Math.exp(logit - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return scored.map(({ id }, at) => ({ id, p: (weights[at] ?? 0) / sum }));
}
