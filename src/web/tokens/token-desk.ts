/**
 * Answers asks about tokens: the work of the token worker, apart from the worker. A text that is asked about again with
 * an edit is encoded again only where the edit touches it. Knows no DOM, no network and no page.
 */
import { familyOf, imageRuleOf } from '#domain/catalogue/families';
import { answerRow, rowFor, seesTools, wordsRow } from '#domain/catalogue/model-row';
import { asPromptMessage, countPortions, countText } from '#domain/catalogue/prompt-count';
import { toolNamespace } from '#domain/templates/tool-namespace';
import type { BytePairEncoder } from '#domain/tokens/byte-pair';
import type { EncodingName } from '#domain/tokens/encodings';
import { mergeSteps } from '#domain/tokens/merge-step';
import { rowToken } from '#domain/tokens/row-token';
import { fromHex, type RowToken, toHex } from '#domain/tokens/token';
import { TokenDocument } from '#domain/tokens/token-document';
import { textWithGapsOf, wholeTextOf } from '#domain/tokens/utf8';
import type { Answer, Ask, AskedMessage, AskName, MessageRow, PieceStory } from './ask.ts';
import type { FileEncoding, PageEncoders } from './page-encoders.ts';
import { readSpecials } from './special-text.ts';
import { splitTokens } from './split.ts';
import { editBetween } from './text-edit.ts';

export type TokenDesk = { answer<Name extends AskName>(ask: Ask<Name>): Promise<Answer<Name>> };

/** Units that one edit may take away; beyond it a text is another text (taking a million pieces out of a row took 27 s). */
const LARGEST_EDIT = 20_000;

/** Longest piece whose joins are told one by one: each step is a line. */
const LONGEST_STORY = 64;

export function tokenDesk(encoders: PageEncoders): TokenDesk {
  /** The last text of each encoding, as it was encoded. */
  const last = new Map<EncodingName | FileEncoding, { document: TokenDocument; text: string }>();

  const documentOf = async (encoding: EncodingName | FileEncoding, text: string): Promise<TokenDocument> => {
    const encoder = await encoders.get(encoding);
    const document = editedTo(text, last.get(encoding)) ?? new TokenDocument(encoder, text);
    last.set(encoding, { document, text });
    return document;
  };

  const idsOf = async ({ encoding, text, readsSpecials }: { encoding: EncodingName; text: string; readsSpecials: boolean }) => {
    const encoder = await encoders.get(encoding);
    const stretches = readsSpecials ? readSpecials(text, encoder.specials) : [text];
    if (stretches.every((stretch) => typeof stretch === 'string'))
      return { encoder, ids: (await documentOf(encoding, text)).ids() };
    const ids: number[] = [];
    for (const stretch of stretches) {
      if (typeof stretch === 'string') for (const id of encoder.encode(stretch)) ids.push(id);
      else ids.push(stretch.id);
    }
    return { encoder, ids };
  };

  const answers: { [Name in AskName]: (ask: Ask<Name>) => Promise<Answer<Name>> } = {
    count: async ({ encoding, text }) => ({ count: (await documentOf(encoding, text)).count }),
    counts: async ({ encodings, text }) => ({
      counts: (await Promise.all(encodings.map((encoding) => documentOf(encoding, text)))).map(({ count }) => count),
    }),
    text: async (ask) => {
      const { encoder, ids } = await idsOf(ask);
      return { count: ids.length, tokens: ids.slice(ask.from, ask.to).map((id) => textToken(encoder, id)) };
    },
    ids: async (ask) => ({ ids: Int32Array.from((await idsOf(ask)).ids) }),
    spell: async ({ encoding, ids }) => {
      const encoder = await encoders.get(encoding);
      return { text: textWithGapsOf(fromHex(ids.map((id) => toHex(encoder.bytesOf(id))).join(''))) };
    },
    split: async (ask) => {
      const { encoder, ids } = await idsOf(ask);
      return {
        parts: splitTokens(
          ids.map((id) => encoder.bytesOf(id)),
          ask.every,
        ),
      };
    },
    merge: async ({ encoding, text, position }) => {
      const document = await documentOf(encoding, text);
      return pieceStory(await encoders.get(encoding), document, position);
    },
    row: (ask) => messageRow(encoders, ask),
  };
  return { answer: (ask) => (answers[ask.name] as (asked: typeof ask) => Promise<Answer<typeof ask.name>>)(ask) };
}

/** The document of the text before, with what has changed; undefined where too much has. */
function editedTo(text: string, before: { document: TokenDocument; text: string } | undefined): TokenDocument | undefined {
  if (!before) return undefined;
  const { from, to, insert } = editBetween(before.text, text);
  if (to - from > LARGEST_EDIT) return undefined;
  if (from < to || insert !== '') before.document.edit(from, to, insert);
  return before.document;
}

function textToken(encoder: BytePairEncoder, id: number): RowToken {
  const token = rowToken(encoder, id);
  const isSpecial = encoder.specials.some((special) => special.id === id && special.kind === 'control');
  return isSpecial ? { ...token, special: true } : token;
}

function pieceStory(encoder: BytePairEncoder, document: TokenDocument, position: number): PieceStory {
  let found = '';
  const spelled = encoder.spelling(document.text);
  for (const { start, tokens, piece } of document.pieces()) {
    if (tokens > position) break;
    found = spelled.slice(start, start + piece.length);
  }
  const short = found.length > LONGEST_STORY ? Array.from(found.slice(0, LONGEST_STORY)).slice(0, -1).join('') : found;
  const { start, steps, isWhole } = mergeSteps(encoder, short);
  const row = start.map((id) => spell(encoder, id));
  const told = steps.map((step) => {
    row.splice(step.at, 2, spell(encoder, step.id));
    return { parts: row.slice(), at: step.at, rank: step.rank };
  });
  return { piece: found, start: start.map((id) => spell(encoder, id)), steps: told, isWhole };
}

/** A part as text where it is one, else its bytes. */
function spell(encoder: BytePairEncoder, id: number): string {
  const bytes = encoder.bytesOf(id);
  return wholeTextOf(bytes) ?? `⟨${toHex(bytes)}⟩`;
}

/** What the model wrote by itself, and is metered as its own: words. How calls are written is not published. */
function isAnswer({ role, name, call }: AskedMessage): boolean {
  return role === 'assistant' && name === undefined && call === undefined;
}

/** Throws where nothing is known of the model: the page only offers models that have a family. */
async function messageRow(encoders: PageEncoders, ask: Ask<'row'>): Promise<MessageRow> {
  const { model, messages, tools = [], images = [], atMs } = ask;
  const family = familyOf(model);
  if (!family) throw new Error(`Nothing is known of how ${model} reads messages. Choose another model.`);
  const encoder = await encoders.get(family.encoding);
  const last = messages.at(-1);
  const isAnswered = last !== undefined && isAnswer(last);
  const given = isAnswered ? messages.slice(0, -1) : messages;
  const named = given.map((message, index) => ({ ...asPromptMessage(message), id: `message-${index}` }));
  const row = rowFor(family, named, encoder, { atMs, tools });
  const imageRule = imageRuleOf(model);
  const { prompt, ...portions } = countPortions(
    family,
    { messages: given, tools, images, atMs, ...(imageRule && { imageRule }) },
    encoder,
  );
  const tokens = row?.prompt.tokens ?? wordsRow(named, encoder);
  const answer = isAnswered ? answerRow(family, last.text, encoder).map((token) => ({ ...token, message: 'answer' })) : [];
  const answerCount = isAnswered ? countText(family, last.text, encoder) : undefined;
  const isApart = tools.length > 0 && !(row && seesTools(family));
  return {
    tokens: [...tokens, ...answer],
    promptTokens: tokens.length,
    encoding: family.encoding,
    portions,
    ...(answerCount && { answer: answerCount, answerTokens: answer.filter((token) => !token.special).length }),
    ...(prompt && { prompt }),
    ...(isApart && { toolTokens: encoder.encode(toolNamespace(tools)).map((id) => rowToken(encoder, id, 'tool')) }),
    ...(row?.reconstruction !== undefined && { reconstruction: row.reconstruction }),
  };
}
