/**
 * A prompt: the row of tokens that a model is given, with the owner of each. The prompt shown is the prompt
 * sent: the panel and the engine take the same object.
 */
import type { Mode } from '#domain/conversation/turn-event';
import type { Grade } from '#domain/money/usage';
import type { Encoder } from '#domain/tokens/encoder';
import { fromHex, type RowToken } from '#domain/tokens/token';
import { textWithGapsOf } from '#domain/tokens/utf8';
import { mapFields } from './field-map.ts';
import type { PromptMessage } from './prompt-message.ts';
import { fieldSpan } from './span.ts';
import { rowOf, specialToken, spells } from './stretch.ts';
import { type Template, TemplateRefused } from './template.ts';

export type { PromptMessage } from './prompt-message.ts';

export type Prompt = {
  /** Name of the encoding whose ids these are. */
  encoding: string;
  grade: Grade;
  /** SHA-256 of the template's text, hexadecimal; absent in document mode. */
  template?: string;
  /** The exact string that the row spells, special tokens by name. */
  text: string;
  tokens: RowToken[];
};

/** What is rendered into a prompt. */
export type PromptInput = {
  mode: Mode;
  messages: PromptMessage[];
  /** Tokens of an unfinished answer that stand at the end of the row, after the template's opening for the model. */
  kept?: RowToken[];
  /** False leaves out the template's opening for the model's answer. Default true. */
  opensAnswer?: boolean;
};

/** All that document mode needs of a model: the token that its rows begin with. */
export type Beginning = Pick<Template, 'begin' | 'beginText' | 'addsBegin'>;

/**
 * The prompt of a list of messages: exact in its ids, every token with its owner. In document mode the texts
 * stand as they are, after the begin token where the model wants one.
 * @throws TemplateRefused when the template does not take these messages, or there is none in chat mode.
 */
export function renderPrompt(input: PromptInput, template: Template | Beginning | undefined, encoder: Encoder): Prompt {
  const own = template && 'source' in template ? template : undefined;
  const chat = input.mode === 'chat' ? (own ?? refuseChat()) : undefined;
  const messages = input.messages.map((message) => withProvenIds(message, encoder));
  const spans = chat ? mapFields(chat, messages, input.opensAnswer ?? true) : messages.map((message) => fieldSpan(message));
  const row = rowOf(spans, own?.specials ?? [], encoder);
  const tokens = [...withBeginOnce(row, template, encoder), ...(input.kept ?? [])];
  return {
    encoding: encoder.encoding,
    grade: tokens.every(({ id }) => id !== undefined) ? 'exact' : 'estimated',
    ...(chat && { template: chat.hash }),
    text: textOfRow(tokens),
    tokens,
  };
}

/** The text that a row spells, special tokens by name; U+FFFD where it ends in half a character. */
export function textOfRow(tokens: readonly RowToken[]): string {
  let text = '';
  let halves = '';
  for (const token of tokens) {
    if (token.text === undefined) {
      halves += token.bytes;
      continue;
    }
    text += textWithGapsOf(fromHex(halves)) + token.text;
    halves = '';
  }
  return text + textWithGapsOf(fromHex(halves));
}

function refuseChat(): never {
  throw new TemplateRefused(
    'This model brings no chat template, so it cannot answer messages. Use Document mode: it continues a text.',
  );
}

/** The message without ids that do not spell its text. */
function withProvenIds(message: PromptMessage, encoder: Encoder): PromptMessage {
  const { tokens, ...rest } = message;
  return tokens && tokens.length > 0 && spells(encoder, tokens, message.text) ? message : rest;
}

/** The row with its begin token exactly once: put there where the model wants it and the template has not. */
function withBeginOnce(row: RowToken[], template: Beginning | undefined, encoder: Encoder): RowToken[] {
  const begin = template?.begin;
  if (template === undefined || begin === undefined) return row;
  let from = 0;
  while (row[from]?.id === begin && row[from + 1]?.id === begin) from++;
  const rest = from > 0 ? row.slice(from) : row;
  if (!template.addsBegin || rest[0]?.id === begin) return rest;
  const text = template.beginText ?? textWithGapsOf(encoder.bytesOf(begin));
  return [specialToken({ id: begin, text }, { owners: ['template'] }), ...rest];
}
