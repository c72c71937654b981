/**
 * Writes the answer of a turn as events: one text part, each token together with the text that it made certain.
 * Used by every local engine; knows nothing of where the tokens come from.
 */
import type { TurnEvent } from '#domain/conversation/turn-event';
import type { RowToken, Token } from '#domain/tokens/token';
import { fromHex } from '#domain/tokens/token';
import { createAnswerText, halfCharacter } from './answer-text.ts';

export type AnswerWriter = {
  /** Writes one token. */
  token(token: Token): void;
  /** The stop string that the text has met: the answer ends here, the string is no part of the text. */
  readonly stop: string | undefined;
  /** Closes the part, with the text that was held back. */
  end(): void;
};

/** `prompt` is the row before the answer: half a character at its end is completed by the answer. */
export function createAnswerWriter(
  prompt: readonly RowToken[],
  stops: readonly string[] | undefined,
  emit: (event: TurnEvent) => void,
): AnswerWriter {
  const text = createAnswerText(stops, leadOf(prompt));
  let isOpen = false;
  return {
    token(token) {
      if (!isOpen) emit({ type: 'part-start', index: 0, kind: 'text' });
      isOpen = true;
      const certain = text.push(fromHex(token.bytes));
      emit({ type: 'part-delta', index: 0, ...(certain !== '' && { text: certain }), tokens: [token] });
    },
    get stop() {
      return text.stop;
    },
    end() {
      if (!isOpen) return;
      const held = text.end();
      if (held !== '') emit({ type: 'part-delta', index: 0, text: held });
      emit({ type: 'part-end', index: 0 });
    },
  };
}

/** Half a character that the kept tokens end in. */
function leadOf(prompt: readonly RowToken[]): Uint8Array {
  const last: number[] = [];
  for (let at = prompt.length - 1; at >= 0 && last.length < 4; at--) {
    const token = prompt[at];
    if (!token || token.special) break;
    last.unshift(...fromHex(token.bytes));
  }
  return halfCharacter(Uint8Array.from(last));
}

/** Joins neighbouring deltas of the same part: fewer events, the same fold. */
export function joinDeltas(events: readonly TurnEvent[]): TurnEvent[] {
  const joined: TurnEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === 'part-delta' && last?.type === 'part-delta' && last.index === event.index) {
      const text = (last.text ?? '') + (event.text ?? '');
      const tokens = [...(last.tokens ?? []), ...(event.tokens ?? [])];
      joined[joined.length - 1] = {
        type: 'part-delta',
        index: event.index,
        ...(text !== '' && { text }),
        ...(tokens.length > 0 && { tokens }),
      };
    } else if (event.type === 'prompt-delta' && last?.type === 'prompt-delta') joined[joined.length - 1] = event;
    else joined.push(event);
  }
  return joined;
}
