import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { strftime } from './strftime.ts';

const at = (iso: string): number => Date.parse(`${iso}Z`);

/** As `TZ=UTC date -d … +FORMAT` says in the C locale. */
const TABLE: [iso: string, format: string, text: string][] = [
  ['1970-01-01T00:00:00', '%Y-%m-%d %H:%M:%S', '1970-01-01 00:00:00'],
  ['1970-01-01T00:00:00', '%A', 'Thursday'],
  ['2000-02-29T23:59:59', '%d %b %Y', '29 Feb 2000'],
  ['2000-02-29T23:59:59', '%a', 'Tue'],
  ['2024-07-26T12:00:00', '%d %b %Y', '26 Jul 2024'],
  ['2024-07-26T12:00:00', '%A', 'Friday'],
  ['2026-11-26T13:05:09', '%H:%M:%S', '13:05:09'],
  ['2026-11-26T13:05:09', '%B %-d, %Y', 'November 26, 2026'],
  ['2026-01-04T00:00:00', '%A %a', 'Sunday Sun'],
  ['2026-01-05T00:00:00', '%A %a', 'Monday Mon'],
  ['2026-01-06T00:00:00', '%A %a', 'Tuesday Tue'],
  ['2026-01-07T00:00:00', '%A %a', 'Wednesday Wed'],
  ['2026-01-08T00:00:00', '%A %a', 'Thursday Thu'],
  ['2026-01-09T00:00:00', '%A %a', 'Friday Fri'],
  ['2026-01-10T00:00:00', '%A %a', 'Saturday Sat'],
  ['2026-01-05T00:00:00', '%-d', '5'],
  ['2026-01-05T00:00:00', '%d', '05'],
  ['2026-01-05T00:00:00', '%%d', '%d'],
  ['2026-01-05T00:00:00', '%-m', '%-m'],
  ['2026-01-05T00:00:00', 'Today: ', 'Today: '],
  ['2026-01-05T00:00:00', '', ''],
  ['2026-01-05T00:00:00', '%', '%'],
  ['2026-01-05T00:00:00', '%Y%m%d', '20260105'],
  ['2026-01-05T00:00:00', '日%d', '日05'],
];
for (const [iso, format, text] of TABLE)
  test(`${format === '' ? 'no format' : format} at ${iso} is ${JSON.stringify(text)}`, () => {
    assert.equal(strftime(at(iso), format), text);
  });

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
for (const [index, month] of MONTHS.entries())
  test(`month ${index + 1} is ${month}, in short ${month.slice(0, 3)}`, () => {
    assert.equal(
      strftime(Date.UTC(2026, index, 15), '%m %B %b'),
      `${String(index + 1).padStart(2, '0')} ${month} ${month.slice(0, 3)}`,
    );
  });

test('written as ISO, any moment is what the calendar says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (seconds) => {
      assert.equal(strftime(seconds * 1000, '%Y-%m-%dT%H:%M:%S'), new Date(seconds * 1000).toISOString().slice(0, 19));
    }),
  );
});

test('milliseconds never round a second up', () => {
  assert.equal(strftime(at('2026-12-31T23:59:59') + 999, '%Y %S'), '2026 59');
});

test('a format without directives comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = text.replaceAll('%', '');
      assert.equal(strftime(0, plain), plain);
    }),
  );
});
