import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Count, earnedError, type Residual, sumCounts } from './usage.ts';

const count = (value: number, grade: Count['grade'], error?: number): Count => ({
  value,
  grade,
  ...(error !== undefined && { error }),
});

test('a sum has the worst grade of its addends', () => {
  assert.deepEqual(sumCounts([count(1, 'metered'), count(2, 'metered')]), { value: 3, grade: 'metered' });
  assert.deepEqual(sumCounts([count(1, 'metered'), count(2, 'exact')]), { value: 3, grade: 'exact' });
  assert.deepEqual(sumCounts([count(1, 'exact'), count(2, 'estimated'), count(3, 'metered')]), { value: 6, grade: 'estimated' });
});

test('the error of a sum is that of its parts, by their size', () => {
  assert.deepEqual(sumCounts([count(90, 'exact'), count(10, 'estimated', 0.2)]), { value: 100, grade: 'estimated', error: 0.02 });
});

test('the error of a sum is unknown where that of an estimate in it is: unknown is not zero', () => {
  assert.deepEqual(sumCounts([count(90, 'estimated', 0.1), count(10, 'estimated')]), { value: 100, grade: 'estimated' });
});

test('nothing is exactly zero', () => {
  assert.deepEqual(sumCounts([]), { value: 0, grade: 'exact' });
});

const turns = (number: number, residual: (at: number) => Residual) => Array.from({ length: number }, (_, at) => residual(at));
const right: Residual = { metered: 100, ours: 100 };

test('with fewer than 20 turns the published error holds, or none is known', () => {
  assert.deepEqual(
    earnedError(
      turns(19, () => right),
      0.05,
    ),
    { error: 0.05 },
  );
  assert.deepEqual(earnedError([]), {});
});

test('20 turns without a residual are exact so far', () => {
  assert.deepEqual(
    earnedError(
      turns(20, () => right),
      0.05,
    ),
    { error: 0, from: 'exact so far: 20 turns' },
  );
});

test('the error is the one that nine turns in ten stay within, too many or too few', () => {
  const residuals = turns(20, (at) => ({ metered: at % 2 ? 100 + at : 100 - at, ours: 100 }));
  assert.deepEqual(earnedError(residuals), { error: 0.17, from: 'residuals of 20 turns' });
});

test('only the last 50 turns count', () => {
  const old = turns(100, () => ({ metered: 500, ours: 100 }));
  assert.deepEqual(earnedError([...old, ...turns(50, () => right)]), { error: 0, from: 'exact so far: 50 turns' });
});

test('one turn that was off is no "exact so far", though nine in ten were right', () => {
  assert.deepEqual(earnedError([...turns(19, () => right), { metered: 101, ours: 100 }]), {
    error: 0,
    from: 'residuals of 20 turns',
  });
});

test('a count of nothing that was metered as something is an error, not infinite', () => {
  assert.equal(earnedError(turns(20, () => ({ metered: 3, ours: 0 }))).error, 3);
});
