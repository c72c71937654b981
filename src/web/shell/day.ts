/** Threads as the rail groups them: pinned first, then by the day they were last written in. Pure: the clock is given. */
export type Dated = { pinned: boolean; updatedAt: number };
export type Group<Row> = {
  name: 'pinned' | 'today' | 'yesterday' | 'week' | 'month' /** Any instant of the month. */;
  at: number;
  rows: Row[];
};

/** Rows keep their order within a group. Days are those of the local time zone. */
export function groupByDay<Row extends Dated>(rows: readonly Row[], now: number): Group<Row>[] {
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, 1);
  const week = startOfDay(now, 7);
  const groups = new Map<string, Group<Row>>();
  for (const row of rows) {
    const at = row.updatedAt;
    const name = row.pinned ? 'pinned' : at >= today ? 'today' : at >= yesterday ? 'yesterday' : at >= week ? 'week' : 'month';
    const date = new Date(at);
    const key = name === 'month' ? `${date.getFullYear()}-${date.getMonth()}` : name;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { name, at, rows: [row] });
  }
  return [...groups.values()];
}

/** Midnight before `now`, some days back; right on days of 23 and 25 hours. */
function startOfDay(now: number, daysBack: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBack).getTime();
}
