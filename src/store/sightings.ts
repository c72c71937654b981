/** Which snapshot answered when an alias was asked: seen first, seen last, how often. */
import type { Database } from './database.ts';
import type { Sightings } from './store.ts';

export function sightingsOf({ queries, write }: Database): Sightings {
  return {
    async saw(person, { vendor, alias, snapshot, at }) {
      const upsert = queries
        .insertInto('sighting')
        .values({ person_id: person, vendor, alias, snapshot, first_seen: at, last_seen: at, times: 1 })
        .onConflict((conflict) =>
          conflict.columns(['person_id', 'vendor', 'alias', 'snapshot']).doUpdateSet((eb) => ({
            last_seen: at,
            times: eb('sighting.times', '+', 1),
          })),
        );
      await write([upsert.compile()]);
    },
    async list(person) {
      const rows = await queries
        .selectFrom('sighting')
        .selectAll()
        .where('person_id', '=', person)
        .orderBy('last_seen', 'desc')
        .orderBy('vendor')
        .orderBy('alias')
        .orderBy('snapshot')
        .execute();
      return rows.map(({ vendor, alias, snapshot, first_seen, last_seen, times }) => {
        return { vendor, alias, snapshot, firstSeen: first_seen, lastSeen: last_seen, times };
      });
    },
  };
}
