/** The row of any text or message list, by the encoder of any model. */

import type { Count } from '#domain/money/usage';
import type { WireRow } from '#wire/row';
import { tokensSchema } from '#wire/row';
import type { Models } from '../models.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { ownedBy } from '../row.ts';

export function tokenRoutes(models: Models): Route[] {
  return [
    route({
      method: 'POST',
      path: '/tokens',
      summary: 'Count a text or a list of messages as a model reads it.',
      body: tokensSchema,
      status: 200,
      handle: async ({ body }): Promise<WireRow> => {
        const { text, messages, model, chat } = body;
        if ((text === undefined) === (messages === undefined))
          throw new Refusal('bad-request', 'Send either `text` or `messages`.');
        const choice = await models.choose(model);
        const name = `${choice.vendor}/${choice.model}`;
        if (text !== undefined && !chat) {
          const [tokens = []] = await choice.local.encode([text]);
          const { encoding } = await choice.local.facts();
          const content: Count = { value: tokens.length, grade: 'exact' };
          return { model: name, encoding, grade: 'exact', counts: { content, row: content }, tokens };
        }
        const list = messages ?? [{ role: 'user' as const, text: text ?? '' }];
        const { prompt } = await choice.local.render({
          mode: 'chat',
          messages: list.map((message, at) => ({ id: message.id ?? String(at), role: message.role, text: message.text })),
          opensAnswer: list.at(-1)?.role !== 'assistant',
        });
        const count = (value: number): Count => ({ value, grade: prompt.grade });
        const content = prompt.tokens.filter((token) => ownedBy(token, 'person')).length;
        return {
          model: name,
          encoding: prompt.encoding,
          grade: prompt.grade,
          counts: { content: count(content), prompt: count(prompt.tokens.length), row: count(prompt.tokens.length) },
          tokens: prompt.tokens,
          text: prompt.text,
        };
      },
    }),
  ];
}
