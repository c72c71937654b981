/** The one token client of the page, started when it is first asked. */
import { type TokenClient, tokenClient, type WorkerLike } from './token-client.ts';

let client: TokenClient | undefined;

export function pageClient(): TokenClient {
  client ??= tokenClient(() => new Worker(new URL('./token-worker.ts', import.meta.url), { type: 'module' }) as WorkerLike);
  return client;
}
