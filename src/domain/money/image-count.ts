/**
 * Tokens that an image costs, by the rules that vendors publish: estimates, since what a model is shown is not published. Sizes
 * are in pixels. Knows no model names.
 */
export type ImageSize = { width: number; height: number; detail: 'low' | 'high' };

/**
 * `tiles`: of 512 pixels, on a base. `patches`: of 32 pixels, at most `most`, each worth `factor`. `area`: a token for so many
 * pixels, after fitting the long side into `side`. `crops`: pieces in proportion to the short side. `fixed`: whatever the size.
 */
export type ImageForm =
  | { kind: 'tiles'; base: number; tile: number }
  | { kind: 'patches'; most: number; factor: number }
  | { kind: 'area'; pixelsPerToken: number; side: number; most: number }
  | { kind: 'crops'; small: number; crop: number }
  | { kind: 'fixed'; tokens: number };

/** `from`: who publishes it. */
export type ImageRule = ImageForm & { from: string };

const OPENAI = "images by OpenAI's published rule";
const tiles = (base: number, tile: number) => ({ kind: 'tiles', base, tile, from: OPENAI }) as const;
const patches = (factor: number) => ({ kind: 'patches', most: 1536, factor, from: OPENAI }) as const;

export const IMAGE_RULES = {
  'gpt-4o': tiles(85, 170),
  'gpt-4o-mini': tiles(2833, 5667),
  'gpt-5': tiles(70, 140),
  o3: tiles(75, 150),
  'gpt-4.1-mini': patches(1.62),
  'gpt-4.1-nano': patches(2.46),
  'o4-mini': patches(1.72),
  'claude-4': { kind: 'area', pixelsPerToken: 750, side: 1568, most: 1600, from: "images by Anthropic's published rule" },
  'gemini-2': { kind: 'crops', small: 384, crop: 258, from: "images by Google's published rule, which it calls rough" },
  'gemma-3': { kind: 'fixed', tokens: 256, from: "images by Gemma's model card" },
} satisfies Record<string, ImageRule>;

/** Tokens of one image. */
export function countImage(image: ImageSize, rule: ImageForm): number {
  switch (rule.kind) {
    case 'tiles':
      return countTiles(image, rule);
    case 'patches':
      return countPatches(image, rule);
    case 'area':
      return countArea(image, rule);
    case 'crops':
      return countCrops(image, rule);
    case 'fixed':
      return rule.tokens;
  }
}

/** Whether low detail costs less than high. */
export function knowsDetail({ kind }: ImageForm): boolean {
  return kind === 'tiles';
}

type Of<Kind extends ImageForm['kind']> = Extract<ImageForm, { kind: Kind }>;

/** Low detail is the base. High: fit into 2,048 x 2,048, then bring the short side down to 768, then count tiles. */
function countTiles({ width, height, detail }: ImageSize, { base, tile }: Of<'tiles'>): number {
  if (detail === 'low') return base;
  const fitting = Math.min(1, 2048 / Math.max(width, height));
  const scale = fitting * Math.min(1, 768 / (Math.min(width, height) * fitting));
  return base + tile * cells(width * scale, 512) * cells(height * scale, 512);
}

/**
 * More patches than the most count as the most: 4,000 x 1,474 was metered 2,488 on gpt-4.1-mini, which is 1,536
 * patches; the vendor's calculator, which shrinks the image first, says 2,348.
 */
function countPatches({ width, height }: ImageSize, { most, factor }: Of<'patches'>): number {
  return Math.round(Math.min(most, cells(width, 32) * cells(height, 32)) * factor);
}

/** Anthropic: width x height / 750, once the long side is at most 1,568 and the whole about 1,600 tokens. */
function countArea({ width, height }: ImageSize, { pixelsPerToken, side, most }: Of<'area'>): number {
  const scale = Math.min(1, side / Math.max(width, height));
  return Math.min(most, cells(width * height * scale * scale, pixelsPerToken));
}

/** Google: one crop while both sides are at most 384; else as many as crops of 2/3 of the short side cover the image. */
function countCrops({ width, height }: ImageSize, { small, crop }: Of<'crops'>): number {
  if (width <= small && height <= small) return crop;
  const side = Math.max(1, Math.floor(Math.min(width, height) / 1.5));
  return crop * cells(width, side) * cells(height, side);
}

/** How many cells cover a length; a scaled length is exact to a millionth of a pixel. */
function cells(length: number, size: number): number {
  return Math.ceil(length / size - 1e-9);
}
