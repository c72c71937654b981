/**
 * The row of a list of messages for a model that is not at hand: by the family's published format. For closed
 * models it is a reconstruction, and says so: what their vendors add unseen is in no row.
 */
import { type BuiltInName, builtIn } from '#domain/templates/built-in';
import { harmonyNamespace } from '#domain/templates/harmony-tools';
import { type Prompt, type PromptMessage, renderPrompt } from '#domain/templates/prompt';
import { ownerOf } from '#domain/templates/prompt-message';
import { specialToken } from '#domain/templates/stretch';
import type { Template } from '#domain/templates/template';
import { toolJson } from '#domain/templates/tool-json';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';
import type { RowToken } from '#domain/tokens/token';
import { bareName, type Family } from './family.ts';

export type ModelRow = {
  prompt: Prompt;
  /** Why the row is no more than a reconstruction; absent where it is what the model reads. */
  reconstruction?: string;
};

/** What a format may print besides the messages, and whose name a reconstruction tells: that of the family unless given. */
export type RowInputs = { atMs?: number; tools?: readonly Tool[]; opensAnswer?: boolean; model?: string };

/**
 * @param encoder that of the family's encoding
 * @returns undefined where the family's ids or format are not public
 * @throws TemplateRefused
 */
export function rowFor(
  family: Family,
  messages: readonly PromptMessage[],
  encoder: Encoder,
  { opensAnswer, model, ...inputs }: RowInputs = {},
): ModelRow | undefined {
  const template = templateOf(family, inputs);
  if (!template) return undefined;
  const prompt = renderPrompt({ mode: 'chat', messages: [...messages], opensAnswer: opensAnswer ?? true }, template, encoder);
  if (family.isOpen) return { prompt: { ...prompt, grade: family.envelope.grade } };
  const name = model === undefined ? family.name : bareName(model);
  const hidden = prompt.tokens.some(({ id }) => id === undefined) ? 'The ids of its special tokens are not published.' : '';
  const reconstruction = `What ${name} reads is not published whole: this row is built by its known format. ${hidden}`.trim();
  return { prompt: { ...prompt, grade: 'estimated' }, reconstruction };
}

/** An answer as it stands in a row after its prompt: its words, and the token that hands the word back. */
export function answerRow(family: Family, text: string, encoder: Encoder): RowToken[] {
  const template = templateOf(family, {});
  const end = template?.specials.find((special) => special.text === template.endText);
  const words = encoder.encode(text).map((id) => rowToken(encoder, id, 'model'));
  return end ? [...words, specialToken(end, { owners: ['model'] })] : words;
}

/** The words of messages alone, for a family whose form is not known. */
export function wordsRow(messages: readonly (PromptMessage & { id: string })[], encoder: Encoder): RowToken[] {
  return messages.flatMap((message) =>
    encoder.encode(message.text).map((id) => ({ ...rowToken(encoder, id, ownerOf(message)), message: message.id })),
  );
}

/** The built-in template of a family with what it may print; undefined where the family has none. */
export function templateOf(family: Family, { atMs, tools = [] }: Pick<RowInputs, 'atMs' | 'tools'>): Template | undefined {
  if (!family.template) return undefined;
  const inputs = {
    ...(atMs !== undefined && { atMs }),
    ...(tools.length > 0 && seesTools(family) && { variables: shownTools(family, tools) }),
  };
  return { ...builtIn(family.template), inputs };
}

const SEES_TOOLS: readonly (BuiltInName | undefined)[] = ['harmony', 'qwen3', 'qwen2.5', 'qwen2.5-math'];

/** Whether the family's template shows tools itself, so that they are in the row. */
export function seesTools({ template }: Family): boolean {
  return SEES_TOOLS.includes(template);
}

function shownTools({ template }: Family, tools: readonly Tool[]): Record<string, unknown> {
  return template === 'harmony' ? { tool_namespace: harmonyNamespace(tools) } : { tool_texts: tools.map(toolJson) };
}
