/** How long a prompt will still be read, by how fast it was read since one looked. Pure: times are given. */

export type ReadSoFar = { /** Epoch ms. */ at: number /** Tokens. */; read: number };

/** Below these little is known of the pace: ms, and the share of what there was to read. */
const LEAST_MS = 1500;
const LEAST_SHARE = 0.05;

/** In ms; undefined while too little was read to tell. */
export function readingLeftMs(from: ReadSoFar, now: ReadSoFar, tokens: number): number | undefined {
  const ms = now.at - from.at;
  const read = now.read - from.read;
  if (ms <= LEAST_MS || read <= LEAST_SHARE * (tokens - from.read)) return undefined;
  return (ms / read) * (tokens - now.read);
}
