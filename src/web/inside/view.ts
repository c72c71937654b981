/**
 * Ways to tint a row: by owner, by probability, by what it costs, by what changed since the turn before. Gives each
 * unit the name of its tint; the style sheet knows the colours.
 */
import type { RowToken } from '#domain/tokens/token';
import type { Fate } from './row-difference.ts';
import { ownerOf } from './section.ts';
import { tintOf } from './tint.ts';
import type { Unit } from './unit.ts';

export type View = 'owner' | 'probability' | 'cost' | 'change';

/** What a view needs beyond the tokens. */
export type ViewFacts = {
  /** Tokens at the beginning of the prompt that were still in memory (local) or in the vendor's cache. */
  kept: number;
  promptCount: number;
  /** One for each token of the prompt; absent while the earlier row is not there. */
  fates?: readonly Fate[];
};

export function tintName(view: View, unit: Unit, tokens: readonly RowToken[], facts: ViewFacts): string {
  const token = tokens[unit.first];
  if (!token) return 'template';
  switch (view) {
    case 'owner':
      return ownerOf(token);
    case 'probability': {
      const logprob = unitLogprob(unit, tokens);
      if (logprob !== undefined) return `p${tintOf(logprob)}`;
      return ownerOf(token) === 'model' ? 'unknown' : ownerOf(token); // The model's green would say "likely".
    }
    case 'cost':
      if (unit.first >= facts.promptCount) return 'written';
      return unit.first < facts.kept ? 'kept' : 'read';
    case 'change':
      return facts.fates?.[unit.first] ?? 'unknown'; // What was written since is no change of what was given.
  }
}

/** The joint probability of the tokens of a unit; undefined while one of them is unknown. */
export function unitLogprob(unit: Unit, tokens: readonly RowToken[]): number | undefined {
  let sum = 0;
  for (let at = unit.first; at < unit.first + unit.count; at++) {
    const logprob = tokens[at]?.logprob;
    if (logprob === undefined) return undefined;
    sum += logprob;
  }
  return sum;
}
