/** The special tokens that stand in a row, by id: alternatives may be among them, and text may spell them. */
import type { RowToken } from '#domain/tokens/token';

export function specialNames(tokens: readonly RowToken[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { id, text, special } of tokens) if (special && id !== undefined && text !== undefined) names.set(id, text);
  return names;
}
