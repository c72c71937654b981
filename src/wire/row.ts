/**
 * The row of tokens on the wire: answer of `GET /api/turns/:turn/row` and `POST /api/tokens`. A list of objects for programs;
 * in columns (`form=columns`) for a page that opens long rows: 5 to 8 bytes a token instead of 110.
 */
import * as z from 'zod';
import type { Count, Grade } from '#domain/money/usage';
import type { RowColumns } from '#domain/tokens/row-columns';
import type { RowToken } from '#domain/tokens/token';
import { wholeText } from './thread.ts';

export type WireRow = {
  model: string;
  encoding: string;
  grade: Grade;
  /** `tools` and `images` are parts of `prompt`, where there are any. */
  counts: { content?: Count; prompt?: Count; tools?: Count; images?: Count; answer?: Count; row?: Count };
  tokens: RowToken[];
  /** Why the row is no more than a reconstruction, where it is one. */
  note?: string;
  /** The exact string of the prompt, special tokens by name. */
  text?: string;
  /** How probabilities are to be read: `upper-bound` while the tail is unknown, `exact` after a pass over the whole row. */
  probabilities?: 'upper-bound' | 'exact';
};

/** The same row, `tokens` in columns. */
export type WireColumns = Omit<WireRow, 'tokens'> & { columns: RowColumns };

const count = z.object({
  value: z.int(),
  grade: z.enum(['metered', 'exact', 'estimated']),
  error: z.number().optional(),
  from: z.string().optional(),
});
const ownerName = z.enum(['template', 'system', 'person', 'model', 'tool']);
const owner = z.union([ownerName, z.array(ownerName)]);
const bytes = z.string().describe('Hexadecimal, lower case.');
const logprob = z.number().describe('Natural logarithm.');
const facts = z.object({
  model: z.string(),
  encoding: z.string(),
  grade: count.shape.grade,
  counts: z.object({ content: count, prompt: count, tools: count, images: count, answer: count, row: count }).partial(),
  note: z.string().optional(),
  text: z.string().optional().describe('The exact string of the prompt, special tokens by name.'),
  probabilities: z.enum(['upper-bound', 'exact']).optional(),
});

const rowSchema = facts.extend({
  tokens: z.array(
    z.object({
      id: z.int().optional(),
      bytes,
      text: z.string().optional().describe('Absent where the bytes are not whole characters.'),
      owner: owner.describe('A list where the token crosses a border.'),
      message: z.string().optional(),
      special: z.boolean().optional(),
      logprob: logprob.optional(),
      alternatives: z.array(z.object({ id: z.int(), bytes, logprob })).optional(),
    }),
  ),
});

const columnsSchema = facts.extend({
  columns: z.object({
    items: z
      .array(
        z.object({
          id: z.int().optional(),
          bytes,
          text: z.string().optional().describe('Only where it is not what the bytes spell as UTF-8.'),
          hasNoText: z.literal(true).optional().describe('The token has no text although its bytes spell one.'),
          special: z.boolean().optional(),
        }),
      )
      .describe('The different tokens of the row, each once.'),
    row: z.array(z.int()).describe('For each position of the row, the index of its item.'),
    owners: z
      .array(z.object({ count: z.int(), owner, message: z.string().optional() }))
      .describe('Neighbours of one owner and message; the counts add up to the length of the row.'),
    odds: z
      .array(z.object({ at: z.int(), logprob: logprob.optional(), alternatives: z.array(z.number()).optional() }))
      .describe('Positions with a probability; alternatives are pairs: index of an item, natural logarithm.'),
  }),
});

/** What a row is answered with: as a list, or in columns where those were asked for. */
export const rowAnswerSchema = z.union([rowSchema, columnsSchema]);

/** What else a chat has in the forms of the known dialects, such as `tools`, stands beside its messages. */
export const tokensSchema = z.looseObject({
  text: wholeText.optional(),
  messages: z
    .array(z.unknown())
    .optional()
    .describe(
      '{"role", "text"}, or as chat requests have them: content in parts, names, calls of tools; `id` is told of each token.',
    ),
  model: z.string().max(200),
  chat: z.boolean().optional(),
  form: z.enum(['tokens', 'columns']).optional(),
  /** The words are on their way: the model may read what stands before the newest ones. */
  readAhead: z.boolean().optional(),
});
