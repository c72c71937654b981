/**
 * What the page asks its token worker, and what that answers. Plain values that can be cloned; lists of ids are
 * transferred. Knows neither worker nor page.
 */
import type { CountedPrompt, PromptPortions } from '#domain/catalogue/prompt-count';
import type { CountedMessage } from '#domain/money/accounting';
import type { ImageSize } from '#domain/money/image-count';
import type { Count } from '#domain/money/usage';
import type { Tool } from '#domain/templates/tool-namespace';
import type { EncodingName } from '#domain/tokens/encodings';
import type { RowToken } from '#domain/tokens/token';
import type { FileEncoding } from './page-encoders.ts';

/** With the name and the calls of tools that the message has on the wire: both are counted, only the text is edited. */
export type AskedMessage = Omit<CountedMessage, 'role'> & { role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' };

/** `readsSpecials`: text that spells a special token becomes it. Only the Tokens page offers that. */
type TextAsk = { encoding: EncodingName; text: string; readsSpecials: boolean };

/** Each ask by its name, with its answer. */
export type Asks = {
  /** How many ordinary tokens a text is. */
  count: { ask: { encoding: EncodingName | FileEncoding; text: string }; answer: { count: number } };
  /** The same in several encodings. */
  counts: { ask: { encodings: readonly EncodingName[]; text: string }; answer: { counts: number[] } };
  /** How many, and those from `from` up to, not including, `to`, to be drawn. */
  text: { ask: TextAsk & { from: number; to: number }; answer: { count: number; tokens: RowToken[] } };
  ids: { ask: TextAsk; answer: { ids: Int32Array } };
  /** The text that these ids spell. */
  spell: { ask: { encoding: EncodingName; ids: readonly number[] }; answer: { text: string } };
  /** The text in parts of at most `every` tokens, each of whole characters. */
  split: { ask: TextAsk & { every: number }; answer: { parts: TextPart[] } };
  /** How the piece with the token at `position` was merged. */
  merge: { ask: { encoding: EncodingName; text: string; position: number }; answer: PieceStory };
  /** The row that messages are for a model; an assistant's message at the end is its answer. */
  row: { ask: RowAsk; answer: MessageRow };
};

type RowAsk = { model: string; messages: AskedMessage[]; tools?: readonly Tool[]; images?: readonly ImageSize[]; atMs: number };

export type AskName = keyof Asks;
export type Ask<Name extends AskName = AskName> = { [N in Name]: { name: N } & Asks[N]['ask'] }[Name];
export type Answer<Name extends AskName = AskName> = Asks[Name]['answer'];

export type TextPart = { text: string; tokens: number };

/** A piece and the joins that made it: each line is the piece after one more join. */
export type PieceStory = {
  piece: string;
  /** Spellings of the parts at first, and after each join; `at` is the part that was joined, `rank` the join's. */
  start: string[];
  steps: { parts: string[]; at: number; rank: number }[];
  /** The vocabulary has the whole piece: it was taken as it is, without joins. */
  isWhole: boolean;
};

export type MessageRow = {
  tokens: RowToken[];
  /** Tokens of the row before the answer; the answer's own, without the token that hands the word back. */
  promptTokens: number;
  answerTokens?: number;
  /** As the model's vendor counts; absent where nothing is known of the model. */
  prompt?: Count;
  answer?: Count;
  /** What of the prompt are messages, tools and each image; without `images` nobody says how the model counts those. */
  portions: Omit<PromptPortions, 'prompt'> & Pick<CountedPrompt, 'unseen'>;
  /** Tools as the model is believed to see them, where they are not in the row. */
  toolTokens?: RowToken[];
  encoding: EncodingName;
  reconstruction?: string;
};
