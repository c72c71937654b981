import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meteredCounts } from './metered-count.ts';

const usage = (kinds: Record<string, number>) => ({
  cost: { kind: 'computed' as const, picoUsd: '1' },
  usage: { kinds, raw: {} },
});

test('what went in and what came out are summed over their kinds', () => {
  const counts = meteredCounts(usage({ inputUncached: 10, cacheRead: 12, outputText: 7, outputReasoning: 13 }));
  assert.deepEqual(counts, { prompt: { value: 22, grade: 'metered' }, completion: { value: 20, grade: 'metered' } });
});

test('what was not metered is absent, not zero', () => {
  assert.deepEqual(meteredCounts(usage({ outputText: 0 })), { completion: { value: 0, grade: 'metered' } });
  assert.deepEqual(meteredCounts({ cost: { kind: 'computed', picoUsd: '1' } }), {});
  assert.deepEqual(meteredCounts(undefined), {});
});

test('a local model meters nothing', () => {
  assert.deepEqual(meteredCounts({ cost: { kind: 'local' }, usage: { kinds: { inputUncached: 5 }, raw: {} } }), {});
});
