/**
 * The row and the counts of a chat for a model that is a file here, by the template in the file: what it would be given. All of
 * it is counted, also what would have to leave the window. Knows no route.
 */
import { type ChatRequest, shortNames } from '#domain/catalogue/chat-request';
import { asPromptMessages } from '#domain/catalogue/prompt-count';
import type { Count, Grade } from '#domain/money/usage';
import type { WireRow } from '#wire/row';
import type { ModelChoice } from './models.ts';
import { ownedBy } from './row.ts';

/**
 * With `readAhead` all before the newest words is read meanwhile, so that the first token comes sooner.
 * @throws TemplateRefused
 */
export async function fileRow({ vendor, model, local }: ModelChoice, chat: ChatRequest, readAhead = false): Promise<WireRow> {
  const messages = asPromptMessages(chat.messages);
  const opensAnswer = messages.at(-1)?.role !== 'assistant';
  const { prompt, window, needed } = await local.render({ mode: 'chat', messages, opensAnswer, isWhole: true });
  const { tokens, encoding, text } = prompt;
  const newest = messages.findLast(({ role }) => role === 'user')?.id;
  const opening = tokens.findIndex((token) => token.message === newest && ownedBy(token, 'person'));
  if (readAhead && opening > 0 && window.left.length === 0 && needed === undefined)
    local.readAhead(tokens.slice(0, opening).map((token) => token.id ?? -1));
  const uncounted = notInTheTemplate(chat);
  const grade: Grade = uncounted.length > 0 ? 'estimated' : prompt.grade;
  const content: Count = { value: tokens.filter(({ owner }) => owner !== 'template').length, grade: prompt.grade };
  const all: Count = { value: tokens.length, grade };
  const note = [
    ...(uncounted.length > 0 ? [`The file's template is not given, and not counted: ${uncounted.join(', ')}.`] : []),
    ...(needed !== undefined ? [noTurn(window.limit, needed)] : []),
    ...(window.left.length > 0 ? [moreThanFits(window.limit, window.left.length)] : []),
  ];
  return {
    model: `${vendor}/${model}`,
    encoding,
    grade,
    // What nobody has counted is part of the prompt.
    counts: { content, ...(chat.images.length === 0 && { prompt: all }), row: all },
    tokens,
    text,
    ...(note.length > 0 && { note: note.join(' ') }),
  };
}

function notInTheTemplate({ messages, tools, images, uncounted = [] }: ChatRequest): string[] {
  return [
    ...(tools.length > 0 ? ['definitions of tools'] : []),
    ...(messages.some(({ call }) => call) ? ['calls of tools'] : []),
    ...(messages.some(({ name }) => name !== undefined) ? ['names'] : []),
    ...(images.length > 0 ? ['images'] : []),
    ...shortNames(uncounted),
  ];
}

function noTurn(limit: number, needed: number): string {
  return `The window holds ${limit} tokens and a turn would need ${needed}, with room for an answer: it would be refused.`;
}

function moreThanFits(limit: number, left: number): string {
  const those = left === 1 ? 'the oldest message' : `the oldest ${left} messages`;
  return `The window holds ${limit} tokens: a turn would leave out ${those}.`;
}
