/** Rows of threads and messages as values of the domain, and the order in which threads are listed. */
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Message, Role } from '#domain/conversation/message';
import type { Part } from '#domain/conversation/part';
import type { Thread } from '#domain/conversation/thread';
import type { Schema } from './schema.ts';

export type ThreadRow = Selectable<Schema['thread']>;

export function threadOf(row: ThreadRow): Thread {
  return {
    id: row.id,
    ...(row.title !== null && { title: row.title }),
    pinned: row.pinned === 1,
    ...(row.head !== null && { head: row.head }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.deleted_at !== null && { deletedAt: row.deleted_at }),
  };
}

export function messageOf(row: Omit<Selectable<Schema['message']>, 'person_id' | 'thread_id'>): Message {
  return {
    id: row.id,
    ...(row.parent_id !== null && { parent: row.parent_id }),
    role: row.role as Role,
    parts: JSON.parse(row.parts) as Part[],
    at: row.at,
    ...(row.turn_id !== null && { turn: row.turn_id }),
  };
}

/** Where a page ended: pinned, updated at, id. */
export type Place = { pinned: number; updatedAt: number; id: string };

export function placeAfter(row: ThreadRow): string {
  return `${row.pinned}.${row.updated_at}.${row.id}`;
}

/** @throws RangeError when the text is none that `placeAfter` wrote. */
export function placeOf(text: string): Place {
  const [, pinned, updatedAt, id] = /^([01])\.(\d{1,16})\.([0-9a-f-]{1,64})$/.exec(text) ?? [];
  if (pinned === undefined || updatedAt === undefined || id === undefined) {
    throw new RangeError(`before is ${JSON.stringify(text.slice(0, 80))}; expected the "next" of an earlier page.`);
  }
  return { pinned: Number(pinned), updatedAt: Number(updatedAt), id };
}

/** The condition of a row that is listed after a place: pinned first, then newest first. */
export function isAfter(eb: ExpressionBuilder<Schema, 'thread'>, { pinned, updatedAt, id }: Place) {
  return eb.or([
    eb('pinned', '<', pinned),
    eb.and([eb('pinned', '=', pinned), eb('updated_at', '<', updatedAt)]),
    eb.and([eb('pinned', '=', pinned), eb('updated_at', '=', updatedAt), eb('id', '<', id)]),
  ]);
}
