/** What an engine was told, as text: the model, the settings, and the ids of the prompt. */
import type { Turn } from '#domain/conversation/turn';
import type { RowToken } from '#domain/tokens/token';

const IDS_A_LINE = 6;

/** The request in JSON, its ids a few on a line. */
export function requestOf(turn: Turn, prompt: readonly RowToken[]): string {
  const { asked, answeredBy, mode, settings, template } = turn;
  const head = JSON.stringify(
    {
      model: `${asked.vendor}/${asked.model}`,
      ...(answeredBy?.snapshot !== undefined && { snapshot: answeredBy.snapshot }),
      mode,
      ...(template !== undefined && { template }),
      settings,
    },
    undefined,
    2,
  );
  const ids = prompt.map((token) => token.id ?? 'null');
  const lines: string[] = [];
  for (let at = 0; at < ids.length; at += IDS_A_LINE) lines.push(`    ${ids.slice(at, at + IDS_A_LINE).join(', ')}`);
  return `${head.slice(0, -2)},\n  "prompt": [\n${lines.join(',\n')}\n  ]\n}`;
}
