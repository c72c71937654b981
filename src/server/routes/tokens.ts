/** The row of any text or message list, by the encoder of any model. */
import { type ChatRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { callsOf } from '#domain/money/accounting';
import type { Count } from '#domain/money/usage';
import { toolJson } from '#domain/templates/tool-json';
import { LARGEST_TEXT, LARGEST_TEXT_BODY } from '#wire/problem';
import type { WireRow } from '#wire/row';
import { rowAnswerSchema, tokensSchema } from '#wire/row';
import { fileRow } from '../file-row.ts';
import { holding, type ModelChoice, type Models } from '../models.ts';
import { Refusal } from '../problem.ts';
import { publicFamily } from '../public-row.ts';
import { type Route, route } from '../route.ts';
import { inColumns } from '../row.ts';
import { rowDesks } from '../row-desk.ts';
import { rowAnswer } from '../row-json.ts';

export function tokenRoutes(models: Models, now: () => number): Route[] {
  const countRow = rowDesks();
  return [
    route({
      method: 'POST',
      path: '/tokens',
      summary: 'Count a text or a list of messages as a model reads it; `form` as for the row of a turn.',
      body: tokensSchema,
      largestBody: LARGEST_TEXT_BODY,
      status: 200,
      answer: rowAnswerSchema,
      handle: async ({ body, reply }) => {
        const { text, messages, model, chat, form, readAhead, ...rest } = body;
        if ((text === undefined) === (messages === undefined))
          throw new Refusal('bad-request', 'Send either `text` or `messages`.');
        const list = messages ?? (chat ? [{ role: 'user', text }] : undefined);
        if (!list) refuseBesides(rest);
        const asked = list ? readChatRequest({ ...rest, messages: list }) : { text: text ?? '' };
        const isPublished = publicFamily(model) !== undefined && !(await isFileHere(models, model));
        refuseLong('text' in asked ? [asked.text] : wordsOf(asked), isPublished);
        if (isPublished) {
          reply.type('application/json; charset=utf-8');
          return countRow({ model, form, ...('text' in asked ? asked : { ...asked, atMs: now() }) });
        }
        const choice = await models.choose(model);
        const row = await holding(choice, () =>
          'text' in asked ? textRow(choice, asked.text) : fileRow(choice, asked, readAhead),
        );
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

function refuseBesides(rest: Record<string, unknown>): void {
  const [name] = Object.keys(rest);
  if (name !== undefined)
    throw new Refusal(
      'bad-request',
      `A text has no "${name.slice(0, 40)}" beside it: leave it out, or send \`chat\` or \`messages\`.`,
    );
}

/** All of a chat that is encoded. */
function wordsOf({ messages, tools, choice }: ChatRequest): string[] {
  const said = messages.flatMap((message) => [
    message.text,
    message.name ?? '',
    ...callsOf(message).flatMap((call) => [call.name, call.arguments]),
  ]);
  return [...said, ...tools.map(toolJson), typeof choice === 'object' ? choice.name : ''];
}

/** The command line counts a published model as long as a text may be; a file is asked here. */
function refuseLong(texts: string[], isPublished: boolean): void {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > LARGEST_TEXT)
    throw new Refusal(
      'too-large',
      `The text has ${length} characters; at most ${LARGEST_TEXT} are counted at once, those beyond U+FFFF twice. Send it in pieces${isPublished ? ', or use: oriel tokens --lines' : '.'}`,
    );
}

async function textRow(choice: ModelChoice, text: string): Promise<WireRow> {
  const [tokens = []] = await choice.local.encode([text]);
  const { encoding } = await choice.local.facts();
  const content: Count = { value: tokens.length, grade: 'exact' };
  return { model: nameOf(choice), encoding, grade: 'exact', counts: { content, row: content }, tokens };
}

const nameOf = ({ vendor, model }: ModelChoice) => `${vendor}/${model}`;
