/**
 * A link that carries text and choice in its fragment, which browsers never send: JSON, deflated, in base64url. Reads
 * whatever it is given as hostile: a broken link is no link.
 */
import { IMAGE_DETAILS, type ImageSize } from '#domain/money/image-count';
import { type EncodingName, isEncodingName } from '#domain/tokens/encodings';
import type { AskedMessage } from './ask.ts';

/** What a link carries, and what the page shows. */
export type Choice = {
  mode: 'text' | 'messages';
  text: string;
  messages: AskedMessage[];
  /** Definitions of tools in JSON, as they were written; wrong JSON too. */
  tools: string;
  /** Sides of nothing are not filled in yet. */
  images: ImageSize[];
  encodings: EncodingName[];
  model: string;
  readsSpecials: boolean;
};

const FORM = 'o1';
/** A link that unpacks to more than this many bytes is refused. */
const LARGEST = 16_000_000;
/** Pixels; more than any format holds that vendors take. */
export const LONGEST_SIDE = 100_000;
const ROLES: readonly string[] = ['system', 'developer', 'user', 'assistant', 'tool'] satisfies AskedMessage['role'][];

/** The fragment of a link, without `#`. */
export async function writeLink(choice: Choice): Promise<string> {
  const packed = new Blob([JSON.stringify(choice)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return `${FORM}=${toBase64(bytes)}`;
}

/** The choice of a fragment with or without `#`; undefined when it is none of ours or broken. */
export async function readLink(fragment: string): Promise<Choice | undefined> {
  const [form, packed] = fragment.replace(/^#/, '').split('=');
  if (form !== FORM || !packed) return undefined;
  try {
    const text = await unpack(fromBase64(packed));
    return text === undefined ? undefined : choiceOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Base64url without padding. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += decoder.decode(next.value, { stream: true });
    if (text.length > LARGEST) {
      await reader.cancel();
      return undefined;
    }
  }
  return text + decoder.decode();
}

/** A choice that was written as JSON, by whomever; undefined where it is none. */
export function choiceOf(value: unknown): Choice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { mode, text, messages, tools, images, encodings, model, readsSpecials } = value as Record<keyof Choice, unknown>;
  if ((mode !== 'text' && mode !== 'messages') || typeof text !== 'string' || typeof model !== 'string') return undefined;
  if (!Array.isArray(messages) || !messages.every(isMessage) || !Array.isArray(encodings)) return undefined;
  const known = encodings.filter((name): name is EncodingName => typeof name === 'string' && isEncodingName(name));
  if (known.length === 0) return undefined;
  return {
    mode,
    text,
    messages,
    // Links of before tools and images have none.
    tools: typeof tools === 'string' ? tools : '',
    images: Array.isArray(images) && images.every(isImage) ? images : [],
    encodings: [...new Set(known)],
    model,
    readsSpecials: readsSpecials === true,
  };
}

function isImage(value: unknown): value is ImageSize {
  if (typeof value !== 'object' || value === null) return false;
  const { width, height, detail } = value as Record<keyof ImageSize, unknown>;
  return isSide(width) && isSide(height) && IMAGE_DETAILS.some((known) => known === detail);
}

function isSide(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_SIDE;
}

function isMessage(value: unknown): value is AskedMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { role, text, name, call, moreCalls } = value as Record<keyof AskedMessage, unknown>;
  if (typeof text !== 'string' || typeof role !== 'string' || !ROLES.includes(role)) return false;
  if (moreCalls !== undefined && !(call !== undefined && Array.isArray(moreCalls) && moreCalls.every(isCall))) return false;
  return (name === undefined || typeof name === 'string') && (call === undefined || isCall(call));
}

function isCall(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, arguments: given } = value as { name?: unknown; arguments?: unknown };
  return typeof name === 'string' && typeof given === 'string';
}
