/**
 * How many tokens a text or a list of messages is for a model, and how surely: by the vendor's rules where those
 * are published, by rendering the template where that is, with a stand-in encoding where nothing is.
 */
import { ACCOUNTING, type CountedMessage, callsOf, countMessages, countTools, type ToolChoice } from '#domain/money/accounting';
import { countImage, type ImageRule, type ImageSize } from '#domain/money/image-count';
import { type Count, sumCounts } from '#domain/money/usage';
import type { PromptMessage } from '#domain/templates/prompt';
import { toolJson } from '#domain/templates/tool-json';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import type { Certainty, Family } from './family.ts';
import { rowFor, seesTools } from './model-row.ts';

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

/** On a recorded turn of GPT-4o with 19 real tools the namespace counted 371 where 364 were metered. */
const TOOLS: Certainty = { grade: 'estimated', error: 0.02, from: 'tools as a TypeScript namespace' };
/** Other vendors write them in their own way. */
const OTHER_TOOLS: Certainty = { grade: 'estimated', from: "tools as OpenAI's namespace, which is not this family's own form" };
/** A list in JSON between two marks. */
const TOOLS_IN_BRACKETS: Certainty = { grade: 'estimated', from: "tools as Nemo's published template writes them" };

/** Calls of tools, and what came of them, by what others were metered for them. */
const CALLS: Certainty = { grade: 'estimated', from: 'calls of tools and their results by what was metered for some' };
/** A family's form for them is published, and is not drawn here. */
const CALLS_AS_TEXT: Certainty = {
  grade: 'estimated',
  from: "calls of tools and their results as plain text, without the form's own marks",
};

/** What a prompt weighs, by what is in it. */
export type PromptPortions = {
  /** Words, envelopes and the opening of the answer; names and calls of tools too. */
  messages: Count;
  /** Absent where there are none. */
  tools?: Count;
  /** One count for each image; absent where nobody has said how the model counts them. */
  images?: Count[];
  /** All of it; absent where the images are. */
  prompt?: Count;
};

/** With what a row is compared with. */
export type CountedPrompt = PromptPortions & {
  /** The words of the messages alone. */
  words: Count;
  /** Tokens of `messages` that no row shows: where they stand is not published, or not drawn. */
  unseen: { names: number; calls: number };
};

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
  return countPortions(family, request, encoder).prompt;
}

/** The same by what is in it. @throws TemplateRefused */
export function countPortions(family: Family, request: CountRequest, encoder: Encoder): CountedPrompt {
  const { messages, tools: given = [], images: pictures = [], imageRule } = request;
  const { rules, ...certainty } = family.envelope;
  const sizes = messages.map(({ text }) => encoder.encode(text).length);
  const words = sizes.reduce((sum, size) => sum + size, 0);
  const silent = messages.map(({ call, moreCalls, ...message }) => message);
  const bare = rules ? countMessages(silent, ACCOUNTING[rules], encoder) : (rowLength(family, request, [], encoder) ?? words);
  const nameless = () =>
    countMessages(
      silent.map(({ name, ...message }) => message),
      ACCOUNTING[rules ?? 'im'],
      encoder,
    );
  const calls = countCalls(family, messages, bare, encoder);
  const own = wordsOf(family, words);
  const spoken = [own, { ...certainty, value: bare - words }, ...(calls ? [calls] : [])];
  const tools = given.length > 0 ? countTheTools(family, request, bare, encoder) : undefined;
  const parts = {
    messages: sumCounts(spoken),
    words: own,
    unseen: { names: rules && messages.some(({ name }) => name) ? bare - nameless() : 0, calls: calls?.value ?? 0 },
    ...(tools && { tools }),
  };
  if (pictures.length > 0 && !imageRule) return parts;
  const images = imageRule ? pictures.map((picture) => imageCount(picture, imageRule)) : [];
  const all = [...spoken, ...(tools ? [tools] : []), ...images];
  const from = [...new Set(all.flatMap((part) => part.from ?? []))].join('; ');
  return { ...parts, images, prompt: { ...sumCounts(all), ...(from !== '' && { from }) } };
}

/** Undefined where no message has to do with tools. @param bare tokens of the messages without their calls */
function countCalls(family: Family, messages: readonly CountedMessage[], bare: number, encoder: Encoder): Count | undefined {
  const { rules } = family.envelope;
  const isAboutTools = ({ call, role }: CountedMessage) => call || role === 'function' || (role === 'tool' && !rules);
  if (!messages.some(isAboutTools)) return undefined;
  if (rules) return { ...CALLS, value: countMessages(messages, ACCOUNTING[rules], encoder) - bare };
  const texts = messages.flatMap(callsOf).flatMap((call) => [call.name, call.arguments]);
  const tokens = texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
  return { ...CALLS_AS_TEXT, value: wordsOf(family, tokens).value };
}

/** By what they add to the row, where the template shows them. */
function countTheTools(family: Family, request: CountRequest, bare: number, encoder: Encoder): Count {
  const { tools = [], choice = 'auto', messages } = request;
  const row = seesTools(family) ? rowLength(family, request, tools, encoder) : undefined;
  const { rules, ...certainty } = family.envelope;
  if (row !== undefined) return { ...certainty, value: row - bare };
  if (rules === 'brackets')
    return { ...TOOLS_IN_BRACKETS, value: 2 + encoder.encode(`[${tools.map(toolJson).join(', ')}]`).length };
  return { ...(isOpenAi(family) ? TOOLS : OTHER_TOOLS), value: countTools(tools, choice, messages, encoder) };
}

function rowLength(
  family: Family,
  { messages, atMs }: CountRequest,
  tools: readonly Tool[],
  encoder: Encoder,
): number | undefined {
  const inputs = { ...(atMs !== undefined && { atMs }), tools };
  return rowFor(family, messages.map(asPromptMessage), encoder, inputs)?.prompt.tokens.length;
}

function imageCount(image: ImageSize, rule: ImageRule): Count {
  return { value: countImage(image, rule), grade: 'estimated', from: rule.from };
}

/** Tokens of a text of so many tokens of the family's encoding, which may stand in for one that is not public. */
export function wordsOf({ text: { factor = 1, ...certainty } }: Family, tokens: number): Count {
  return { value: Math.round(tokens * factor), ...certainty };
}

/** Whose tools were metered: that vendor's families are drawn by its form. */
function isOpenAi({ template }: Family): boolean {
  return template?.startsWith('openai') ?? false;
}

const ROLES = new Map<string, PromptMessage['role']>([
  ['developer', 'system'],
  ['function', 'tool'],
  ['model', 'assistant'],
]);

/** The messages of a chat as a template sees them, each named by its id, else by its place. */
export function asPromptMessages(messages: readonly (CountedMessage & { id?: string })[]): (PromptMessage & { id: string })[] {
  return messages.map((message, at) => ({ ...asPromptMessage(message), id: message.id ?? String(at) }));
}

/** As a template sees it: four roles with what the wire calls them, words alone. */
export function asPromptMessage({ role, text }: CountedMessage): PromptMessage {
  if (role === 'system' || role === 'user' || role === 'assistant' || role === 'tool') return { role, text };
  const known = ROLES.get(role);
  // A word that nobody knows stays out of the row: a template's words may be special tokens.
  return known ? { role: known, wireRole: role, text } : { role: 'user', text };
}
