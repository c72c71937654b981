/**
 * A thread: a tree of messages with a head. The path from the root to the head is what a person sees
 * and what a model is given. Knows nothing of models or storage.
 */
import type { Message } from './message.ts';
import { textOf } from './part.ts';

export type Thread = {
  id: string;
  /** Absent until the first message gives it one or a person writes one. */
  title?: string;
  pinned: boolean;
  /** The message the path ends in; absent in an empty thread. */
  head?: string;
  createdAt: number;
  updatedAt: number;
  deletedAt?: number;
};

/** The messages from the root to `head`, in order. Throws when a parent is missing or the tree has a loop. */
export function pathTo(messages: readonly Message[], head: string | undefined): Message[] {
  if (head === undefined) return [];
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  for (let id: string | undefined = head; id !== undefined; ) {
    const message = byId.get(id);
    if (!message) throw new Error(`The thread has no message ${id}.`);
    if (path.length > messages.length) throw new Error(`The thread's messages form a loop at ${id}.`);
    path.push(message);
    id = message.parent;
  }
  return path.reverse();
}

/**
 * The answers or questions that stand at the same place, oldest first, the message itself among them. A changed
 * system message does not part them: it belongs to the question after it.
 */
export function siblingsOf(messages: readonly Message[], message: Message): Message[] {
  const byId = new Map(messages.map((other) => [other.id, other]));
  const place = placeOf(byId, message);
  return messages
    .filter((other) => other.role === message.role && placeOf(byId, other) === place)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The nearest message above that is not a system message; undefined at the root. */
function placeOf(byId: Map<string, Message>, message: Message): string | undefined {
  let above = message.parent === undefined ? undefined : byId.get(message.parent);
  while (above?.role === 'system') above = above.parent === undefined ? undefined : byId.get(above.parent);
  return above?.id;
}

/** The words of the system message in force at the end of a path: the last one's; undefined where it is empty or absent. */
export function systemOf(path: readonly Message[]): Message | undefined {
  const last = path.findLast((message) => message.role === 'system');
  return last && textOf(last.parts) !== '' ? last : undefined;
}

/** The newest leaf below a message: where the head goes when a person switches to this branch. */
export function leafBelow(messages: readonly Message[], id: string): string {
  const children = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.parent === undefined) continue;
    const list = children.get(message.parent) ?? [];
    list.push(message);
    children.set(message.parent, list);
  }
  let leaf = id;
  for (let below = children.get(leaf); below; below = children.get(leaf)) {
    leaf = below.reduce((newest, next) =>
      next.at > newest.at || (next.at === newest.at && next.id > newest.id) ? next : newest,
    ).id;
  }
  return leaf;
}
