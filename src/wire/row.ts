/** The row of tokens on the wire: answer of `GET /api/turns/:turn/row` and `POST /api/tokens`. */
import * as z from 'zod';
import type { Count, Grade } from '#domain/money/usage';
import type { RowToken } from '#domain/tokens/token';
import { wholeText } from './thread.ts';

export type WireRow = {
  model: string;
  encoding: string;
  grade: Grade;
  counts: { content?: Count; prompt?: Count; answer?: Count; row?: Count };
  tokens: RowToken[];
  /** Why the row is no more than a reconstruction, where it is one. */
  note?: string;
  /** The exact string of the prompt, special tokens by name. */
  text?: string;
  /** How probabilities are to be read: `upper-bound` while the tail is unknown, `exact` after a pass over the whole row. */
  probabilities?: 'upper-bound' | 'exact';
};

export const tokensSchema = z.strictObject({
  text: wholeText.optional(),
  messages: z
    .array(z.strictObject({ id: z.string().optional(), role: z.enum(['system', 'user', 'assistant', 'tool']), text: wholeText }))
    .optional(),
  model: z.string().max(200),
  chat: z.boolean().optional(),
});
