/**
 * A span: a stretch's share of one owner. What a template made of a list of messages is a list of spans, in
 * order; nothing is lost between them. Knows no tokens.
 */
import type { Owner } from '#domain/tokens/token';
import { ownerOf, type PromptMessage } from './prompt-message.ts';

export type Span = {
  text: string;
  /** More than one where it cannot be told who wrote what. */
  owners: readonly Owner[];
  message?: string;
  /** True for a template's own words: only there a special token's name is a special token. */
  isTemplate: boolean;
  /** The ids that the model itself wrote for exactly this text. */
  ids?: readonly number[];
};

/** Words of a message, owned by who wrote it. */
export function fieldSpan(message: PromptMessage, text: string = message.text): Span {
  return {
    text,
    owners: [ownerOf(message)],
    isTemplate: false,
    ...(message.id !== undefined && { message: message.id }),
    ...(message.tokens && text === message.text && { ids: message.tokens }),
  };
}
