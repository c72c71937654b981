/** Ids: their form, and that they rise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from './id.ts';

test('an id is a UUID of version 7 and variant 10, with its time in front', () => {
  const now = Date.now() + 60_000;
  const id = newId(now);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), now);
});

test('ids of one millisecond rise, more of them than the counter holds', () => {
  const now = Date.now() + 120_000;
  const ids = Array.from({ length: 10_000 }, () => newId(now));
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test('ids rise although the clock goes back', () => {
  const later = newId(Date.now() + 180_000);
  assert.ok(newId(Date.now() - 180_000) > later);
});
