/** The search index: its tables are the business of `search.index.ts`. */
import type { Migration } from '../migration.ts';
import { searchTables } from '../search.index.ts';

export const search: Migration = { number: 2, name: 'search', statements: searchTables };
