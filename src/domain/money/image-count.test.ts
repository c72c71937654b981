import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countImage, IMAGE_DETAILS, IMAGE_RULES, type ImageDetail, type ImageSize } from './image-count.ts';

type Rule = keyof typeof IMAGE_RULES;
const count = (rule: Rule, width: number, height: number, detail: ImageDetail = 'high'): number =>
  countImage({ width, height, detail }, IMAGE_RULES[rule]);

/** Printed in OpenAI's guide, of present and former days. */
const OPENAI: [rule: Rule, width: number, height: number, detail: ImageDetail, tokens: number][] = [
  ['gpt-4o', 1024, 1024, 'high', 765],
  ['gpt-4o', 2048, 4096, 'high', 1105],
  ['gpt-4o', 4096, 8192, 'low', 85],
  ['gpt-5.4', 1024, 1024, 'high', 1229],
  ['gpt-5.4', 2048, 2048, 'high', 3000],
  ['gpt-6-astra', 1024, 1024, 'high', 1229],
  ['gpt-6-astra', 2048, 2048, 'high', 3000],
  ['gpt-6-astra', 4096, 512, 'high', 2458],
  ['o4-mini', 1800, 2400, 'high', Math.ceil(1452 * 1.72)],
];
for (const [rule, width, height, detail, tokens] of OPENAI)
  test(`OpenAI's example of ${width} x ${height}, ${detail}, on ${rule} is ${tokens}`, () => {
    assert.equal(count(rule, width, height, detail), tokens);
  });

/** Printed in Anthropic's guide: on Claude before 4.7, and from there on. */
const ANTHROPIC: [width: number, height: number, before: number, since: number][] = [
  [200, 200, 64, 64],
  [1000, 1000, 1296, 1296],
  [1092, 1092, 1521, 1521],
  [1920, 1080, 1560, 2691],
  [2000, 1500, 1564, 3888],
  [3840, 2160, 1560, 4784],
  [1075, 1520, 33 * 47, 2145],
];
for (const [width, height, before, since] of ANTHROPIC)
  test(`Anthropic's example of ${width} x ${height} is ${before} before Claude 4.7 and ${since} since`, () => {
    assert.deepEqual([count('claude-4', width, height), count('claude', width, height)], [before, since]);
  });

test("Google's example of 960 x 540 is six crops", () => {
  assert.equal(count('gemini-2', 960, 540), 6 * 258);
});

test('billed: GPT-5 mini, the prompt with an image less the same without', () => {
  const billed: [width: number, height: number, tokens: number][] = [
    [256, 256, 77],
    [512, 512, 308],
    [768, 1024, 922],
    [1280, 720, 1104],
    [1024, 1024, 1229],
    [2048, 768, 1844],
  ];
  for (const [width, height, tokens] of billed) assert.equal(count('gpt-5-mini', width, height), tokens, `${width} x ${height}`);
});

test('billed: 1,800 x 1,200 on GPT-5 nano 2,334 with 30 tokens of words', () => {
  assert.equal(count('gpt-5-nano', 1800, 1200), 2334 - 30);
});

test('billed: tiles with 8 tokens of words; a side is rounded before they are counted', () => {
  assert.equal(count('gpt-4o', 2400, 1800), 773 - 8);
  assert.equal(count('gpt-4o', 2049, 513), 1453 - 8);
  assert.equal(count('gpt-4o', 2050, 513), 773 - 8);
});

test('billed: 4,000 x 1,474 on GPT-4.1 mini 2,498 with some ten tokens of words, and not 2,348 for the image', () => {
  assert.equal(count('gpt-4.1-mini', 4000, 1474), 2488);
});

test('billed: 2,400 x 1,800 on GPT-4.1 mini 2,362 with some ten tokens of words', () => {
  assert.equal(count('gpt-4.1-mini', 2400, 1800), Math.round(44 * 33 * 1.62));
});

test('billed: each size on Claude with the same words, 65 tokens on Haiku 4.5 and 77 on 5.5', () => {
  const billed: [width: number, height: number, haiku: number, later: number][] = [
    [256, 256, 165, 177],
    [512, 512, 426, 438],
    [768, 768, 849, 861],
    [1024, 1024, 1434, 1446],
    [1280, 720, 1261, 1273],
    [1920, 1080, 1625, 2768],
    [1080, 1920, 1625, 2768],
  ];
  for (const [width, height, haiku, later] of billed)
    assert.deepEqual([count('claude-4', width, height) + 65, count('claude', width, height) + 77], [haiku, later]);
});

test('billed: Gemini 3 takes 1,065 to 1,101 with a few words whatever the size, within 5 % of its budget', () => {
  for (const billed of [1065, 1090, 1101]) assert(Math.abs(count('gemini-3', 4032, 3024) - billed) / billed < 0.055);
});

const side = fc.integer({ min: 1, max: 20_000 });
const rules = Object.entries(IMAGE_RULES);

test('a picture on its side costs the same, but for a token that ends each row of Pixtral', () => {
  const upright = rules.filter(([name]) => name !== 'pixtral').map(([, rule]) => rule);
  fc.assert(
    fc.property(side, side, fc.constantFrom(...upright), fc.constantFrom(...IMAGE_DETAILS), (width, height, rule, detail) => {
      const image = { width, height, detail };
      assert.equal(countImage(image, rule), countImage({ ...image, width: height, height: width }, rule));
    }),
  );
  assert.notEqual(count('pixtral', 64, 32), count('pixtral', 32, 64));
});

/** No image of any size costs more. */
const MOST: [rule: Rule, detail: ImageDetail, tokens: number][] = [
  ['gpt-4o', 'high', 85 + 170 * 8],
  ['o4-mini', 'auto', Math.ceil(1536 * 1.72)],
  ['gpt-4.1-mini', 'high', 2488],
  ['gpt-5.4', 'high', 3000],
  ['gpt-5.5', 'low', Math.ceil(16 * 16 * 1.2)],
  ['gpt-5.5', 'original', 12_000],
  ['gpt-6-astra', 'high', 3000],
  ['claude-4', 'high', 1568],
  ['claude', 'high', 4784],
  ['pixtral', 'high', 65 * 64],
];
for (const [rule, detail, most] of MOST)
  test(`no image on ${rule}, ${detail}, costs more than ${most}, nor less than one token`, () => {
    const any = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(any, any, (width, height) => {
        const tokens = countImage({ width, height, detail } satisfies ImageSize, IMAGE_RULES[rule]);
        assert(tokens >= 1 && tokens <= most, String(tokens));
      }),
    );
  });
