/** What a vendor counted of a turn; a local model's own counts are those of its row. */
import type { Turn } from '#domain/conversation/turn';
import type { Count } from '#domain/money/usage';

/** Absent where nothing was metered: unknown is not zero. */
export function meteredCounts(turn: Pick<Turn, 'cost' | 'usage'> | undefined): { prompt?: Count; completion?: Count } {
  const kinds = turn?.cost && turn.cost.kind !== 'local' ? turn.usage?.kinds : undefined;
  if (!kinds) return {};
  const sum = (...values: (number | undefined)[]): number | undefined =>
    values.every((value) => value === undefined) ? undefined : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const prompt = sum(kinds.inputUncached, kinds.cacheRead, kinds.cacheWrite5m, kinds.cacheWrite1h);
  const completion = sum(kinds.outputText, kinds.outputReasoning);
  return {
    ...(prompt !== undefined && { prompt: { value: prompt, grade: 'metered' } }),
    ...(completion !== undefined && { completion: { value: completion, grade: 'metered' } }),
  };
}
