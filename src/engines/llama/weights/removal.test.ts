import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createRemovals, type Removals } from './removal.ts';
import { madeWeights } from './stand-in/file.ts';

const { row } = madeWeights();
const removedAt = (at: number) => ({ id: row.id, sha256: row.sha256, bytes: row.bytes, removedAt: at });

function bench(context: TestContext): { removals: Removals; removed: string[] } {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 100_000 });
  const removed: string[] = [];
  const removals = createRemovals(10_000, Date.now, async ({ id }) => void removed.push(id));
  return { removals, removed };
}

test('a removed file goes when its time has come, not before', (context) => {
  const { removals, removed } = bench(context);
  removals.plan(removedAt(100_000), row);
  context.mock.timers.tick(9_999);
  assert.deepEqual(removed, []);
  context.mock.timers.tick(1);
  assert.deepEqual(removed, ['made']);
});

test('time that passed before this process began counts', (context) => {
  const { removals, removed } = bench(context);
  removals.plan(removedAt(92_000), row);
  context.mock.timers.tick(2_000);
  assert.deepEqual(removed, ['made']);
});

test('planning twice deletes once', (context) => {
  const { removals, removed } = bench(context);
  removals.plan(removedAt(100_000), row);
  removals.plan(removedAt(100_000), row);
  context.mock.timers.tick(20_000);
  assert.deepEqual(removed, ['made']);
});

test('a file that was brought back stays', (context) => {
  const { removals, removed } = bench(context);
  removals.plan(removedAt(100_000), row);
  removals.cancel(row.id);
  context.mock.timers.tick(20_000);
  assert.deepEqual(removed, []);
});

test('a file that was not removed is not planned', (context) => {
  const { removals, removed } = bench(context);
  removals.plan({ id: row.id, sha256: row.sha256, bytes: row.bytes }, row);
  context.mock.timers.tick(20_000);
  assert.deepEqual(removed, []);
});

test('after closing nothing is deleted', (context) => {
  const { removals, removed } = bench(context);
  removals.plan(removedAt(100_000), row);
  removals.close();
  context.mock.timers.tick(20_000);
  assert.deepEqual(removed, []);
});
