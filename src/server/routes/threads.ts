/** Threads over HTTP: list, search, make, change, remove with undo. */
import * as z from 'zod';
import type { Store } from '#store/store';
import { changeThreadSchema, listThreadsSchema, newThreadSchema, threadSchema } from '#wire/thread';
import { Refusal, refuseRange } from '../problem.ts';
import { type Route, route } from '../route.ts';

export function threadRoutes(store: Store): Route[] {
  return [
    route({
      method: 'POST',
      path: '/threads',
      summary: 'Make an empty thread.',
      body: newThreadSchema,
      status: 201,
      answer: threadSchema,
      handle: ({ person, body }) => store.threads.create(person, { ...(body.title !== undefined && { title: body.title }) }),
    }),
    route({
      method: 'GET',
      path: '/threads',
      summary: 'Threads, pinned first, newest first; with `query`, those whose title or text holds its words.',
      query: listThreadsSchema,
      status: 200,
      answer: z.object({ rows: z.array(threadSchema), next: z.string().optional(), isPartial: z.boolean().optional() }),
      handle: ({ person, query: { query, before, limit } }) =>
        store.threads
          .list(person, { limit, ...(query?.trim() && { query }), ...(before !== undefined && { before }) })
          .catch(refuseRange),
    }),
    route({
      method: 'GET',
      path: '/threads/:thread',
      summary: 'A thread with its whole tree of messages, and the turns of its answers without their tokens.',
      status: 200,
      handle: async ({ person, params }) => {
        const id = params.thread ?? '';
        const thread = await store.threads.get(person, id);
        const [messages, turns] = await Promise.all([store.threads.messages(person, id), store.turns.ofThread(person, id)]);
        return { ...thread, messages, turns };
      },
    }),
    route({
      method: 'PATCH',
      path: '/threads/:thread',
      summary: 'Rename, pin, or move the head to another branch.',
      body: changeThreadSchema,
      status: 200,
      answer: threadSchema,
      handle: async ({ person, params, body }) => {
        const id = params.thread ?? '';
        const { title, pinned, head } = body;
        if (head !== undefined && !(await store.threads.messages(person, id)).some((message) => message.id === head))
          throw new Refusal('not-found', `There is no message ${head} in this thread.`);
        return store.threads.update(person, id, {
          ...(title !== undefined && { title }),
          ...(pinned !== undefined && { pinned }),
          ...(head !== undefined && { head }),
        });
      },
    }),
    route({
      method: 'DELETE',
      path: '/threads/:thread',
      summary: 'Remove a thread; it can be restored for 30 days.',
      status: 204,
      handle: ({ person, params }) => store.threads.remove(person, params.thread ?? ''),
    }),
    route({
      method: 'POST',
      path: '/threads/:thread/restore',
      summary: 'Undo the removal of a thread.',
      status: 200,
      answer: threadSchema,
      handle: ({ person, params }) => store.threads.restore(person, params.thread ?? ''),
    }),
  ];
}
