/**
 * The text of an answer while its bytes come in: whole characters only, and nothing that may still turn out to
 * be a stop string. Knows no tokens and no events.
 */
export type AnswerText = {
  /** The text that is certain now. Empty while half a character or the beginning of a stop string is held back. */
  push(bytes: Uint8Array): string;
  /** The stop string that was met; nothing is taken after it. */
  readonly stop: string | undefined;
  /** What was held back as a possible stop string. Half a character stays out: only its token tells of it. */
  end(): string;
};

/** `lead` = bytes of half a character that stand before the answer (a kept token ended in it). */
export function createAnswerText(stops: readonly string[] = [], lead: Uint8Array = new Uint8Array()): AnswerText {
  // A byte order mark is a character that the model wrote: it stays.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = decoder.decode(lead, { stream: true });
  let stop: string | undefined;

  return {
    push(bytes) {
      if (stop !== undefined) return '';
      held += decoder.decode(bytes, { stream: true });
      const met = firstStop(held, stops);
      if (met) {
        stop = met.stop;
        return take(met.at);
      }
      return take(held.length - doubtful(held, stops));
    },
    get stop() {
      return stop;
    },
    end: () => (stop === undefined ? take(held.length) : ''),
  };

  function take(length: number): string {
    const text = held.slice(0, length);
    held = held.slice(length);
    return text;
  }
}

function firstStop(text: string, stops: readonly string[]): { stop: string; at: number } | undefined {
  let first: { stop: string; at: number } | undefined;
  for (const stop of stops) {
    const at = stop === '' ? -1 : text.indexOf(stop);
    if (at >= 0 && (!first || at < first.at)) first = { stop, at };
  }
  return first;
}

/** Length of the longest end of `text` that a stop string begins with. */
function doubtful(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}

/** The bytes at the end of `bytes` that are the beginning of a character and not yet a whole one. */
export function halfCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.slice(bytes.length - back) : new Uint8Array();
  }
  return new Uint8Array();
}
