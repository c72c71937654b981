/**
 * A prompt: the row of tokens that a model is given, with the owner of each. The prompt shown is the prompt
 * sent: the panel and the engine take the same object.
 */
import type { Role } from '#domain/conversation/message';
import type { Mode } from '#domain/conversation/turn-event';
import type { Grade } from '#domain/money/usage';
import type { RowToken } from '#domain/tokens/token';

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

/** A message as a template sees it. */
export type PromptMessage = {
  /** Absent for text that is only counted. */
  id?: string;
  role: Role;
  text: string;
  /** The ids the model itself wrote, where `text` is exactly what they spell: own words keep their ids. */
  tokens?: number[];
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
