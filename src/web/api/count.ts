/**
 * Only the counts of a row: they stand before its tokens in the answer, so that the tokens of a long text, tens of
 * megabytes, are neither waited for nor parsed.
 */
import type { WireRow } from '#wire/row';
import type { TokensAsk } from './calls.ts';
import { send } from './client.ts';

type Counts = WireRow['counts'];

export async function countOnly(ask: TokensAsk, signal?: AbortSignal): Promise<Counts> {
  const response = await send('POST', '/tokens', ask, signal);
  if (!response.body) throw new Error('The answer has no body.');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text += decoder.decode(next.value, { stream: true });
      const counts = countsBefore(text);
      if (counts) return counts;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  return (JSON.parse(text) as WireRow).counts;
}

/** The counts of an answer of which only the beginning has come; undefined while its tokens have not begun. */
export function countsBefore(text: string): Counts | undefined {
  const end = text.indexOf(',"tokens":[');
  if (end < 0) return undefined;
  try {
    return (JSON.parse(`${text.slice(0, end)}}`) as Partial<WireRow>).counts;
  } catch {
    return undefined; // The words stood in a name: read on.
  }
}
