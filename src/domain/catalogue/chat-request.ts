/**
 * A chat as people have it in JSON: a list of messages, or a request with messages and tools, in the forms of the known dialects.
 * Of images only the size is taken: as it is said, or out of the image where its bytes are in the request. Reads whatever it is
 * given as hostile; fetches nothing.
 */
import type { CountedMessage, ToolCall, ToolChoice } from '#domain/money/accounting';
import { IMAGE_DETAILS, type ImageSize } from '#domain/money/image-count';
import { HEADER_BYTES, pixelSizeOf } from '#domain/money/image-header';
import { toolsOf } from '#domain/templates/tool-list';
import type { Tool } from '#domain/templates/tool-namespace';
import { inChatForm } from './request-form.ts';

export type ChatRequest = {
  /** `id`: by which a row names the message, where it has one. */
  messages: (CountedMessage & { id?: string })[];
  tools: Tool[];
  images: ImageSize[];
  /** Where the request has one that changes the count. */
  choice?: ToolChoice;
  /** Names of what a model may be charged for and nobody here can count, as `response_format`; absent where there is none. */
  uncounted?: string[];
};

export class BadRequest extends Error {
  override name = 'BadRequest';
}

/** @throws BadRequest, BadTools: one sentence that names the message or the tool */
export function readChatRequest(value: unknown): ChatRequest {
  const request = inChatForm(value);
  if (!isObject(request) || !Array.isArray(request.messages))
    throw new BadRequest(
      'This is neither a list of messages nor an object with messages: write [{"role": "user", "text": "Hi"}].',
    );
  const images: ImageSize[] = [];
  const instructions = [request.instructions, request.system].filter(isSaid).map((words) => instructionOf(words));
  const messages = request.messages.map((message, index) => messageOf(message, index + 1, images));
  const tools = [request.tools, request.functions].filter(isSaid).flatMap((list) => toolsOf({ tools: list }));
  if (instructions.length + messages.length + tools.length === 0)
    throw new BadRequest('There is no message in this chat: write [{"role": "user", "text": "Hi"}].');
  const choice = choiceOf(request.tool_choice ?? request.function_call);
  const uncounted = [...namesBesides(request, REQUEST_NAMES), ...new Set(request.messages.flatMap(namesOfMessage))];
  return {
    messages: [...instructions, ...messages],
    tools,
    images,
    ...(choice !== undefined && { choice }),
    ...(uncounted.length > 0 && { uncounted }),
  };
}

/** For a note beside the count. @param names of `uncounted` */
export function uncountedSentence(names: readonly string[]): string {
  return `Not counted, though the model may be charged for it: ${shortNames(names).join(', ')}.`;
}

/** Names that anybody can make up, as they may stand in a sentence. */
export function shortNames(names: readonly string[]): string[] {
  return names.map((name) => name.slice(0, 80).toWellFormed());
}

/** Read here, or of no effect on the prompt's count. */
const REQUEST_NAMES = new Set(
  (
    'messages instructions system tools functions tool_choice function_call model temperature top_p top_k min_p max_tokens ' +
    'max_completion_tokens max_output_tokens stream stream_options n stop stop_sequences seed user metadata store logprobs ' +
    'top_logprobs frequency_penalty presence_penalty logit_bias parallel_tool_calls service_tier id'
  ).split(' '),
);
const MESSAGE_NAMES = new Set('role text content name tool_calls function_call tool_call_id id type'.split(' '));

function namesBesides(given: Record<string, unknown>, known: ReadonlySet<string>): string[] {
  return Object.keys(given).filter((name) => isSaid(given[name]) && !known.has(name));
}

function namesOfMessage(message: unknown): string[] {
  return isObject(message) ? namesBesides(message, MESSAGE_NAMES).map((name) => `${name} of a message`) : [];
}

/** Instructions beside the messages count as a system message. */
function instructionOf(words: unknown): CountedMessage {
  const parts = Array.isArray(words) ? words : [words];
  const texts = parts.map((part) => (isObject(part) ? part.text : part));
  if (texts.every((text) => typeof text === 'string'))
    return { role: 'system', text: whole(texts.join(''), 'The instructions beside the messages hold') };
  throw new BadRequest('The instructions beside the messages are neither text nor a list of texts: write "system": "Be brief."');
}

/** In the forms of OpenAI's two dialects and Anthropic's; undefined where it adds nothing. */
function choiceOf(given: unknown): ToolChoice | undefined {
  if (given === 'none' || (isObject(given) && given.type === 'none')) return 'none';
  const named = isObject(given) && isObject(given.function) ? given.function : given;
  return isObject(named) && typeof named.name === 'string'
    ? { name: whole(named.name, 'The choice of a tool holds') }
    : undefined;
}

/** @param named whose words they are, to begin a sentence with @throws BadRequest */
function whole(words: string, named: string): string {
  if (words.isWellFormed()) return words;
  throw new BadRequest(`${named} half a character (a lone surrogate), which no model can be sent: mend its escape.`);
}

/** The last two are of older requests and of Gemini. */
const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function', 'model'];

/** Two names of the same, which no request has both of. */
const DOUBLES = [
  ['text', 'content'],
  ['tool_calls', 'function_call'],
] as const;

function messageOf(message: unknown, at: number, images: ImageSize[]): ChatRequest['messages'][number] {
  if (!isObject(message) || !('role' in message || 'text' in message || 'content' in message))
    throw new BadRequest(`Message ${at} has neither role nor text: write {"role": "user", "text": "Hi"}.`);
  const { id, role = 'user', name } = message;
  if (typeof role !== 'string') throw new BadRequest(`Message ${at} has no role: write "system", "user", "assistant" or "tool".`);
  if (!ROLES.includes(role))
    throw new BadRequest(
      `Message ${at} has the role ${JSON.stringify(role.slice(0, 40))}, which no model reads: write one of ${ROLES.join(', ')}.`,
    );
  for (const [one, other] of DOUBLES)
    if (isSaid(message[one]) && isSaid(message[other]))
      throw new BadRequest(`Message ${at} has both "${one}" and "${other}", and only one is read: leave the other out.`);
  const [call, ...moreCalls] = callsIn(message, at);
  const text = textOf(message.text ?? message.content, at, images);
  const calls = [call, ...moreCalls].flatMap((one) => (one ? [one.name, one.arguments] : []));
  for (const words of [text, ...[id, name].map((word) => String(word ?? '')), ...calls]) whole(words, `Message ${at} holds`);
  return {
    ...(typeof id === 'string' && { id }),
    role,
    text,
    ...(typeof name === 'string' && name !== '' && { name }),
    ...(call && { call }),
    ...(moreCalls.length > 0 && { moreCalls }),
  };
}

/** `tool_calls`, or the one `function_call` of older requests. */
function callsIn({ tool_calls: list, function_call: single }: Record<string, unknown>, at: number): ToolCall[] {
  const calls = isSaid(list) ? list : isSaid(single) ? [{ function: single }] : [];
  if (!Array.isArray(calls)) throw new BadRequest(`The calls of tools of message ${at} are no list: put them in brackets.`);
  return calls.map((call) => {
    const given = isObject(call) && isObject(call.function) ? call.function : call;
    if (!isObject(given) || typeof given.name !== 'string')
      throw new BadRequest(
        `A call of a tool in message ${at} has no name: write {"function": {"name": "look", "arguments": "{}"}}.`,
      );
    const said = given.arguments ?? '';
    return { name: given.name, arguments: typeof said === 'string' ? said : JSON.stringify(said) };
  });
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Several text parts of a message count as their joined text. */
function textOf(content: unknown, at: number, images: ImageSize[]): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw new BadRequest(`The text of message ${at} is neither text nor a list of parts.`);
  return content
    .map((part) => {
      if (isObject(part) && typeof part.text === 'string') return part.text;
      if (!isObject(part) || !/image/.test(String(part.type)))
        throw new BadRequest(`Message ${at} has a part that is neither text nor an image: leave it out.`);
      images.push({ ...sizeOf(part, at), detail: detailOf(part, at) });
      return '';
    })
    .join('');
}

/** `{type, width, height}`, or bytes as OpenAI's two dialects and Anthropic's carry them. */
function sizeOf(part: Record<string, unknown>, at: number): Omit<ImageSize, 'detail'> {
  const { width, height } = part;
  if (isSide(width) && isSide(height)) return { width, height };
  const held = isObject(part.image_url)
    ? part.image_url.url
    : (part.image_url ?? (isObject(part.source) ? part.source.data : undefined));
  const size = typeof held === 'string' ? pixelSizeOf(fromBase64(held.replace(/^data:[^,]*,/, ''))) : undefined;
  if (size) return size;
  throw new BadRequest(
    `The size of an image in message ${at} is not in the request: write {"type": "image", "width": 1024, "height": 768}.`,
  );
}

function detailOf(part: Record<string, unknown>, at: number): ImageSize['detail'] {
  const detail = (isObject(part.image_url) ? part.image_url.detail : part.detail) ?? 'auto';
  const known = IMAGE_DETAILS.find((one) => one === detail);
  if (known) return known;
  const said = JSON.stringify(detail).slice(0, 40).toWellFormed();
  throw new BadRequest(`An image in message ${at} has the detail ${said}: write one of ${IMAGE_DETAILS.join(', ')}.`);
}

const SIXTY_FOUR = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** As many bytes as a header needs; ends where the text is no base64 any more. */
function fromBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.min(HEADER_BYTES, Math.floor((text.length * 3) / 4)));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = SIXTY_FOUR.indexOf(letter);
    if (value < 0 || at === bytes.length) break;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
  }
  return bytes.subarray(0, at);
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
