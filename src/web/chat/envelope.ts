/** What a model's template puts around the next question: it takes room in the window beside the words. */
import { queryOptions } from '@tanstack/react-query';
import { countOnly } from '../api/count.ts';

/** Tokens beyond the question's own: where it is the first one, its system message included, and where it follows an answer. */
export type Envelope = { first: number; next: number };

/** Null where the model's counts do not tell it. */
export const envelopeQuery = (model: string, system: string | undefined, isWanted: boolean) =>
  queryOptions({
    queryKey: ['envelope', model, system],
    queryFn: async ({ signal }): Promise<Envelope | null> => {
      const ask = async (...roles: ('system' | 'user' | 'assistant')[]) => {
        const messages = roles.map((role) => ({ role, text: role === 'system' ? (system ?? '') : STAND_IN }));
        const { content, prompt } = await countOnly({ model, messages, chat: true }, signal);
        return { content: content?.value, prompt: prompt?.value };
      };
      const alone = ask('user');
      const led = system ? ask('system', 'user') : alone;
      const [bare, first, next] = await Promise.all([alone, led, ask('user', 'assistant', 'user')]);
      const [word, words] = [bare.content, next.content];
      if (word === undefined || words === undefined || !first.prompt || !bare.prompt || !next.prompt) return null;
      return { first: first.prompt - word, next: next.prompt - bare.prompt - (words - word) };
    },
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** Stands where words would. */
const STAND_IN = 'x';
