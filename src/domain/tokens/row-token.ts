/** A token of a text as a row lists it. */
import type { Encoder } from './encoder.ts';
import { type Owner, type RowToken, toHex } from './token.ts';
import { wholeTextOf } from './utf8.ts';

/** `text` is absent where the bytes are not whole characters. */
export function rowToken(encoder: Encoder, id: number, owner: Owner = 'person'): RowToken {
  const bytes = encoder.bytesOf(id);
  const text = wholeTextOf(bytes);
  return { id, bytes: toHex(bytes), owner, ...(text !== undefined && { text }) };
}

/** All tokens of a text, each different one once: a row of millions takes a tenth of the memory. */
export function rowTokens(encoder: Encoder, ids: readonly number[]): RowToken[] {
  const known = new Map<number, RowToken>();
  return ids.map((id) => {
    const token = known.get(id) ?? rowToken(encoder, id);
    known.set(id, token);
    return token;
  });
}
