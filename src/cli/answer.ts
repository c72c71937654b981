/** The one object that `oriel chat --json` prints of a turn. */
import type { Turn } from '#domain/conversation/turn';
import type { Count } from '#domain/money/usage';

export function answerOf(turn: Turn) {
  const join = (kind: string) =>
    turn.parts
      .filter((part) => part.kind === kind)
      .map((part) => part.text)
      .join('');
  const reasoning = join('reasoning');
  const kinds = turn.usage?.kinds;
  const grade: Count['grade'] = turn.asked.vendor === 'local' ? 'exact' : 'metered';
  const prompt = sum(grade, [kinds?.inputUncached, kinds?.cacheRead, kinds?.cacheWrite5m, kinds?.cacheWrite1h]);
  const completion = sum(grade, [kinds?.outputText, kinds?.outputReasoning]);
  const { firstTokenMs, totalMs } = turn.timing ?? {};
  const streamMs = firstTokenMs !== undefined && totalMs !== undefined ? totalMs - firstTokenMs : undefined;
  return {
    thread: turn.thread,
    turn: turn.turn,
    model: {
      asked: `${turn.asked.vendor}/${turn.asked.model}`,
      ...(turn.answeredBy?.snapshot !== undefined && { answered: turn.answeredBy.snapshot }),
      vendor: turn.answeredBy?.vendor ?? turn.asked.vendor,
    },
    text: join('text'),
    ...(reasoning !== '' && { reasoning }),
    usage: {
      ...(prompt && { prompt }),
      ...(completion && { completion }),
      ...(kinds && { kinds }),
      ...(turn.usage && { raw: turn.usage.raw }),
    },
    ...(turn.cost && { cost: turn.cost }),
    timing: {
      ...(firstTokenMs !== undefined && { firstTokenMs }),
      ...(completion &&
        completion.value > 1 &&
        streamMs !== undefined &&
        streamMs > 0 && { tokensPerSecond: ((completion.value - 1) * 1000) / streamMs }),
    },
    ...(turn.reason !== undefined && { ended: turn.reason }),
    ...(turn.error && { error: turn.error }),
  };
}

/** Kinds never overlap, so they add; a sum of nothing known is unknown, not zero. */
function sum(grade: Count['grade'], values: (number | undefined)[]): Count | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : { value: known.reduce((total, value) => total + value, 0), grade };
}
