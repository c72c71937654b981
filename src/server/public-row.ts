/**
 * The row and the counts of a text or of messages for a model that is not a file here, by its published encoding and format. Closed
 * models: a reconstruction that says so.
 */
import { uncountedSentence } from '#domain/catalogue/chat-request';
import { familyOf, imageRuleOf } from '#domain/catalogue/families';
import { bareName, type Family, hasOwnIds } from '#domain/catalogue/family';
import { rowFor, seesTools, wordsRow } from '#domain/catalogue/model-row';
import { offRow } from '#domain/catalogue/off-row';
import { asPromptMessages, countPortions, wordsOf } from '#domain/catalogue/prompt-count';
import type { CountedMessage, ToolChoice } from '#domain/money/accounting';
import type { ImageSize } from '#domain/money/image-count';
import { type Count, sumCounts } from '#domain/money/usage';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import { rowTokens } from '#domain/tokens/row-token';
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
  choice?: ToolChoice;
  images?: readonly ImageSize[];
  /** What of the request is not counted here: then nothing of the prompt is exact. */
  uncounted?: readonly string[];
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
    const ids = encoder.encode(ask.text);
    const tokens = withItsIds(family, rowTokens(encoder, ids));
    const content = wordsOf(family, ids.length);
    return { ...base, grade: content.grade, counts: { content }, tokens };
  }
  return { ...base, ...chatRow(family, ask, encoder) };
}

function chatRow(family: Family, ask: ChatAsk, encoder: Encoder): Omit<WireRow, 'model' | 'encoding'> {
  const { model, messages, tools = [], choice, images: pictures = [], uncounted = [], atMs } = ask;
  const imageRule = imageRuleOf(model);
  const request = { messages, tools, images: pictures, atMs, ...(choice && { choice }), ...(imageRule && { imageRule }) };
  const {
    prompt: counted,
    messages: spoken,
    words,
    unseen,
    tools: toolCount,
    images: imageCounts,
  } = countPortions(family, request, encoder);
  const prompt = counted && uncounted.length > 0 ? asEstimate(counted) : counted;
  const images = imageCounts && imageCounts.length > 0 ? sumOf(imageCounts) : undefined;
  const prompts = asPromptMessages(messages);
  const row = rowFor(family, prompts, encoder, { atMs, tools, model });
  const tokens = withItsIds(family, row?.prompt.tokens ?? wordsRow(prompts, encoder));
  // A row without the calls of its messages is not what the model reads, however well its form is known.
  const rowGrade = row?.prompt.grade === 'exact' && uncounted.length === 0 ? spoken.grade : 'estimated';
  const isShown = row !== undefined && seesTools(family);
  const note = [
    row ? row.reconstruction : wordsAlone(family, model),
    offRow({ ...unseen, ...(toolCount && !isShown && { tools: toolCount.value }), ...(images && { images: images.value }) }),
    imageCounts ? undefined : `How ${bareName(model)} counts images is not published, so the prompt's count is unknown.`,
    uncounted.length > 0 ? uncountedSentence(uncounted) : undefined,
  ].filter((sentence) => sentence !== undefined);
  return {
    grade: prompt?.grade ?? 'estimated',
    counts: {
      content: words,
      ...(prompt && { prompt }),
      ...(toolCount && { tools: toolCount }),
      ...(images && { images }),
      row: { value: tokens.length, grade: rowGrade },
    },
    tokens,
    ...(row && { text: row.prompt.text }),
    ...(note.length > 0 && { note: note.join(' ') }),
  };
}

function wordsAlone({ encoding }: Family, model: string): string {
  return `How ${bareName(model)} writes messages is not published: this row is their words alone, cut by ${encoding}.`;
}

/** By how much it may be wrong is not known either. */
function asEstimate({ error: _, ...count }: Count): Count {
  return { ...count, grade: 'estimated' };
}

function sumOf(images: Count[]): Count {
  const from = images[0]?.from;
  return { ...sumCounts(images), ...(from !== undefined && { from }) };
}

/** Where another encoding stands in for one that is not public, its ids are not the model's and are left out. */
function withItsIds(family: Family, tokens: RowToken[]): RowToken[] {
  if (hasOwnIds(family)) return tokens;
  const known = new Map<RowToken, RowToken>();
  return tokens.map((token) => {
    let bare = known.get(token);
    if (!bare) {
      const { id: _, ...rest } = token;
      bare = rest;
      known.set(token, bare);
    }
    return bare;
  });
}
