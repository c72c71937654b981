import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countImage, IMAGE_RULES, type ImageSize } from './image-count.ts';

const high = (width: number, height: number): ImageSize => ({ width, height, detail: 'high' });

test('published examples for GPT-4o: a square of 1,024 is 765, 2,048 x 4,096 is 1,105, low detail is 85', () => {
  assert.equal(countImage(high(1024, 1024), IMAGE_RULES['gpt-4o']), 765);
  assert.equal(countImage(high(2048, 4096), IMAGE_RULES['gpt-4o']), 1105);
  assert.equal(countImage({ ...high(4096, 8192), detail: 'low' }, IMAGE_RULES['gpt-4o']), 85);
});

test('GPT-4o-mini counts the same tiles at its own price', () => {
  assert.equal(countImage(high(1024, 1024), IMAGE_RULES['gpt-4o-mini']), 2833 + 4 * 5667);
});

test('a metered image of 4,000 x 1,474 on gpt-4.1-mini is 2,488', () => {
  assert.equal(countImage(high(4000, 1474), IMAGE_RULES['gpt-4.1-mini']), 2488);
});

test('patches of a small image are counted as they are', () => {
  assert.equal(countImage(high(1024, 1024), IMAGE_RULES['gpt-4.1-nano']), Math.round(1024 * 2.46));
  assert.equal(countImage(high(33, 1), IMAGE_RULES['o4-mini']), Math.round(2 * 1.72));
});

test('a small image is not enlarged, and a picture on its side costs the same', () => {
  assert.equal(countImage(high(100, 100), IMAGE_RULES['gpt-4o']), 85 + 170);
  const side = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(side, side, fc.constantFrom(...Object.values(IMAGE_RULES)), (width, height, rule) => {
      assert.equal(countImage(high(width, height), rule), countImage(high(height, width), rule));
    }),
  );
});

test('no image of any size costs more than the largest', () => {
  const side = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      assert(countImage(high(width, height), IMAGE_RULES['gpt-4o']) <= 85 + 170 * 8);
      assert(countImage(high(width, height), IMAGE_RULES['gpt-4.1-mini']) <= 2488);
    }),
  );
});
