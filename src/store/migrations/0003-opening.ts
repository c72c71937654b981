/** A turn is written down before its prompt is made: what is known of it then. */
import type { Migration } from '../migration.ts';

export const opening: Migration = {
  number: 3,
  name: 'opening',
  statements: ['alter table turn add column opening text'],
};
