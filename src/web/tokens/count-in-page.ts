/** Counts a text in the page's worker: for a model whose encoding is public, or for a model file on this machine. */
import { familyOf } from '#domain/catalogue/families';
import type { Count } from '#domain/money/usage';
import { pageClient } from './page-client.ts';
import { GivenUp, type TokenClient, TookTooLong } from './token-client.ts';

/** Undefined where nothing is known of the model. @throws as `TokenClient.ask` */
export async function countInPage(text: string, model: string): Promise<Count | undefined> {
  const family = familyOf(model);
  if (!family) return undefined;
  const { factor = 1, ...certainty } = family.text;
  const { count } = await pageClient().ask('composer', { name: 'count', encoding: family.encoding, text });
  return { ...certainty, value: Math.round(count * factor) };
}

/** Files whose encoding could not be had: not asked for again at every key. */
const missing = new Set<string>();

/**
 * Counts by the encoding that came with a model file; undefined where it cannot be had.
 * @param sha256 of the file @throws GivenUp, TookTooLong
 */
export async function countByFile(
  text: string,
  sha256: string,
  client: Pick<TokenClient, 'ask'> = pageClient(),
): Promise<Count | undefined> {
  if (missing.has(sha256)) return undefined;
  try {
    const { count } = await client.ask('composer', { name: 'count', encoding: `file:${sha256}`, text });
    return { value: count, grade: 'exact' };
  } catch (error) {
    if (error instanceof GivenUp || error instanceof TookTooLong) throw error;
    missing.add(sha256);
    return undefined;
  }
}
