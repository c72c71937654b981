/** Which turn came before another on its path of the thread. */
import type { Message } from '#domain/conversation/message';

/** The turn that answered before the one that wrote `message`, on the same path. */
export function turnBefore(messages: readonly Message[], message: string | undefined): string | undefined {
  const byId = new Map(messages.map((one) => [one.id, one]));
  let at = message === undefined ? undefined : byId.get(message)?.parent;
  for (let steps = 0; at !== undefined && steps <= messages.length; steps++) {
    const one = byId.get(at);
    if (one?.turn !== undefined) return one.turn;
    at = one?.parent;
  }
  return undefined;
}
