/**
 * Committed batches as server-sent events: one message a batch, `id` = seq, so that a reader resumes from any of them
 * and gets the same bytes. Leaving is not stopping.
 */
import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '#store/store';
import { Refusal } from './problem.ts';

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
  request.raw.on('close', () => leaving.abort());
  reply.raw.on('close', () => leaving.abort());
  const batches = store.turns.follow(person, turn, after, leaving.signal)[Symbol.asyncIterator]();
  await store.turns.get(person, turn); // Not yours and not there: a problem, before the stream begins.
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  };
  let isOpen = false;
  const open = () => {
    if (isOpen) return;
    isOpen = true;
    reply.hijack();
    reply.raw.writeHead(200, headers as Record<string, string>);
    reply.raw.flushHeaders();
  };
  let beat: NodeJS.Timeout | undefined;
  try {
    const first = batches.next();
    // A seq beyond the end is told as a problem; a live turn that has nothing new yet opens the stream at once.
    const early = await Promise.race([
      first.then(() => true),
      new Promise<false>((resolve) => setImmediate(() => setImmediate(resolve, false))),
    ]);
    if (!early) open();
    beat = setInterval(() => isOpen && reply.raw.write(': still here\n\n'), BEAT_MS);
    for (let next = await first; !next.done; next = await batches.next()) {
      open();
      const { seq, json } = next.value;
      if (!reply.raw.write(`id: ${seq}\nevent: batch\ndata: ${json}\n\n`))
        await once(reply.raw, 'drain', { signal: leaving.signal });
    }
    open();
  } catch (error) {
    if (!isOpen) throw error instanceof RangeError ? new Refusal('bad-request', error.message) : error;
    if (!leaving.signal.aborted) request.log.error(error);
  } finally {
    clearInterval(beat);
    if (isOpen) reply.raw.end();
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
