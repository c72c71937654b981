/**
 * A token: a vocabulary item with its bytes, and who wrote it. Pure values; knows no encoder and no model.
 *
 * `bytes` is hexadecimal everywhere (log, wire, memory), because a token may end in half a character.
 */

/** Who wrote a token. */
export type Owner = 'template' | 'system' | 'person' | 'model' | 'tool';

/** One of the other tokens that could have stood here. `logprob` is natural log. */
export type Alternative = { id: number; bytes: string; logprob: number };

/** A token as a model wrote it (contract: `part-delta.tokens`). */
export type Token = {
  id: number;
  /** Hexadecimal, two digits a byte. */
  bytes: string;
  /** Natural log of the model's own probability, before settings; an upper bound while the tail is unknown. */
  logprob?: number;
  alternatives?: Alternative[];
  special?: boolean;
};

/** A token in a row: what `GET /api/turns/:turn/row` and `POST /api/tokens` list, in order. */
export type RowToken = {
  /** Absent where the vendor does not publish it. */
  id?: number;
  bytes: string;
  /** The token's text, when its bytes are whole characters; a special token's name as the model's file spells it. */
  text?: string;
  /** A list where a token crosses a border. */
  owner: Owner | Owner[];
  /** The message whose words it holds or whose envelope it belongs to. */
  message?: string;
  special?: boolean;
  logprob?: number;
  alternatives?: Alternative[];
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes as lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

/** The bytes of a hexadecimal string of even length. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
