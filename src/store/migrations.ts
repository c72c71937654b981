/** All migrations, in order: one list for every database. */
import type { Migration } from './migration.ts';
import { conversation } from './migrations/0001-conversation.ts';
import { search } from './migrations/0002-search.ts';
import { opening } from './migrations/0003-opening.ts';

export const migrations: readonly Migration[] = [conversation, search, opening];
