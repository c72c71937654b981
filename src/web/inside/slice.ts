/** Long work in slices: the page draws and answers between them. Knows nothing of what is done. */

/** How long (ms) a slice lasts, about. A task that lasts 50 is felt. */
const SLICE_MS = 10;

/**
 * Calls `step` until it says that all is done, then `done`; each slice is a task of its own, the first one too. Returns what
 * stops it.
 */
export function inSlices(step: () => boolean, done: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  const stop = () => {
    port1.onmessage = null;
    port1.close();
  };
  port1.onmessage = () => {
    const end = performance.now() + SLICE_MS;
    let isDone = step();
    while (!isDone && performance.now() < end) isDone = step();
    if (!isDone) {
      port2.postMessage(undefined);
      return;
    }
    stop();
    done();
  };
  port2.postMessage(undefined);
  return stop;
}
