/** What an ended turn leaves: the parts of its message, and the ids of the model's own words. Pure. */
import type { Part } from '#domain/conversation/part';
import { textOf } from '#domain/conversation/part';
import type { RowToken, Token } from '#domain/tokens/token';

export type OwnToken = Pick<Token, 'id' | 'bytes'>;

/** Kept parts and those of the turn that continued them: what was cut in two is one again. */
export function joinParts(kept: readonly Part[], written: readonly Part[]): Part[] {
  const joined: Part[] = [...kept];
  for (const part of written) {
    const last = joined.at(-1);
    if (last && last.kind === part.kind && (part.kind === 'text' || part.kind === 'reasoning') && 'text' in last) {
      joined[joined.length - 1] = { ...last, ...part, text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}

/** The ids, when their bytes spell the text of the parts exactly; else nothing is known of them. */
export function idsOfText(parts: readonly Part[], tokens: readonly OwnToken[]): number[] | undefined {
  const spelled = tokens.map((token) => token.bytes).join('');
  return spelled === hexOf(textOf(parts)) ? tokens.map((token) => token.id) : undefined;
}

/** The tokens at the end of a prompt that spell kept text: where the model goes on. Empty when they do not. */
export function keptTokens(row: readonly RowToken[], kept: readonly Part[]): OwnToken[] {
  const wanted = hexOf(textOf(kept));
  const tokens: OwnToken[] = [];
  let length = 0;
  for (let at = row.length - 1; at >= 0 && length < wanted.length; at--) {
    const token = row[at];
    if (token?.id === undefined) break;
    tokens.push({ id: token.id, bytes: token.bytes });
    length += token.bytes.length;
  }
  tokens.reverse();
  return tokens.map((token) => token.bytes).join('') === wanted ? tokens : [];
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}
