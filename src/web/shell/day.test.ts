import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupByDay } from './day.ts';

const now = new Date(2026, 10, 26, 12).getTime();
const at = (month: number, day: number, hour = 12, year = 2026) => new Date(year, month, day, hour).getTime();
const row = (updatedAt: number, pinned = false) => ({ pinned, updatedAt });
const names = (rows: ReturnType<typeof row>[]) => groupByDay(rows, now).map((group) => group.name);

test('pinned threads stand apart, however old', () => {
  assert.deepEqual(names([row(at(0, 1), true), row(at(10, 26))]), ['pinned', 'today']);
});

test('today and yesterday end at midnight', () => {
  assert.deepEqual(names([row(at(10, 26, 0)), row(at(10, 25, 23)), row(at(10, 25, 0)), row(at(10, 24, 23))]), [
    'today',
    'yesterday',
    'week',
  ]);
});

test('older threads are grouped by month, each of its year', () => {
  const groups = groupByDay([row(at(9, 3)), row(at(9, 1)), row(at(9, 1, 1, 2025))], now);
  assert.deepEqual(
    groups.map((group) => [group.name, group.rows.length]),
    [
      ['month', 2],
      ['month', 1],
    ],
  );
});

test('rows keep their order in a group', () => {
  const rows = [row(at(10, 26, 11)), row(at(10, 26, 9)), row(at(10, 26, 10))];
  assert.deepEqual(groupByDay(rows, now)[0]?.rows, rows);
});

test('no threads, no groups', () => {
  assert.deepEqual(groupByDay([], now), []);
});
