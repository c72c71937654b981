import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bitsOf, percentDigits, tintOf } from './tint.ts';

const share = (p: number): string => new Intl.NumberFormat('en', percentDigits(Math.log(p))).format(100 * p);

test('six steps, from .9 down to below .01', () => {
  assert.deepEqual(
    [1, 0.9, 0.89, 0.5, 0.49, 0.2, 0.19, 0.05, 0.049, 0.01, 0.0099, 1e-9].map((p) => tintOf(Math.log(p) + 1e-12)),
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
  );
});

test('surprise is counted in bits, and is never negative', () => {
  assert.equal(bitsOf(Math.log(0.5)), 1);
  assert.equal(bitsOf(0), 0);
  assert.equal(bitsOf(1e-9), 0);
});

test('a share has the digits that mean something', () => {
  assert.equal(share(0.31), '31');
  assert.equal(share(0.055), '5.5');
  assert.equal(share(0.0012), '0.12');
  assert.equal(share(0.9997), '99.97');
  assert.equal(share(1), '100');
  assert.equal(share(0.00002), '0.002');
});
