/**
 * How many tokens a text or a list of messages is for a model, and how surely: by the vendor's rules where those
 * are published, by rendering the template where that is, with a stand-in encoding where nothing is.
 */
import { ACCOUNTING, type CountedMessage, countMessages, countTools, type ToolChoice } from '#domain/money/accounting';
import { countImage, type ImageRule, type ImageSize } from '#domain/money/image-count';
import { type Count, sumCounts } from '#domain/money/usage';
import type { PromptMessage } from '#domain/templates/prompt';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import type { Certainty, Family } from './family.ts';
import { rowFor } from './model-row.ts';

export type CountRequest = {
  messages: readonly CountedMessage[];
  tools?: readonly Tool[];
  choice?: ToolChoice;
  images?: readonly ImageSize[];
  /** How the model counts images (`imageRuleOf`). */
  imageRule?: ImageRule;
  /** The day that a template may print, epoch ms. */
  atMs?: number;
};

/** On a recorded turn with 19 real tools the namespace counted 371 where 364 were metered. */
const TOOLS: Certainty = { grade: 'estimated', error: 0.02, from: 'tools as a TypeScript namespace' };
const IMAGES: Certainty = { grade: 'estimated', from: "images by the vendor's published rule" };

/** Tokens of a text alone. @param encoder that of the family's encoding */
export function countText(family: Family, text: string, encoder: Encoder): Count {
  return wordsOf(family, encoder.encode(text).length);
}

/**
 * Tokens of messages with their envelopes and the opening of the answer, tools and images.
 * @param encoder that of the family's encoding
 * @returns undefined where images are among them and nobody has said how the model counts those
 * @throws TemplateRefused where the family's template does not take these messages
 */
export function countPrompt(family: Family, request: CountRequest, encoder: Encoder): Count | undefined {
  const { messages, tools = [], choice = 'auto', images = [], imageRule } = request;
  if (images.length > 0 && !imageRule) return undefined;
  const parts = countParts(family, request, encoder);
  if (tools.length > 0 && !seesTools(family)) parts.push({ ...TOOLS, value: countTools(tools, choice, messages, encoder) });
  if (imageRule && images.length > 0) {
    parts.push({ ...IMAGES, value: images.reduce((sum, image) => sum + countImage(image, imageRule), 0) });
  }
  const from = [...new Set(parts.flatMap((part) => part.from ?? []))].join('; ');
  return { ...sumCounts(parts), ...(from !== '' && { from }) };
}

/** Words and what stands around them. */
function countParts(family: Family, { messages, tools = [], atMs }: CountRequest, encoder: Encoder): Count[] {
  const { rules, ...certainty } = family.envelope;
  const words = messages.reduce((sum, { text }) => sum + encoder.encode(text).length, 0);
  const row = rules
    ? undefined
    : rowFor(family, messages.map(asPromptMessage), encoder, { ...(atMs !== undefined && { atMs }), tools });
  const whole = rules ? countMessages(messages, ACCOUNTING[rules], encoder) : (row?.prompt.tokens.length ?? words);
  return [wordsOf(family, words), { ...certainty, value: whole - words }];
}

function wordsOf({ text: { factor = 1, ...certainty } }: Family, tokens: number): Count {
  return { ...certainty, value: Math.round(tokens * factor) };
}

/** Whether the family's template shows tools itself, so that they are in the row. */
function seesTools({ template }: Family): boolean {
  return template === 'harmony';
}

const ROLES: Record<string, PromptMessage['role']> = { developer: 'system', function: 'tool' };

function asPromptMessage({ role, text }: CountedMessage): PromptMessage {
  const known = role === 'system' || role === 'user' || role === 'assistant' || role === 'tool' ? role : ROLES[role];
  return { role: known ?? 'user', text };
}
