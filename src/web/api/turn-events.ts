/**
 * Follows a turn's events to their end. A cut connection is taken up again after the last batch that was seen, so that
 * every event comes once and in order. Knows no page and keeps no turn.
 */
import type { TurnEvent } from '#domain/conversation/turn-event';
import { CallFailed, send } from './client.ts';
import { createMessageReader } from './event-message.ts';

export type Following = {
  signal: AbortSignal;
  /** A committed batch, exactly once each, in order. */
  onBatch: (events: TurnEvent[]) => void;
  /** Whether the connection is cut at present. */
  onCut: (isCut: boolean) => void;
  /** Opens the stream after the batch `seq`; replaced in tests. */
  open?: (turn: string, seq: string | undefined, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  /** Waits before the next try; replaced in tests. */
  pause?: (ms: number) => Promise<void>;
};

/** Milliseconds before each try; the last is repeated. */
const PAUSES_MS = [100, 300, 1000, 2000, 4000];

/** Resolves after the batch with `turn-end` or an abort. @throws CallFailed when the server refuses the turn. */
export async function followTurnEvents(turn: string, following: Following): Promise<void> {
  const { signal, onBatch, onCut, open = openStream, pause = wait } = following;
  let seq: string | undefined;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const stream = await open(turn, seq, signal);
      for await (const { id, data } of messagesOf(stream)) {
        if (signal.aborted) return;
        if (failures > 0) onCut(false);
        failures = 0;
        seq = id ?? seq;
        const events = JSON.parse(data) as TurnEvent[];
        onBatch(events);
        if (events.at(-1)?.type === 'turn-end') return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof CallFailed && error.problem.status >= 400 && error.problem.status < 500) throw error;
    }
    if (signal.aborted) return;
    if (failures > 0) onCut(true);
    await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 0);
    failures++;
  }
}

async function openStream(turn: string, seq: string | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const response = await send(
    'GET',
    `/turns/${turn}/events`,
    undefined,
    signal,
    seq === undefined ? {} : { 'last-event-id': seq },
  );
  if (!response.body) throw new Error('The stream has no body.');
  return response.body;
}

async function* messagesOf(stream: ReadableStream<Uint8Array>) {
  const read = createMessageReader();
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield* read(decoder.decode(next.value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
