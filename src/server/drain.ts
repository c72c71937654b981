/**
 * The rest of a request that nobody reads, read and forgotten: a caller who sends all before it reads would lose the answer with
 * the connection. Knows no route.
 */
import type { Readable } from 'node:stream';

/** Beyond these the connection is closed, whatever becomes of the answer. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 5000;

/** Resolves when all has come, or as much as anybody waits for; never rejects. */
export async function drain(request: Readable, mostBytes = MOST_BYTES, mostMs = MOST_MS): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  let bytes = 0;
  const hear = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= mostBytes) return;
    request.pause();
    resolve();
  };
  request.on('data', hear).once('end', resolve).once('close', resolve);
  const timer = setTimeout(resolve, mostMs);
  await promise;
  clearTimeout(timer);
  request.off('data', hear).pause();
}
