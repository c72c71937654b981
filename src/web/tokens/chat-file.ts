/** A file in JSON that is dropped on the messages: a chat with its tools and images, or definitions of tools. */
import { BadRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { inChatForm } from '#domain/catalogue/request-form';
import { jsonFault } from '#domain/templates/json-fault';
import { parseRequest, parseSpelled } from '#domain/templates/spelled-json';
import { BadTools } from '#domain/templates/tool-list';
import type { AskedMessage } from './ask.ts';
import type { Choice } from './share-link.ts';

/** As the page names roles; those of older and other requests are one of its five. */
const ROLES: Record<string, AskedMessage['role']> = {
  system: 'system',
  developer: 'developer',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
};

type ChatFile = {
  /** What of the choice the file says. Wrong tools are taken, to be mended in the page. */
  part: Partial<Choice>;
  /** What it has besides, and the page does not count: `response_format`. */
  uncounted: string[];
};

/**
 * Undefined where it is neither chat nor tools.
 * @throws BadRequest where messages are wrong, with the sentence; RangeError where it is too deep to be written again
 */
export function readChatFile(text: string): ChatFile | undefined {
  if (jsonFault(text)) return undefined;
  const value = parseRequest(text);
  const request = inChatForm(value);
  try {
    const { messages, images, choice, uncounted = [] } = readChatRequest(request);
    const { tools, functions } = request as { tools?: unknown[] | null; functions?: unknown[] | null };
    const all = [...(tools ?? []), ...(functions ?? [])];
    return {
      part: {
        messages: messages.map((message) => ({ ...message, role: ROLES[message.role] ?? 'user' })),
        images,
        tools: all.length > 0 ? JSON.stringify(all, null, 2) : '',
      },
      uncounted: choice === undefined ? uncounted : [...uncounted, 'tool_choice'],
    };
  } catch (error) {
    if (error instanceof BadTools || (error instanceof BadRequest && !isChat(request) && hasNames(value)))
      return { part: { tools: JSON.stringify(parseSpelled(text), null, 2) }, uncounted: [] };
    if (error instanceof BadRequest && !isChat(request)) return undefined;
    throw error;
  }
}

/** Whether it is meant as messages: what is wrong in them is worth its sentence. */
function isChat(request: unknown): boolean {
  const messages = (request as { messages?: unknown } | null)?.messages;
  return (
    Array.isArray(messages) &&
    messages.some((one) => typeof one === 'object' && one !== null && ('role' in one || 'content' in one))
  );
}

/** Whether it may be meant as tools: a list of things with names, or of functions. */
function hasNames(value: unknown): boolean {
  const list: unknown[] = Array.isArray(value) ? value : Object.values((value as { tools?: unknown[] } | null)?.tools ?? [value]);
  return list.some((entry) => typeof entry === 'object' && entry !== null && ('name' in entry || 'function' in entry));
}
