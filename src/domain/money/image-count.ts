/**
 * Tokens that an image costs, by the rules that vendors publish (their guides as of October 2026), held against what others were
 * billed: estimates, since what a model is shown is not published. Sizes are in pixels. Knows no model names.
 */
export const IMAGE_DETAILS = ['auto', 'low', 'high', 'original'] as const;
/** In OpenAI's words. `auto`: as the vendor does where a request says nothing. */
export type ImageDetail = (typeof IMAGE_DETAILS)[number];
export type ImageSize = { width: number; height: number; detail: ImageDetail };

/** The longest side, and the most patches. */
type Limit = { side: number; most: number };

/**
 * `tiles`: of 512 pixels, on a base. `patches`: of 32 pixels, each worth `factor`, within the limit of a detail. `squares`: of 28
 * pixels, within a limit. `crops`: pieces in proportion to the short side. `rows`: patches, and one more token a row. `fixed`:
 * whatever the size.
 */
export type ImageForm =
  | { kind: 'tiles'; base: number; tile: number }
  | { kind: 'patches'; factor: number; rounded: 'up' | 'to nearest'; limits: Record<ImageDetail, Limit> }
  | { kind: 'squares'; limit: Limit }
  | { kind: 'crops'; small: number; crop: number }
  | { kind: 'rows'; patch: number; side: number }
  | { kind: 'fixed'; tokens: number };

/** `from`: who publishes it. */
export type ImageRule = ImageForm & { from: string };

const OPENAI = "images by OpenAI's published rule";
const ANTHROPIC = "images by Anthropic's published rule";
const tiles = (base: number, tile: number) => ({ kind: 'tiles', base, tile, from: OPENAI }) as const;
const patches = (factor: number, limits: Record<ImageDetail, Limit>, rounded: 'up' | 'to nearest' = 'up') =>
  ({ kind: 'patches', factor, rounded, limits, from: OPENAI }) as const;
const alike = (limit: Limit) => ({ auto: limit, low: limit, high: limit, original: limit });

/** Limits of detail in OpenAI's guide. Without a most it refuses an image of more than 30,000 patches. */
const SMALL = { side: 512, most: Number.POSITIVE_INFINITY };
const HIGH = { side: 2048, most: 2500 };
const WIDE = { side: 2048, most: 6144 };
const LARGE = { side: 6000, most: 10_000 };
const WHOLE = { side: 65_535, most: Number.POSITIVE_INFINITY };
/** Of the guide before, for models that the present one no longer lists by size. */
const FORMER = alike({ side: 2048, most: 1536 });

/**
 * OpenAI: the guide "Images and vision", tables of sizes, multipliers and tiles. The guide had 1.62 and 2.46 for GPT-5 mini
 * and nano until people were billed 1.2 and 1.5, which it has now; its wider limit for GPT-4.1 mini, 6,144, was not seen
 * on a bill, and under the former one 2,400 x 1,800 was billed 2,362 with its words. Anthropic: "Vision", table of tiers
 * (Claude 4.7 and later are high). Google: "Image understanding" for Gemini 2; "Media resolution" for Gemini 3, at the default
 * of 1,120 as the most, where 1,065 to 1,101 were billed with a few words. Mistral: its tokenizer's source and Pixtral's
 * parameters. Gemma: its model card.
 */
export const IMAGE_RULES = {
  'gpt-4o': tiles(85, 170),
  'gpt-4o-mini': tiles(2833, 5667),
  'gpt-5': tiles(70, 140),
  o3: tiles(75, 150),
  'o4-mini': patches(1.72, FORMER),
  'gpt-4.1-mini': patches(1.62, FORMER, 'to nearest'),
  'gpt-4.1-nano': patches(2.46, FORMER),
  'gpt-5-nano': patches(1.5, FORMER),
  'gpt-5-mini': patches(1.2, FORMER),
  'gpt-5.2': patches(1.2, alike(WIDE)),
  'gpt-5.4': patches(1.2, { auto: HIGH, low: WIDE, high: HIGH, original: LARGE }),
  'gpt-5.5': patches(1.2, { auto: LARGE, low: SMALL, high: HIGH, original: LARGE }),
  'gpt-5.6': patches(1.2, { auto: WHOLE, low: SMALL, high: HIGH, original: WHOLE }),
  'gpt-6-astra': patches(1.2, { auto: WHOLE, low: SMALL, high: { side: 65_535, most: 2500 }, original: WHOLE }),
  'claude-4': { kind: 'squares', limit: { side: 1568, most: 1568 }, from: ANTHROPIC },
  claude: { kind: 'squares', limit: { side: 2576, most: 4784 }, from: ANTHROPIC },
  'gemini-2': { kind: 'crops', small: 384, crop: 258, from: "images by Google's published rule, which it calls rough" },
  'gemini-3': { kind: 'fixed', tokens: 1120, from: "images by Google's published budget, the most that one takes" },
  'gemma-3': { kind: 'fixed', tokens: 256, from: "images by Gemma's model card" },
  pixtral: { kind: 'rows', patch: 16, side: 1024, from: "images by Mistral's published tokenizer" },
} satisfies Record<string, ImageRule>;

/** Tokens of one image. */
export function countImage(image: ImageSize, rule: ImageForm): number {
  switch (rule.kind) {
    case 'tiles':
      return countTiles(image, rule);
    case 'patches':
      return countPatches(image, rule);
    case 'squares':
      return countSquares(image, rule);
    case 'crops':
      return countCrops(image, rule);
    case 'rows':
      return countRows(image, rule);
    case 'fixed':
      return rule.tokens;
  }
}

/** Whether an image costs more at one detail than at another. */
export function knowsDetail(rule: ImageForm): boolean {
  return rule.kind === 'tiles' || (rule.kind === 'patches' && new Set(Object.values(rule.limits)).size > 1);
}

type Of<Kind extends ImageForm['kind']> = Extract<ImageForm, { kind: Kind }>;

/**
 * OpenAI: low detail is the base. Else fit into 2,048 x 2,048, bring the short side down to 768 and the other with it, rounded
 * down, and count tiles. Billed on GPT-4.1, with the same 8 tokens of words: 1,453 for 2,049 x 513, 773 for 2,050 x 513.
 */
function countTiles({ width, height, detail }: ImageSize, { base, tile }: Of<'tiles'>): number {
  if (detail === 'low') return base;
  const [across, down] = fitted(width, height, 2048);
  const scale = Math.min(1, 768 / Math.min(across, down));
  return base + tile * cells(whole(across * scale), 512) * cells(whole(down * scale), 512);
}

/**
 * OpenAI: fit into the longest side, then shrink to the most patches, then times the factor, rounded up; by its own word a bill may differ by one. GPT-5 mini was billed 308 for 512 x 512 and 1,844 for 2,048 x 768. On GPT-4.1 mini 4,000 x 1,474 was
 * metered 2,488, which is not rounded up, and some ten tokens of words: 64 x 24 patches, where the vendor's calculator said 2,348 without the first step.
 */
function countPatches({ width, height, detail }: ImageSize, { factor, rounded, limits }: Of<'patches'>): number {
  const { side, most } = limits[detail];
  const fitting = fitted(width, height, side);
  const count = patchesOf(fitting);
  const tokens = (count <= most ? count : patchesOf(shrunk(fitting, most))) * factor;
  return rounded === 'up' ? Math.ceil(tokens - 1e-9) : Math.round(tokens);
}

type Sides = [width: number, height: number];

const patchesOf = ([width, height]: Sides): number => cells(width, 32) * cells(height, 32);

/** So far that the area is that of `most` patches, and on until one side is whole patches. */
function shrunk([width, height]: Sides, most: number): Sides {
  const scale = Math.sqrt((32 * 32 * most) / (width * height));
  const [across, down] = [(width * scale) / 32, (height * scale) / 32];
  const exact = scale * Math.min(whole(across) / across, whole(down) / down);
  return [whole(width * exact), whole(height * exact)];
}

/**
 * Anthropic, "Coordinates and bounding boxes": the largest size in proportion of which both sides, filled up to squares, are within
 * the longest and all squares within the most. On Claude Haiku 4.5 six sizes from 256 x 256 to 1,920 x 1,080 were billed so, each
 * with the same 65 tokens of words; on Claude 5.5 with 77.
 */
function countSquares({ width, height }: ImageSize, { limit }: Of<'squares'>): number {
  const ratio = Math.max(width, height) / Math.min(width, height);
  const squares = (long: number) => cells(long, 28) * cells(Math.max(1, roundToEven(long / ratio)), 28);
  let long = Math.min(limit.side, Math.max(width, height));
  while (long > 1 && (cells(long, 28) * 28 > limit.side || squares(long) > limit.most)) long -= 1;
  return squares(long);
}

/** Google: one crop while both sides are at most 384; else as many as crops of 2/3 of the short side cover the image. */
function countCrops({ width, height }: ImageSize, { small, crop }: Of<'crops'>): number {
  if (width <= small && height <= small) return crop;
  const side = Math.max(1, Math.floor(Math.min(width, height) / 1.5));
  return crop * cells(width, side) * cells(height, side);
}

/** Mistral: fit into the longest side; each row of patches ends with a token of its own, so an image on its side may differ. */
function countRows({ width, height }: ImageSize, { patch, side }: Of<'rows'>): number {
  const [across, down] = fitted(width, height, side);
  return (cells(across, patch) + 1) * cells(down, patch);
}

/** With no side longer, in whole pixels; nothing is enlarged. */
function fitted(width: number, height: number, side: number): Sides {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** How many cells cover a length. */
function cells(length: number, size: number): number {
  return Math.ceil(length / size);
}

/** Rounded down; a scaled length is exact to a millionth. */
function whole(length: number): number {
  return Math.floor(length + 1e-6);
}

/** Halves to the even neighbour. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
