/**
 * What a prompt counts and its row does not show, in one sentence: so that nobody wonders why the two differ. Knows no counting
 * and no page.
 */

/** Tokens, where there are any. `names` and `calls` stand in messages. */
export type OffRow = { names?: number; calls?: number; tools?: number; images?: number };

const NAMES: Record<keyof OffRow, string> = {
  names: 'names',
  calls: 'calls of tools',
  tools: 'definitions of tools',
  images: 'images',
};

/** Undefined where the row shows all that is counted. */
export function offRow(sizes: OffRow): string | undefined {
  const kinds: (keyof OffRow)[] = ['names', 'calls', 'tools', 'images'];
  const told = kinds.flatMap((kind) => {
    const size = sizes[kind] ?? 0;
    return size === 0 ? [] : [`${NAMES[kind]} (${size} ${size === 1 ? 'token' : 'tokens'})`];
  });
  return told.length === 0 ? undefined : `Counted, and not in the row: ${told.join(', ')}.`;
}
