import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { outline } from './outline.ts';

test('the first heading has the first level, whatever its depth', () => {
  assert.deepEqual(outline([4]), [3]);
});

test('deeper headings go one level down, equal ones stay', () => {
  assert.deepEqual(outline([2, 4, 4, 3, 2]), [3, 4, 4, 4, 3]);
});

test('blocks between headings change nothing', () => {
  assert.deepEqual(outline([undefined, 1, undefined, 2]), [undefined, 3, undefined, 4]);
});

test('no level is skipped on the way down', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 })), (depths) => {
      let before = 2;
      for (const level of outline(depths)) {
        assert.ok(level !== undefined && level <= before + 1 && level <= 6);
        before = level;
      }
    }),
  );
});
