/**
 * What feeds the row: its tokens, growing while an answer streams, and how many each owner has. A feed is one turn's
 * or one draft's; another row is another feed. Knows no lines and no DOM.
 */
import type { Turn } from '#domain/conversation/turn';
import type { Owner, RowToken, Token } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { countByOwner, ownerOf } from './section.ts';

/** Grown in place: whoever draws it compares `tokens.length`. */
export type RowFeed = {
  tokens: RowToken[];
  /** Tokens that the model was given; those after them it wrote in this turn. */
  promptCount: number;
  owners: Record<Owner, number>;
  /** Tokens already taken of each part of a live turn. */
  taken: number[];
  hasEnd: boolean;
};

function emptyFeed(): RowFeed {
  return {
    tokens: [],
    promptCount: 0,
    owners: { template: 0, system: 0, person: 0, model: 0, tool: 0 },
    taken: [],
    hasEnd: false,
  };
}

/** The row as the server gave it; the row's own list is used, not copied. */
export function feedOf(row: WireRow): RowFeed {
  return { ...emptyFeed(), tokens: row.tokens, promptCount: promptLength(row), owners: countByOwner(row.tokens), hasEnd: true };
}

/** Only what the model was given: the answer comes from the live turn. */
export function promptFeed(row: WireRow): RowFeed {
  const tokens = row.tokens.slice(0, promptLength(row));
  return { ...emptyFeed(), tokens, promptCount: tokens.length, owners: countByOwner(tokens) };
}

/** Where the answer begins in a row. */
function promptLength(row: WireRow): number {
  return Math.min(row.counts.prompt?.value ?? row.tokens.length, row.tokens.length);
}

/** Takes over what the turn wrote since the last time. */
export function takeLive(feed: RowFeed, turn: Turn): void {
  turn.parts.forEach((part, index) => {
    for (let at = feed.taken[index] ?? 0; at < part.tokens.length; at++) {
      const token = part.tokens[at];
      if (token) push(feed, answerToken(token, turn.message));
    }
    feed.taken[index] = part.tokens.length;
  });
  if (turn.endToken && !feed.hasEnd) {
    push(feed, answerToken({ ...turn.endToken, special: true }, turn.message));
    feed.hasEnd = true;
  }
}

function answerToken(token: Token, message: string): RowToken {
  return { ...token, owner: 'model', message };
}

function push(feed: RowFeed, token: RowToken): void {
  feed.tokens.push(token);
  feed.owners[ownerOf(token)]++;
}
