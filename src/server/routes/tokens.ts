/** The row of any text or message list, by the encoder of any model. */

import type { Count } from '#domain/money/usage';
import type { PromptMessage } from '#domain/templates/prompt';
import type { WireRow } from '#wire/row';
import { rowAnswerSchema, tokensSchema } from '#wire/row';
import { holding, type ModelChoice, type Models } from '../models.ts';
import { Refusal } from '../problem.ts';
import { publicFamily } from '../public-row.ts';
import { type Route, route } from '../route.ts';
import { inColumns, ownedBy } from '../row.ts';
import { rowDesks } from '../row-desk.ts';
import { rowAnswer } from '../row-json.ts';

/** Every token of the answer is an object: beyond this, making and sending them would hold up everybody else. */
const MOST_CHARACTERS = 1_000_000;

export function tokenRoutes(models: Models, now: () => number): Route[] {
  const countRow = rowDesks();
  return [
    route({
      method: 'POST',
      path: '/tokens',
      summary: 'Count a text or a list of messages as a model reads it; `form` as for the row of a turn.',
      body: tokensSchema,
      status: 200,
      answer: rowAnswerSchema,
      handle: async ({ body, reply }) => {
        const { text, messages, model, chat, form, readAhead } = body;
        if ((text === undefined) === (messages === undefined))
          throw new Refusal('bad-request', 'Send either `text` or `messages`.');
        const isPublished = publicFamily(model) !== undefined && !(await isFileHere(models, model));
        refuseLong([...(messages ?? []).map((message) => message.text), text ?? ''], isPublished);
        const list = messages ?? (chat ? [{ role: 'user' as const, text: text ?? '' }] : undefined);
        const prompt = list?.map(
          (message, at): PromptMessage => ({ id: message.id ?? String(at), role: message.role, text: message.text }),
        );
        if (isPublished) {
          reply.type('application/json; charset=utf-8');
          return countRow({ ...(prompt ? { model, messages: prompt, atMs: now() } : { model, text: text ?? '' }), form });
        }
        const choice = await models.choose(model);
        const row = await holding(choice, () => (prompt ? chatRow(choice, prompt, readAhead) : textRow(choice, text ?? '')));
        return form === 'columns' ? inColumns(row) : rowAnswer(row, reply);
      },
    }),
  ];
}

/** Whether a bare name is that of a file that can be asked: it says more of itself than the vendor publishes. */
async function isFileHere(models: Models, name: string): Promise<boolean> {
  if (name.includes('/')) return false;
  const { models: list } = await models.list();
  return list.some(({ model, isReady }) => model === name && isReady);
}

/** The command line counts a published model as long as a text may be; a file is asked here. */
function refuseLong(texts: string[], isPublished: boolean): void {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > MOST_CHARACTERS)
    throw new Refusal(
      'too-large',
      `The text has ${length} characters; at most ${MOST_CHARACTERS} are counted at once. Send it in pieces${isPublished ? ', or use: oriel tokens --lines' : '.'}`,
    );
}

async function textRow(choice: ModelChoice, text: string): Promise<WireRow> {
  const [tokens = []] = await choice.local.encode([text]);
  const { encoding } = await choice.local.facts();
  const content: Count = { value: tokens.length, grade: 'exact' };
  return { model: nameOf(choice), encoding, grade: 'exact', counts: { content, row: content }, tokens };
}

/** What the file would be given. With `readAhead` all before the newest words is read meanwhile, so that the first token comes sooner. */
async function chatRow(choice: ModelChoice, messages: PromptMessage[], readAhead = false): Promise<WireRow> {
  const { prompt } = await choice.local.render({ mode: 'chat', messages, opensAnswer: messages.at(-1)?.role !== 'assistant' });
  const { tokens, encoding, grade, text } = prompt;
  const newest = messages.findLast(({ role }) => role === 'user')?.id;
  const opening = tokens.findIndex((token) => token.message === newest && ownedBy(token, 'person'));
  if (readAhead && opening > 0) choice.local.readAhead(tokens.slice(0, opening).map((token) => token.id ?? -1));
  const count = (value: number): Count => ({ value, grade });
  const content = tokens.filter(({ owner }) => owner !== 'template').length;
  return {
    model: nameOf(choice),
    encoding,
    grade,
    counts: { content: count(content), prompt: count(tokens.length), row: count(tokens.length) },
    tokens,
    text,
  };
}

const nameOf = ({ vendor, model }: ModelChoice) => `${vendor}/${model}`;
