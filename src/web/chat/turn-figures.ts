/** The figures of a turn's line and receipt, from the turn alone. Unknown stays undefined. Pure. */
import type { Turn } from '#domain/conversation/turn';
import { fromHex } from '#domain/tokens/token';

export type TurnFigures = {
  /** Tokens of the prompt. */
  input?: number;
  /** Of these, kept from an earlier turn. */
  kept?: number;
  /** Tokens of the answer, its end token included where it is counted. */
  output?: number;
  firstTokenMs?: number;
  totalMs?: number;
  /** Tokens a second after the first. */
  rate?: number;
};

export function figuresOf(turn: Turn): TurnFigures {
  const kinds = turn.usage?.kinds;
  const input = sum(kinds?.inputUncached, kinds?.cacheRead) ?? turn.prompt?.count ?? turn.prompt?.tokens;
  const kept = kinds?.cacheRead ?? turn.prompt?.kept;
  const written = turn.parts.reduce((count, part) => count + part.tokens.length, 0);
  const output = sum(kinds?.outputText, kinds?.outputReasoning) ?? (written > 0 ? written : undefined);
  const { firstTokenMs, totalMs } = turn.timing ?? {};
  const rate = rateOf(output, firstTokenMs, totalMs);
  return {
    ...(input !== undefined && { input }),
    ...(kept !== undefined && { kept }),
    ...(output !== undefined && { output }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(totalMs !== undefined && { totalMs }),
    ...(rate !== undefined && { rate }),
  };
}

/** The bare name of a special token, as its bytes spell it: `<|im_end|>` is `im_end`. */
export function bareName(hex: string): string {
  return new TextDecoder().decode(fromHex(hex)).replace(/^<\|?/, '').replace(/\|?>$/, '');
}

/** The first eight figures of a hash: enough to tell files apart, short enough to read. */
export const shortHash = (snapshot: string): string => (/^[0-9a-f]{64}$/.test(snapshot) ? snapshot.slice(0, 8) : snapshot);

function sum(...counts: (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) : undefined;
}

/** The first token ends the wait; the speed is that of the others. */
function rateOf(output: number | undefined, firstMs: number | undefined, totalMs: number | undefined): number | undefined {
  if (output === undefined || firstMs === undefined || totalMs === undefined || output < 2 || totalMs <= firstMs)
    return undefined;
  return ((output - 1) * 1000) / (totalMs - firstMs);
}
