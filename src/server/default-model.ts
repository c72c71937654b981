/** What `local/default` stands for now. Pure. */
export type Candidate = { id: string; model: string; state: string; isRecommended?: boolean };

/**
 * The first of those named at the start; else the recommended file once it is here; else the first that is here; else the
 * first of the table, which is the one that is fetched first.
 */
export function chooseDefault<Row extends Candidate>(rows: readonly Row[], named: readonly string[]): Row | undefined {
  const bare = named.map((name) => name.replace(/^local\//, ''));
  const byName = bare.map((name) => rows.find((row) => row.id === name || row.model === name)).find((row) => row !== undefined);
  if (byName) return byName;
  const ready = rows.filter((row) => row.state === 'ready');
  return ready.find((row) => row.isRecommended) ?? ready[0] ?? rows[0];
}
