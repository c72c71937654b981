/**
 * What the messages of a list weigh for one model, and what each costs: words with the marks around them, tools, images, the
 * answer. The portions add up to the prompt and the answer as they are counted. Knows no words and no drawing.
 */
import type { ImageSize } from '#domain/money/image-count';
import type { Price } from '#domain/money/price';
import type { Count } from '#domain/money/usage';
import type { Owner } from '#domain/tokens/token';
import { ledgerOf } from '../inside/message-ledger.ts';
import { picoUsdOf } from '../inside/row-money.ts';
import type { MessageRow } from './ask.ts';

export type Portion = {
  /** `opening`: template text of no message. `rest`: what the count has beyond the tokens that can be drawn. */
  kind: 'message' | 'opening' | 'names' | 'calls' | 'tools' | 'image' | 'rest' | 'answer' | 'all';
  tokens: number;
  owner?: Owner;
  /** How the words begin. */
  excerpt?: string;
  image?: ImageSize;
  /** How surely it is known, where that is not as sure as the rest. */
  count?: Count;
  picoUsd?: bigint;
};

/** @param images those that were asked about, in order */
export function portionsOf(row: MessageRow, images: readonly ImageSize[], price?: Price): Portion[] {
  const given: Portion[] = ledgerOf(row.tokens.slice(0, row.promptTokens)).map(
    ({ message, owner, words, envelope, excerpt }) => ({
      kind: message === undefined && words === 0 ? 'opening' : 'message',
      tokens: words + envelope,
      owner,
      excerpt,
    }),
  );
  const { tools, unseen } = row.portions;
  for (const kind of ['names', 'calls'] as const) if (unseen[kind] !== 0) given.push({ kind, tokens: unseen[kind] });
  // A template that shows tools has them in its row already.
  if (tools && row.toolTokens) given.push({ kind: 'tools', tokens: tools.value, count: tools });
  row.portions.images?.forEach((count, index) => {
    const image = images[index];
    given.push({ kind: 'image', tokens: count.value, count, ...(image && { image }) });
  });
  const sum = tokensOf(given);
  if (row.prompt && row.prompt.value !== sum) given.push({ kind: 'rest', tokens: row.prompt.value - sum });
  const written: Portion[] = row.answer ? [{ kind: 'answer', tokens: row.answer.value, owner: 'model' }] : [];
  const promptTokens = tokensOf(given);
  const cost = (read: number, write: number) => {
    const pico = price && row.prompt ? picoUsdOf({ kept: 0, read, written: write }, price, promptTokens) : undefined;
    return pico === undefined ? {} : { picoUsd: pico };
  };
  return [
    ...given.map((portion) => ({ ...portion, ...cost(portion.tokens, 0) })),
    ...written.map((portion) => ({ ...portion, ...cost(0, portion.tokens) })),
    { kind: 'all', tokens: promptTokens + tokensOf(written), ...cost(promptTokens, tokensOf(written)) },
  ];
}

function tokensOf(portions: readonly Portion[]): number {
  return portions.reduce((sum, { tokens }) => sum + tokens, 0);
}
