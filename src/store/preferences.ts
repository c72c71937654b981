/** What a person chose: JSON values by key. */
import { storableText } from './border.ts';
import type { Database } from './database.ts';
import type { Preferences } from './store.ts';

export function preferencesOf({ queries, write }: Database): Preferences {
  return {
    async get(person, key) {
      const row = await queries
        .selectFrom('preference')
        .select('value')
        .where('person_id', '=', person)
        .where('key', '=', storableText(key))
        .executeTakeFirst();
      return row && JSON.parse(row.value);
    },
    async set(person, key, value) {
      const json = JSON.stringify(value);
      if (json === undefined) throw new TypeError(`The preference ${key} is a ${typeof value}; expected a JSON value.`);
      const upsert = queries
        .insertInto('preference')
        .values({ person_id: person, key: storableText(key), value: json })
        .onConflict((conflict) => conflict.columns(['person_id', 'key']).doUpdateSet({ value: json }));
      await write([upsert.compile()]);
    },
  };
}
