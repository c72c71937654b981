/** A file in JSON that is dropped on the messages: a chat with its tools and images, or definitions of tools. */
import { BadRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { jsonFault } from '#domain/templates/json-fault';
import { BadTools } from '#domain/templates/tool-list';
import type { AskedMessage } from './ask.ts';
import type { Choice } from './share-link.ts';

/** As the page names roles; others are a person's. */
const ROLES: Record<string, AskedMessage['role']> = {
  system: 'system',
  developer: 'system',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** What of the choice the file says; undefined where it is neither chat nor tools. Wrong tools are taken, to be mended in the page. */
export function readChatFile(text: string): Partial<Choice> | undefined {
  if (jsonFault(text)) return undefined;
  const value: unknown = JSON.parse(text);
  try {
    const { messages, images } = readChatRequest(value);
    const tools = (value as { tools?: unknown }).tools;
    return {
      messages: messages.map((message) => ({ ...message, role: ROLES[message.role] ?? 'user' })),
      images,
      tools: tools === undefined || tools === null ? '' : JSON.stringify(tools, null, 2),
    };
  } catch (error) {
    if (error instanceof BadTools || hasNames(value)) return { tools: JSON.stringify(value, null, 2) };
    if (error instanceof BadRequest) return undefined;
    throw error;
  }
}

/** Whether it may be meant as tools: a list of things with names, or of functions. */
function hasNames(value: unknown): boolean {
  const list: unknown[] = Array.isArray(value) ? value : Object.values((value as { tools?: unknown[] } | null)?.tools ?? [value]);
  return list.some((entry) => typeof entry === 'object' && entry !== null && ('name' in entry || 'function' in entry));
}
