import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countImage, IMAGE_RULES } from './image-count.ts';

type Rule = keyof typeof IMAGE_RULES;

/** Reckoned by hand from the vendor's rule: fit into 2,048, short side to 768, tiles of 512; or patches of 32. */
const TABLE: [rule: Rule, width: number, height: number, tokens: number][] = [
  ['gpt-4o', 1, 1, 85 + 170],
  ['gpt-4o', 512, 512, 85 + 170],
  ['gpt-4o', 513, 512, 85 + 170 * 2],
  ['gpt-4o', 513, 513, 85 + 170 * 4],
  ['gpt-4o', 768, 768, 85 + 170 * 4],
  ['gpt-4o', 769, 769, 85 + 170 * 4],
  ['gpt-4o', 1024, 512, 85 + 170 * 2],
  ['gpt-4o', 2048, 512, 85 + 170 * 4],
  ['gpt-4o', 2048, 768, 85 + 170 * 8],
  ['gpt-4o', 4096, 1024, 85 + 170 * 4],
  ['gpt-4o', 8192, 64, 85 + 170 * 4],
  ['gpt-4o', 1536, 768, 85 + 170 * 6],
  ['gpt-4o', 3072, 1536, 85 + 170 * 6],
  ['gpt-4o-mini', 512, 512, 2833 + 5667],
  ['gpt-4o-mini', 2048, 768, 2833 + 5667 * 8],
  ['gpt-4.1-mini', 32, 32, 2],
  ['gpt-4.1-mini', 1, 1, 2],
  ['gpt-4.1-mini', 33, 32, 3],
  ['gpt-4.1-mini', 320, 320, 162],
  ['gpt-4.1-nano', 320, 320, 246],
  ['o4-mini', 320, 320, 172],
  // 48 x 32 patches are exactly the most; one column more changes nothing.
  ['gpt-4.1-mini', 1536, 1024, 2488],
  ['gpt-4.1-mini', 1537, 1024, 2488],
  ['gpt-4.1-nano', 1536, 1024, 3779],
  ['gpt-4.1-nano', 4000, 4000, 3779],
  ['o4-mini', 1536, 1024, 2642],
  ['o4-mini', 4000, 4000, 2642],
];
for (const [rule, width, height, tokens] of TABLE)
  test(`${width} x ${height} on ${rule} is ${tokens}`, () => {
    assert.equal(countImage({ width, height, detail: 'high' }, IMAGE_RULES[rule]), tokens);
  });

for (const [rule, tokens] of [
  ['gpt-4o', 85],
  ['gpt-4o-mini', 2833],
] as const)
  test(`low detail on ${rule} is ${tokens}, whatever the size`, () => {
    for (const side of [1, 512, 9000])
      assert.equal(countImage({ width: side, height: side, detail: 'low' }, IMAGE_RULES[rule]), tokens);
  });

test('patches know no detail: low and high are one', () => {
  const size = { width: 640, height: 480 };
  assert.equal(
    countImage({ ...size, detail: 'low' }, IMAGE_RULES['gpt-4.1-mini']),
    countImage({ ...size, detail: 'high' }, IMAGE_RULES['gpt-4.1-mini']),
  );
});
