import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countImage, IMAGE_RULES, knowsDetail } from './image-count.ts';

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
  ['gpt-5', 512, 512, 70 + 140],
  ['gpt-5', 1024, 1024, 70 + 140 * 4],
  ['o3', 1024, 1024, 75 + 150 * 4],
  // Anthropic's guide prints these three; the long side is brought to 1,568, and about 1,600 tokens are the most.
  ['claude-4', 200, 200, 54],
  ['claude-4', 1000, 1000, 1334],
  ['claude-4', 1092, 1092, 1590],
  ['claude-4', 1, 1, 1],
  ['claude-4', 1500, 750, 1500],
  ['claude-4', 3136, 200, 210],
  ['claude-4', 8000, 8000, 1600],
  // Google's guide prints 960 x 540 as 6 crops of 258.
  ['gemini-2', 960, 540, 6 * 258],
  ['gemini-2', 384, 384, 258],
  ['gemini-2', 385, 384, 4 * 258],
  ['gemini-2', 1024, 1024, 4 * 258],
  ['gemma-3', 1, 1, 256],
  ['gemma-3', 9000, 100, 256],
];
for (const [rule, width, height, tokens] of TABLE)
  test(`${width} x ${height} on ${rule} is ${tokens}`, () => {
    assert.equal(countImage({ width, height, detail: 'high' }, IMAGE_RULES[rule]), tokens);
  });

for (const [rule, tokens] of [
  ['gpt-4o', 85],
  ['gpt-4o-mini', 2833],
  ['gpt-5', 70],
  ['o3', 75],
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

test('only tiles know detail', () => {
  const names = Object.entries(IMAGE_RULES).filter(([, rule]) => knowsDetail(rule));
  assert.deepEqual(
    names.map(([name]) => name),
    ['gpt-4o', 'gpt-4o-mini', 'gpt-5', 'o3'],
  );
});

test('every rule says who publishes it', () => {
  for (const { from } of Object.values(IMAGE_RULES)) assert.match(from, /^images by (OpenAI|Anthropic|Google|Gemma)'s /);
});
