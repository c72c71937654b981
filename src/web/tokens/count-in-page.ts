/** Counts a text for a model in the page's worker, where the model's encoding is public. */
import { familyOf } from '#domain/catalogue/families';
import type { Count } from '#domain/money/usage';
import { pageClient } from './page-client.ts';

/** Undefined where nothing is known of the model. @throws as `TokenClient.ask` */
export async function countInPage(text: string, model: string): Promise<Count | undefined> {
  const family = familyOf(model);
  if (!family) return undefined;
  const { factor = 1, ...certainty } = family.text;
  const { count } = await pageClient().ask('composer', { name: 'count', encoding: family.encoding, text });
  return { ...certainty, value: Math.round(count * factor) };
}
