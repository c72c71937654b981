/**
 * Committed batches as server-sent events: one message a batch, `id` = seq, so that a reader resumes from any of them
 * and gets the same bytes. Leaving is not stopping.
 */
import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '#store/store';
import { Refusal, refuseRange } from './problem.ts';

const BEAT_MS = 15_000;

export async function sendEvents(
  store: Store,
  person: string,
  turn: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const after = lastSeen(request);
  const leaving = new AbortController();
  reply.raw.on('close', () => leaving.abort());
  // Not yours, not there and beyond the end are problems, told before the stream begins.
  const batches = await store.turns.follow(person, turn, after, leaving.signal).catch(refuseRange);
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  };
  reply.hijack();
  reply.raw.writeHead(200, headers as Record<string, string>);
  reply.raw.flushHeaders();
  const beat = setInterval(() => reply.raw.write(': still here\n\n'), BEAT_MS);
  try {
    for await (const { seq, json } of batches)
      if (!reply.raw.write(`id: ${seq}\nevent: batch\ndata: ${json}\n\n`))
        await once(reply.raw, 'drain', { signal: leaving.signal });
  } catch (error) {
    if (!leaving.signal.aborted) request.log.error(error);
  } finally {
    clearInterval(beat);
    reply.raw.end();
  }
}

function lastSeen(request: FastifyRequest): number {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return 0;
  const seq = Number(header);
  if (!Number.isSafeInteger(seq) || seq < 0)
    throw new Refusal('bad-request', `Last-Event-ID takes the number of the last batch you have, not "${header}".`);
  return seq;
}
