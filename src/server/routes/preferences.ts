/** What a person chose: language, theme, width of the panel and the like; JSON values under short names. */
import * as z from 'zod';
import type { Store } from '#store/store';
import { type Route, route } from '../route.ts';

const preferencesSchema = z.record(z.string().regex(/^[a-z][a-zA-Z-]{0,40}$/), z.json());

/** Names that the page may read and write. */
const NAMES = ['language', 'theme', 'panelWidth', 'panelOpen', 'settings', 'mode', 'model', 'aliasSeen', 'tint', 'singleKeys'];

export function preferenceRoutes(store: Store): Route[] {
  const read = async (person: string) => {
    const values = await Promise.all(NAMES.map(async (name) => [name, await store.preferences.get(person, name)] as const));
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
  return [
    route({
      method: 'GET',
      path: '/preferences',
      summary: 'What this person chose.',
      status: 200,
      answer: preferencesSchema,
      handle: ({ person }) => read(person),
    }),
    route({
      method: 'PUT',
      path: '/preferences',
      summary: 'Change some of it; names left out stay.',
      body: z.strictObject(Object.fromEntries(NAMES.map((name) => [name, z.json().optional()]))),
      status: 200,
      answer: preferencesSchema,
      handle: async ({ person, body }) => {
        for (const [name, value] of Object.entries(body))
          if (value !== undefined) await store.preferences.set(person, name, value);
        return read(person);
      },
    }),
  ];
}
