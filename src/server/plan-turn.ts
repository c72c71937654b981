/**
 * Which messages a new turn writes and which it answers: retry, edit as a branch, changed system message.
 * Pure: the thread's tree in, a plan out.
 */
import type { Message } from '#domain/conversation/message';
import type { Part } from '#domain/conversation/part';
import { textOf } from '#domain/conversation/part';
import { pathTo, systemOf } from '#domain/conversation/thread';
import type { PromptMessage } from '#domain/templates/prompt';
import { storableText } from '#store/border';
import type { NewTurnBody } from '#wire/thread';
import { Refusal } from './problem.ts';

export type TurnPlan = {
  /** The path the answer follows, new messages included; it ends in the question. */
  path: Message[];
  /** The new messages among them, parents first. */
  written: Message[];
  /** The message that is answered. */
  question: Message;
};

export type Making = { now: number; newId: () => string };

export function planTurn(messages: readonly Message[], head: string | undefined, body: NewTurnBody, making: Making): TurnPlan {
  const text = body.text ?? (body.parts ? body.parts.map((part) => part.text).join('') : undefined);
  if (text === undefined) return planRetry(messages, body.parent ?? head);
  if (text === '' && body.mode !== 'document') throw new Refusal('bad-request', 'The message is empty. Write something first.');
  const parent = parentOf(messages, head, body);
  const path = pathOf(messages, parent);
  const written: Message[] = [];
  const write = (role: Message['role'], text: string) => {
    // As it will be stored: the model is given what the thread shows, in this turn and in later ones.
    const parts: Part[] = [{ kind: 'text', text: storableText(text) }];
    const last = written.at(-1)?.id ?? parent;
    const message: Message = { id: making.newId(), role, parts, at: making.now, ...(last !== undefined && { parent: last }) };
    written.push(message);
    return message;
  };
  const system = systemOf(path);
  if (body.system !== undefined && body.system !== (system ? textOf(system.parts) : '')) write('system', body.system);
  const question = write('user', text);
  return { path: [...path, ...written], written, question };
}

/** The path as a template sees it: the system message in force first, empty answers left out. */
export function promptMessagesOf(path: readonly Message[], ownTokens: ReadonlyMap<string, number[]>): PromptMessage[] {
  const system = systemOf(path);
  const spoken = path.filter(
    (message) => message.role !== 'system' && !(message.role === 'assistant' && textOf(message.parts) === ''),
  );
  return [...(system ? [system] : []), ...spoken].map((message) => {
    const tokens = message.role === 'assistant' ? ownTokens.get(message.id) : undefined;
    return { id: message.id, role: message.role, text: textOf(message.parts), ...(tokens && { tokens }) };
  });
}

function planRetry(messages: readonly Message[], parent: string | undefined): TurnPlan {
  if (parent === undefined) throw new Refusal('bad-request', 'There is nothing to answer yet. Send `text`.');
  const path = pathOf(messages, parent);
  while (path.length > 0 && path.at(-1)?.role !== 'user') path.pop();
  const question = path.at(-1);
  if (!question) throw new Refusal('bad-request', `Message ${parent} follows no question that could be answered again.`);
  return { path, written: [], question };
}

function parentOf(messages: readonly Message[], head: string | undefined, body: NewTurnBody): string | undefined {
  if (body.edits === undefined) return body.parent ?? head;
  const edited = messages.find((message) => message.id === body.edits);
  if (!edited) throw new Refusal('not-found', `There is no message ${body.edits} in this thread.`);
  if (edited.role !== 'user')
    throw new Refusal('bad-request', `Message ${body.edits} is the ${edited.role}’s; only a person’s own message can be edited.`);
  return edited.parent;
}

function pathOf(messages: readonly Message[], head: string | undefined): Message[] {
  if (head !== undefined && !messages.some((message) => message.id === head))
    throw new Refusal('not-found', `There is no message ${head} in this thread.`);
  return pathTo(messages, head);
}
