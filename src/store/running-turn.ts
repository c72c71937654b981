/**
 * A turn that is being written: its fold without tokens, the batch that waits for the next tick, and what will be
 * written at its end. Knows no reader.
 */
import type { Part } from '#domain/conversation/part';
import { BadEventOrder, foldTurn, type Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import type { OwnToken } from './answer.ts';

/** What is known of a turn apart from its events. */
export type TurnOrigin = { person: string; thread: string; kept: Part[]; keptTokens: OwnToken[] };

export class RunningTurn {
  readonly id: string;
  readonly origin: TurnOrigin;
  /** Tokens of the text so far, those of kept text first. */
  readonly ownTokens: OwnToken[];
  /** The last seq that was given to a batch. */
  seq: number;
  #folded: Turn | null;
  #waiting: string[] = [];
  #waitingLength = 0;
  #hasDelta = false;

  constructor(id: string, origin: TurnOrigin) {
    this.id = id;
    this.origin = origin;
    this.seq = 0;
    this.ownTokens = [...origin.keptTokens];
    this.#folded = null;
  }

  get folded(): Turn {
    if (!this.#folded) throw new BadEventOrder(`Turn ${this.id} has no event yet.`);
    return this.#folded;
  }

  /** Length of the JSON that waits, in UTF-16 units. */
  get waitingLength(): number {
    return this.#waitingLength;
  }

  /**
   * Takes events into the batch that waits. True when somebody waits for them: up to the first delta, and at the end.
   * @throws BadEventOrder, and then nothing of `events` was taken.
   */
  take(events: readonly TurnEvent[]): boolean {
    const tokens: OwnToken[] = [];
    const folded = this.#foldAll(events, tokens);
    this.#folded = folded;
    this.ownTokens.push(...tokens);
    for (const event of events) {
      const json = JSON.stringify(event);
      this.#waiting.push(json);
      this.#waitingLength += json.length + 1;
    }
    const isAwaited = !this.#hasDelta || folded.status !== 'running';
    this.#hasDelta ||= events.some((event) => event.type === 'part-delta');
    return isAwaited;
  }

  #foldAll(events: readonly TurnEvent[], tokens: OwnToken[]): Turn {
    let folded = this.#folded;
    const notices = folded?.notices.length ?? 0;
    try {
      for (const event of events) {
        folded = foldTurn(folded, withoutTokens(event));
        if (event.type !== 'part-delta' || folded.parts[event.index]?.kind !== 'text') continue;
        for (const { id, bytes } of event.tokens ?? []) tokens.push({ id, bytes });
      }
      if (!folded) throw new BadEventOrder('There is no event.');
      return folded;
    } catch (error) {
      if (folded) folded.notices.length = notices;
      throw error instanceof BadEventOrder ? new BadEventOrder(`Turn ${this.id}: ${error.message}`) : error;
    }
  }

  /** The JSON of the batch that waits; it is the next one from now on. */
  nextBatch(): string {
    const json = `[${this.#waiting.join(',')}]`;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.seq += 1;
    return json;
  }
}

function withoutTokens(event: TurnEvent): TurnEvent {
  if (event.type !== 'part-delta' || event.tokens === undefined) return event;
  const { tokens: _, ...rest } = event;
  return rest;
}
