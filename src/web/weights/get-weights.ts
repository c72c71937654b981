/** Asks the server for a model's file. The fetch goes on without the page, which hears here how it began and ended. */

import type { Problem } from '#wire/problem';
import { CallFailed, send } from '../api/client.ts';
import { createMessageReader } from '../api/event-message.ts';
import { queryClient } from '../api/queries.ts';

export type WeightsAsk = {
  /** A row of the table, the path of a file, or a file of the hub. */
  source: string;
  acceptsTerms?: true;
};

/** Resolves when the file is here or the fetch was stopped. @throws CallFailed when it failed. */
export async function getWeights(ask: WeightsAsk): Promise<void> {
  const response = await send('POST', '/weights', ask);
  refreshWeights();
  try {
    const messages = createMessageReader()(await response.text());
    const failed = messages.find((message) => message.event === 'failed');
    if (failed) throw new CallFailed(JSON.parse(failed.data) as Problem);
  } finally {
    refreshWeights();
  }
}

export function refreshWeights(): void {
  void queryClient.invalidateQueries({ queryKey: ['weights'] });
  void queryClient.invalidateQueries({ queryKey: ['models'] });
  void queryClient.invalidateQueries({ queryKey: ['model'] });
}
