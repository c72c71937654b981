/** Which turn came before another: of the same answer, or on its path of the thread. */
import type { Turn } from '#domain/conversation/turn';
import type { WholeThread } from '../api/calls.ts';

/** The turn that `turn` went on with; else the one that answered before it, on the same path. */
export function turnBefore(
  thread: WholeThread | undefined,
  turn: Pick<Turn, 'turn' | 'message'> | undefined,
): string | undefined {
  if (!thread || !turn) return undefined;
  const continued = thread.turns.find((one) => one.turn === turn.turn)?.continues;
  if (continued !== undefined) return continued;
  const byId = new Map(thread.messages.map((one) => [one.id, one]));
  let at = byId.get(turn.message)?.parent;
  for (let steps = 0; at !== undefined && steps <= thread.messages.length; steps++) {
    const one = byId.get(at);
    if (one?.turn !== undefined) return one.turn;
    at = one?.parent;
  }
  return undefined;
}
