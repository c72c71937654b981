/** Who owns what is stored: one local person until accounts exist. */
import type { Database } from './database.ts';

/** The id of the local person, who is made at the first start. */
export async function localPerson({ queries, write }: Database, now: number, newId: () => string): Promise<string> {
  const found = await queries.selectFrom('person').select('id').orderBy('created_at').orderBy('id').limit(1).execute();
  if (found[0]) return found[0].id;
  const id = newId();
  await write([queries.insertInto('person').values({ id, name: 'local', created_at: now }).compile()]);
  return id;
}
