/** Readers of a turn's server-sent events: whole messages, as bytes; may be cut at any moment and resumed. */
import { request } from 'node:http';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';

/** One message of a batch, `raw` = its very text, without the empty line. */
export type BatchMessage = { id: string; raw: string; events: TurnEvent[] };

/** `isWhole`: the server ended the stream; else it was cut. */
export type Reading = { messages: BatchMessage[]; isWhole: boolean };

export type ReadOptions = {
  /** `Last-Event-ID`. */
  after?: string | undefined;
  /** Cuts the connection when it aborts. */
  cut?: AbortSignal;
  onMessage?: (message: BatchMessage) => void;
};

/** Reads until the end, the cut, or the death of the server. Rejects when the answer is not a stream. */
export function readEvents(url: string, turn: string, { after, cut, onMessage }: ReadOptions = {}): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const messages: BatchMessage[] = [];
    let isOpen = false;
    let rest = '';
    const over = (isWhole: boolean) => resolve({ messages, isWhole });
    const out = request(
      `${url}/api/turns/${turn}/events`,
      { agent: false, ...(cut && { signal: cut }), headers: after === undefined ? {} : { 'last-event-id': after } },
      (answer) => {
        if (!answer.headers['content-type']?.startsWith('text/event-stream')) {
          reject(new Error(`No event stream but ${answer.statusCode} ${answer.headers['content-type']}.`));
          answer.resume();
          return;
        }
        isOpen = true;
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => {
          rest += piece;
          for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
            const raw = rest.slice(0, end);
            rest = rest.slice(end + 2);
            if (raw.startsWith(':')) continue;
            const message = messageOf(raw);
            messages.push(message);
            onMessage?.(message);
          }
        });
        answer.on('end', () => over(true));
        answer.on('error', () => over(false));
      },
    );
    out.on('error', (error) => (isOpen || cut?.aborted ? over(false) : reject(error)));
    out.end();
  });
}

function messageOf(raw: string): BatchMessage {
  const form = /^id: (\d+)\nevent: batch\ndata: (\[.*\])$/.exec(raw);
  if (!form?.[1] || !form[2]) throw new Error(`Not the form of a batch: ${JSON.stringify(raw.slice(0, 200))}`);
  return { id: form[1], raw, events: JSON.parse(form[2]) };
}

/** The very bytes that a reader has had, as one text. */
export const bytesOf = (messages: readonly BatchMessage[]): string => messages.map(({ raw }) => raw).join('\n\n');

export const foldOf = (messages: readonly BatchMessage[]): Turn | null =>
  foldTurnEvents(messages.flatMap(({ events }) => events));
