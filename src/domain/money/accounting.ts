/**
 * How vendors count what they do not show: prompt = sum over messages + primer. The rules are data; what they
 * rest on stands beside them. Knows no model names and no prices.
 */

import { type Tool, toolNamespace } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';

/** A message as a vendor counts it. Several text parts count as their joined text. */
export type CountedMessage = {
  /** As on the wire: system, developer, user, assistant, tool, function. */
  role: string;
  text: string;
  name?: string;
  /** A call of a tool that the message makes. */
  call?: ToolCall;
  /** The calls that it makes at once with that one. */
  moreCalls?: readonly ToolCall[];
};

/** `arguments` as text, which is JSON where the model wrote it well. */
export type ToolCall = { name: string; arguments: string };

export type Accounting = {
  /** Tokens of an envelope, without the role. */
  perMessage: number;
  /** The same for an answer of the model, where that differs. */
  perAnswer?: number;
  countsRole: boolean;
  /** Tokens that a name adds besides its own; -1 where it takes the role's place. */
  perName: number;
  /** Tokens that open the answer. */
  primer: number;
};

/**
 * `im`: OpenAI's cookbook ("How to count tokens"), GPT-4o, 4.1, 4, 3.5 from 0613; a recording agrees.
 * `im-0301`: the same source, gpt-3.5-turbo-0301 only.
 * `im-reasoning`: no message mark in the opening; a published example (18) and three recordings agree.
 * `contents`: Gemini; three recordings of 2.5 meter one token a content besides its text.
 * `brackets`: Mistral; a begin token, a pair of marks around a question, one behind an answer, as two recordings show.
 */
export const ACCOUNTING = {
  im: { perMessage: 3, countsRole: true, perName: 1, primer: 3 },
  'im-0301': { perMessage: 4, countsRole: true, perName: -1, primer: 3 },
  'im-reasoning': { perMessage: 3, countsRole: true, perName: 1, primer: 2 },
  contents: { perMessage: 1, countsRole: false, perName: 0, primer: 0 },
  brackets: { perMessage: 2, perAnswer: 1, countsRole: false, perName: 0, primer: 1 },
} satisfies Record<string, Accounting>;

export type AccountingName = keyof typeof ACCOUNTING;

/** Tokens of the messages and of the opening of an answer. */
export function countMessages(messages: readonly CountedMessage[], rules: Accounting, encoder: Encoder): number {
  return messages.reduce((sum, message) => sum + countMessage(message, rules, encoder), rules.primer);
}

/** Hidden around calls that are made at once: about so many (inferred from metered counts). */
const CALLS_AT_ONCE = 24;

/** All calls of a message. */
export function callsOf({ call, moreCalls = [] }: CountedMessage): ToolCall[] {
  return call ? [call, ...moreCalls] : [];
}

/** A function's result saves two tokens, a function's call costs three (inferred from metered counts). */
function countMessage(message: CountedMessage, rules: Accounting, encoder: Encoder): number {
  const { role, text, name } = message;
  const calls = callsOf(message);
  const count = (words: string) => encoder.encode(words).length;
  return (
    (role === 'assistant' ? (rules.perAnswer ?? rules.perMessage) : rules.perMessage) +
    (rules.countsRole ? count(role) : 0) +
    count(text) +
    (name === undefined ? 0 : count(name) + rules.perName) +
    calls.reduce((sum, call) => sum + count(call.name) + count(call.arguments) + 3, 0) +
    (calls.length > 1 ? CALLS_AT_ONCE : 0) -
    (role === 'function' ? 2 : 0)
  );
}

/** `auto` unless said; a name forces that tool. */
export type ToolChoice = 'auto' | 'none' | { name: string };

/**
 * Tokens that tools add to a prompt, beyond its messages, by the namespace that the model is believed to see:
 * an estimate. They share the first system message, which then ends in a newline.
 */
export function countTools(
  tools: readonly Tool[],
  choice: ToolChoice,
  messages: readonly CountedMessage[],
  encoder: Encoder,
): number {
  if (tools.length === 0) return 0;
  const count = (words: string) => encoder.encode(words).length;
  const first = messages.find(({ role }) => role === 'system');
  const padded = first && first.text !== '' && !first.text.endsWith('\n') ? count(`${first.text}\n`) - count(first.text) : 0;
  const named = choice === 'auto' ? 0 : choice === 'none' ? 1 : count(choice.name) + 4;
  return count(toolNamespace(tools)) + 9 + padded - (first ? 4 : 0) + named;
}

/** Where the cookbook's constants for tools differ: its GPT-4o and its GPT-4 and 3.5. */
const PER_FUNCTION = { o200k: 7, cl100k: 10 };

/**
 * The second estimate of the same, by the cookbook's constants: 3 for an object of properties, 3 a property, -3
 * an enum and 3 a value of it, 12 at the end. A number only: no text has these tokens.
 */
export function countToolsByConstants(tools: readonly Tool[], encoding: keyof typeof PER_FUNCTION, encoder: Encoder): number {
  const count = (...words: unknown[]) =>
    encoder.encode(words.map((word) => String(word ?? '').replace(/\.$/, '')).join(':')).length;
  let sum = tools.length > 0 ? 12 : 0;
  for (const { name, description, parameters } of tools) {
    sum += PER_FUNCTION[encoding] + count(name, description);
    const properties = Object.entries(parameters?.properties ?? {});
    if (properties.length > 0) sum += 3;
    for (const [key, schema] of properties) {
      sum += 3 + count(key, schema.type, schema.description);
      if (schema.enum) sum += schema.enum.reduce((total: number, value) => total + 3 + count(value), -3);
    }
  }
  return sum;
}
