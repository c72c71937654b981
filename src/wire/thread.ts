/** Threads, messages and turns on the wire: what `/api` takes and answers. Field rules: docs/contract.md. */
import * as z from 'zod';

const id = z.uuid();
/** Whole text only: a lone surrogate is not text, and would be changed silently by every store. */
export const wholeText = z.string().refine((text) => text.isWellFormed(), 'The text holds half a character (a lone surrogate).');

export const threadSchema = z.object({
  id,
  title: z.string().optional(),
  pinned: z.boolean(),
  head: id.optional(),
  createdAt: z.int(),
  updatedAt: z.int(),
  deletedAt: z.int().optional(),
  hits: z
    .array(z.object({ message: id, role: z.string(), text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) }))
    .optional(),
});

export const newThreadSchema = z.strictObject({ title: wholeText.max(200).optional() });

export const changeThreadSchema = z.strictObject({
  title: wholeText.min(1).max(200).optional(),
  pinned: z.boolean().optional(),
  head: id.optional(),
});

export const listThreadsSchema = z.strictObject({
  query: wholeText.max(500).optional(),
  before: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const settingsSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  topK: z.int().min(0).max(100_000).optional(),
  minP: z.number().min(0).max(1).optional(),
  repeatPenalty: z.number().min(0.5).max(2).optional(),
  repeatLastN: z.int().min(0).max(4096).optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  maxTokens: z.int().min(1).max(1_000_000).optional(),
  stop: z.array(wholeText.min(1).max(200)).max(16).optional(),
});

export const newTurnSchema = z.strictObject({
  text: wholeText.optional(),
  parts: z.array(z.object({ kind: z.literal('text'), text: wholeText })).optional(),
  /**
   * The system message from this turn on; '' = none of one's own. Where it differs from the one in force on the path, a
   * system message is written before the person's. The last one on a path is in force and is rendered first.
   */
  system: wholeText.optional(),
  /** The message this one follows; default the thread's head. Without `text`: the question whose answer is asked again. */
  parent: id.optional(),
  /** Instead of `parent`: the person's message that this one is a new version of (a branch). */
  edits: id.optional(),
  model: z.string().max(200).optional(),
  mode: z.enum(['chat', 'document']).optional(),
  settings: settingsSchema.optional(),
  requestId: z.string().min(1).max(200).optional(),
});

export const continueTurnSchema = z.strictObject({
  at: z.int().min(0).optional(),
  token: z.int().min(0).optional(),
  requestId: z.string().min(1).max(200).optional(),
});

export const startedTurnSchema = z.object({ turn: id, message: id, answer: id });

export type WireThread = z.infer<typeof threadSchema>;
export type NewTurnBody = z.infer<typeof newTurnSchema>;
export type StartedTurnBody = z.infer<typeof startedTurnSchema>;
