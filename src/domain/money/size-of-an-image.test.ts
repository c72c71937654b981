import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countImage, IMAGE_DETAILS, IMAGE_RULES, knowsDetail } from './image-count.ts';

type Rule = keyof typeof IMAGE_RULES;

/** Reckoned by hand from the vendors' rules. */
const TABLE: [rule: Rule, width: number, height: number, tokens: number][] = [
  // Fit into 2,048, short side to 768, tiles of 512.
  ['gpt-4o', 1, 1, 85 + 170],
  ['gpt-4o', 100, 100, 85 + 170],
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
  ['gpt-5', 512, 512, 70 + 140],
  ['gpt-5', 1024, 1024, 70 + 140 * 4],
  ['o3', 1024, 1024, 75 + 150 * 4],
  // Patches of 32, times the factor, up, and on GPT-4.1 mini to the nearest.
  ['gpt-4.1-mini', 32, 32, 2],
  ['gpt-4.1-mini', 1, 1, 2],
  ['gpt-4.1-mini', 33, 32, 3],
  ['gpt-5-mini', 33, 32, 3],
  ['gpt-4.1-mini', 320, 320, 162],
  ['gpt-4.1-nano', 320, 320, 246],
  ['o4-mini', 320, 320, 172],
  // 48 x 32 patches are exactly the most; one column more shrinks the image to 47 x 31.
  ['o4-mini', 1536, 1024, Math.ceil(48 * 32 * 1.72)],
  ['o4-mini', 1537, 1024, Math.ceil(47 * 31 * 1.72)],
  ['gpt-4.1-nano', 4000, 4000, Math.ceil(39 * 39 * 2.46)],
  ['gpt-5-mini', 1600, 1600, Math.ceil(39 * 39 * 1.2)],
  ['gpt-5.2', 3840, 2160, Math.ceil(64 * 36 * 1.2)],
  ['gpt-4.1-mini', 2400, 1800, Math.round(44 * 33 * 1.62)],
  ['gpt-5.5', 2560, 1440, Math.ceil(64 * 36 * 1.2)],
  ['gpt-6-astra', 2560, 1440, Math.ceil(66 * 37 * 1.2)],
  ['gpt-6-astra', 4032, 3024, Math.ceil(57 * 43 * 1.2)],
  // Squares of 28 in a longest side of 1,568 or 2,576; half a pixel goes to the even one, so that 1,270 x 952 fits.
  ['claude-4', 1, 1, 1],
  ['claude-4', 28, 29, 2],
  ['claude-4', 1270, 952, 46 * 34],
  ['claude-4', 3136, 200, 56 * 4],
  ['claude-4', 8000, 1, 56],
  ['claude', 8000, 8000, 69 * 69],
  ['claude', 8000, 1, 92],
  // Crops of 2/3 of the short side.
  ['gemini-2', 384, 384, 258],
  ['gemini-2', 385, 384, 4 * 258],
  ['gemini-2', 1024, 1024, 4 * 258],
  ['gemini-3', 9000, 100, 1120],
  ['gemma-3', 1, 1, 256],
  ['gemma-3', 9000, 100, 256],
  // 4 x 4 patches of 16 and a mark for each row; at most 64 a side.
  ['pixtral', 64, 64, 5 * 4],
  ['pixtral', 2048, 1024, 65 * 32],
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

/** 4,032 x 3,024, a photograph of 12 million pixels, at each detail. */
const PHOTO: [rule: Rule, auto: number, low: number, high: number, original: number][] = [
  ['gpt-4o', 765, 85, 765, 765],
  ['gpt-5.2', 3687, 3687, 3687, 3687],
  ['gpt-5.4', 2942, 3687, 2942, 11_868],
  ['gpt-5.5', 11_868, 231, 2942, 11_868],
  ['gpt-5.6', 14_364, 231, 2942, 14_364],
  ['gpt-6-astra', 14_364, 231, 2942, 14_364],
  ['claude', 4740, 4740, 4740, 4740],
];
for (const [rule, ...tokens] of PHOTO)
  test(`a photograph on ${rule} is ${tokens.join(', ')}: auto, low, high, original`, () => {
    assert.deepEqual(
      IMAGE_DETAILS.map((detail) => countImage({ width: 4032, height: 3024, detail }, IMAGE_RULES[rule])),
      tokens,
    );
  });

test('only tiles, and patches whose limits differ, know detail', () => {
  const names = Object.entries(IMAGE_RULES).filter(([, rule]) => knowsDetail(rule));
  assert.deepEqual(
    names.map(([name]) => name),
    ['gpt-4o', 'gpt-4o-mini', 'gpt-5', 'o3', 'gpt-5.4', 'gpt-5.5', 'gpt-5.6', 'gpt-6-astra'],
  );
});

test('every rule says who publishes it', () => {
  for (const { from } of Object.values(IMAGE_RULES)) assert.match(from, /^images by (OpenAI|Anthropic|Google|Gemma|Mistral)'s /);
});
