/**
 * A chat as people have it in JSON: a list of messages, or a request with messages and tools, in the forms of the known dialects.
 * Of images only the size is taken: as it is said, or out of the image where its bytes are in the request. Reads whatever it is
 * given as hostile; fetches nothing.
 */
import type { CountedMessage } from '#domain/money/accounting';
import { IMAGE_DETAILS, type ImageSize } from '#domain/money/image-count';
import { HEADER_BYTES, pixelSizeOf } from '#domain/money/image-header';
import { toolsOf } from '#domain/templates/tool-list';
import type { Tool } from '#domain/templates/tool-namespace';

export type ChatRequest = { messages: CountedMessage[]; tools: Tool[]; images: ImageSize[] };

export class BadRequest extends Error {
  override name = 'BadRequest';
}

/** @throws BadRequest, BadTools: one sentence that names the message or the tool */
export function readChatRequest(value: unknown): ChatRequest {
  const request = Array.isArray(value) ? { messages: value } : value;
  if (!isObject(request) || !Array.isArray(request.messages))
    throw new BadRequest(
      'This is neither a list of messages nor an object with messages: write [{"role": "user", "text": "Hi"}].',
    );
  const images: ImageSize[] = [];
  const messages = request.messages.map((message, index) => messageOf(message, index + 1, images));
  const tools = request.tools === undefined || request.tools === null ? [] : toolsOf({ tools: request.tools });
  return { messages, tools, images };
}

function messageOf(message: unknown, at: number, images: ImageSize[]): CountedMessage {
  if (!isObject(message) || !('role' in message || 'text' in message || 'content' in message))
    throw new BadRequest(`Message ${at} has neither role nor text: write {"role": "user", "text": "Hi"}.`);
  const { role = 'user', name, tool_calls: calls } = message;
  if (typeof role !== 'string') throw new BadRequest(`Message ${at} has no role: write "system", "user", "assistant" or "tool".`);
  const call = Array.isArray(calls) && isObject(calls[0]) && isObject(calls[0].function) ? calls[0].function : undefined;
  return {
    role,
    text: textOf(message.text ?? message.content, at, images),
    ...(typeof name === 'string' && name !== '' && { name }),
    ...(call && { call: { name: String(call.name ?? ''), arguments: String(call.arguments ?? '') } }),
  };
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
      images.push({ ...sizeOf(part, at), detail: detailOf(part) });
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

function detailOf(part: Record<string, unknown>): ImageSize['detail'] {
  const detail = isObject(part.image_url) ? part.image_url.detail : part.detail;
  return IMAGE_DETAILS.find((known) => known === detail) ?? 'auto';
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
