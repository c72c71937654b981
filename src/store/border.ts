/**
 * What changes at the border of the store. Text: PostgreSQL keeps no U+0000 and SQLite's `length()` stops there, so it
 * is stored as U+2400 (the picture of it), in titles and in the parts of messages. Bytes of tokens are hexadecimal, so
 * they keep every zero. Objects: rows of prompts are compressed. Lone surrogates are refused before they come here.
 */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Part } from '#domain/conversation/part';

export function storableText(text: string): string {
  return text.replaceAll('\0', '\u2400');
}

export function storableParts(parts: readonly Part[]): Part[] {
  return parts.map((part) => ('text' in part ? { ...part, text: storableText(part.text) } : part));
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export type Packed = { codec: string; bytes: Uint8Array };

/** JSON, compressed off the loop. */
export async function pack(value: unknown): Promise<Packed> {
  return { codec: 'zstd-json', bytes: await compress(JSON.stringify(value)) };
}

export async function unpack({ codec, bytes }: Packed): Promise<unknown> {
  if (codec !== 'zstd-json') throw new Error(`A stored row has the codec ${codec}; this version reads zstd-json.`);
  return JSON.parse((await decompress(bytes)).toString('utf8'));
}
