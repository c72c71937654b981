/**
 * The ledger of a row: what each message weighs, its words apart from the envelope the template puts around them.
 * Counts only: money is reckoned from them elsewhere, words are the page's.
 */
import { fromHex, type Owner, type RowToken } from '#domain/tokens/token';
import { ownerOf } from './section.ts';

export type LedgerLine = {
  message?: string;
  /** Whose words it holds; `template` when it holds none. */
  owner: Owner;
  /** Tokens of words, and of the template around them. */
  words: number;
  envelope: number;
  /** Of both together: those that were in memory or in the vendor's cache, and those that the model wrote in this turn. */
  kept: number;
  written: number;
  /** How its words begin. */
  excerpt: string;
  /** Position of its first token in the row. */
  first: number;
};

const EXCERPT = 80;
/** Hexadecimal digits that hold as many characters: four bytes each at most. */
const EXCERPT_DIGITS = 8 * EXCERPT;

/** Where a row was read and where it was written. */
export type RowBorders = { kept: number; promptCount: number };

/** One line a message, in the order of the row; template text that belongs to no message stands where it comes. */
export function ledgerOf(
  tokens: readonly RowToken[],
  { kept, promptCount }: RowBorders = { kept: 0, promptCount: tokens.length },
): LedgerLine[] {
  const lines: LedgerLine[] = [];
  const byMessage = new Map<string, LedgerLine>();
  const words = new Map<LedgerLine, string>();
  tokens.forEach((token, position) => {
    let line = token.message === undefined ? lines.at(-1) : byMessage.get(token.message);
    if (!line || line.message !== token.message) {
      line = {
        owner: 'template',
        words: 0,
        envelope: 0,
        kept: 0,
        written: 0,
        excerpt: '',
        first: position,
        ...(token.message !== undefined && { message: token.message }),
      };
      lines.push(line);
      if (token.message !== undefined) byMessage.set(token.message, line);
    }
    take(line, token);
    if (position >= promptCount) line.written++;
    else if (position < kept) line.kept++;
    const hex = words.get(line) ?? '';
    if (!token.special && ownerOf(token) !== 'template' && hex.length < EXCERPT_DIGITS) words.set(line, hex + token.bytes);
  });
  for (const [line, hex] of words) line.excerpt = excerptOf(hex);
  return lines;
}

function take(line: LedgerLine, token: RowToken): void {
  const owner = ownerOf(token);
  if (owner === 'template') {
    line.envelope++;
    return;
  }
  line.words++;
  line.owner = owner;
}

/** A character may lie over several tokens, so the bytes are read together; what is no character shows as `…`. */
function excerptOf(hex: string): string {
  const text = new TextDecoder().decode(fromHex(hex)).replace(/\uFFFD+/g, '…');
  return Array.from(text).slice(0, EXCERPT).join('');
}
