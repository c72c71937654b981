/**
 * The little of `strftime` that chat templates use, in UTC and in English: a template's date is an input that
 * is recorded with the turn, so the same turn renders the same row on every machine. Knows no clock.
 */
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `atMs` (epoch milliseconds) in the given format; a directive that is not known stays as it is. */
export function strftime(atMs: number, format: string): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = DAYS[date.getUTCDay()] ?? '';
  const values: Record<string, string> = {
    '%Y': String(date.getUTCFullYear()),
    '%m': two(date.getUTCMonth() + 1),
    '%d': two(date.getUTCDate()),
    '%-d': String(date.getUTCDate()),
    '%b': month.slice(0, 3),
    '%B': month,
    '%a': day.slice(0, 3),
    '%A': day,
    '%H': two(date.getUTCHours()),
    '%M': two(date.getUTCMinutes()),
    '%S': two(date.getUTCSeconds()),
    '%%': '%',
  };
  return format.replace(/%-?[A-Za-z%]/g, (directive) => values[directive] ?? directive);
}
