/**
 * The row and the counts of a text or of messages for a model that is not a file here, by its published encoding and format. Closed
 * models: a reconstruction that says so.
 */
import { familyOf, imageRuleOf } from '#domain/catalogue/families';
import { bareName, type Family } from '#domain/catalogue/family';
import { rowFor } from '#domain/catalogue/model-row';
import { asPromptMessage, countPortions, countText } from '#domain/catalogue/prompt-count';
import type { CountedMessage } from '#domain/money/accounting';
import type { ImageSize } from '#domain/money/image-count';
import { type Count, sumCounts } from '#domain/money/usage';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { encoders } from './encoding-files.ts';
import { Refusal } from './problem.ts';

/** `form`: how the row is written down, when it is. */
export type RowAsk = ({ model: string; text: string } | ChatAsk) & { form?: 'tokens' | 'columns' | undefined };

type ChatAsk = {
  model: string;
  messages: (CountedMessage & { id?: string })[];
  tools?: readonly Tool[];
  images?: readonly ImageSize[];
  atMs: number;
};

/** The family of a model's name; undefined for local models and for names that nothing is known of. */
export function publicFamily(model: string): Family | undefined {
  return model.startsWith('local/') ? undefined : familyOf(model);
}

/** Takes as long as the text is: a server has it done elsewhere (`row-desk.ts`). @throws Refusal for an unknown name, TemplateRefused */
export async function publicRow(ask: RowAsk): Promise<WireRow> {
  const family = publicFamily(ask.model);
  if (!family) throw new Refusal('not-found', `Nothing is known of the tokens of "${bareName(ask.model)}".`);
  const encoder = await encoders.get(family.encoding);
  const base = { model: ask.model, encoding: family.encoding };
  if ('text' in ask) {
    const tokens = tokensOf(family, encoder, ask.text);
    const content = countText(family, ask.text, encoder);
    return { ...base, grade: content.grade, counts: { content }, tokens };
  }
  return { ...base, ...chatRow(family, ask, encoder) };
}

function chatRow(family: Family, ask: ChatAsk, encoder: Encoder): Omit<WireRow, 'model' | 'encoding'> {
  const { model, messages, tools = [], images: pictures = [], atMs } = ask;
  const words = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const content = countText(family, words.join(''), encoder);
  const imageRule = imageRuleOf(model);
  const request = { messages, tools, images: pictures, atMs, ...(imageRule && { imageRule }) };
  const { prompt, tools: toolCount, images } = countPortions(family, request, encoder);
  const prompts = messages.map((message, at) => ({ id: message.id ?? String(at), ...asPromptMessage(message) }));
  const row = rowFor(family, prompts, encoder, { atMs, tools });
  const tokens =
    row?.prompt.tokens ?? encoder.encode(messages.map(({ text }) => text).join('')).map((id) => rowToken(encoder, id));
  const unknown = images ? [] : [`How ${bareName(model)} counts images is not published, so the prompt's count is unknown.`];
  const notes = [...(row?.reconstruction === undefined ? [] : [row.reconstruction]), ...unknown];
  return {
    grade: prompt?.grade ?? 'estimated',
    counts: {
      content,
      ...(prompt && { prompt }),
      ...(toolCount && { tools: toolCount }),
      ...(images && images.length > 0 && { images: sumOf(images) }),
      row: { value: tokens.length, grade: row?.prompt.grade ?? 'estimated' },
    },
    tokens,
    ...(row && { text: row.prompt.text }),
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

function sumOf(images: Count[]): Count {
  const from = images[0]?.from;
  return { ...sumCounts(images), ...(from !== undefined && { from }) };
}

/** Where another encoding stands in for one that is not public, its ids are not the model's and are left out. */
function tokensOf({ text: { grade } }: Family, encoder: Encoder, text: string): RowToken[] {
  return encoder.encode(text).map((id) => {
    const { id: _, ...rest } = rowToken(encoder, id);
    return grade === 'exact' ? { id, ...rest } : rest;
  });
}
