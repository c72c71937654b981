/**
 * Tokens that an image costs OpenAI's models, by published rules: estimates, since what a model is shown is not
 * published. Sizes are in pixels.
 */
export type ImageSize = { width: number; height: number; detail: 'low' | 'high' };

/** `tiles`: of 512 pixels, on a base. `patches`: of 32 pixels, at most `most`, each worth `factor`. */
export type ImageRule = { kind: 'tiles'; base: number; tile: number } | { kind: 'patches'; most: number; factor: number };

export const IMAGE_RULES = {
  'gpt-4o': { kind: 'tiles', base: 85, tile: 170 },
  'gpt-4o-mini': { kind: 'tiles', base: 2833, tile: 5667 },
  'gpt-4.1-mini': { kind: 'patches', most: 1536, factor: 1.62 },
  'gpt-4.1-nano': { kind: 'patches', most: 1536, factor: 2.46 },
  'o4-mini': { kind: 'patches', most: 1536, factor: 1.72 },
} satisfies Record<string, ImageRule>;

/** Tokens of one image. */
export function countImage(image: ImageSize, rule: ImageRule): number {
  return rule.kind === 'tiles' ? countTiles(image, rule) : countPatches(image, rule);
}

/** Low detail is the base. High: fit into 2,048 x 2,048, then bring the short side down to 768, then count tiles. */
function countTiles({ width, height, detail }: ImageSize, { base, tile }: Extract<ImageRule, { kind: 'tiles' }>): number {
  if (detail === 'low') return base;
  const fitting = Math.min(1, 2048 / Math.max(width, height));
  const scale = fitting * Math.min(1, 768 / (Math.min(width, height) * fitting));
  return base + tile * cells(width * scale, 512) * cells(height * scale, 512);
}

/**
 * More patches than the most count as the most: 4,000 x 1,474 was metered 2,488 on gpt-4.1-mini, which is 1,536
 * patches; the vendor's calculator, which shrinks the image first, says 2,348.
 */
function countPatches({ width, height }: ImageSize, { most, factor }: Extract<ImageRule, { kind: 'patches' }>): number {
  return Math.round(Math.min(most, cells(width, 32) * cells(height, 32)) * factor);
}

/** How many cells cover a length; a scaled length is exact to a millionth of a pixel. */
function cells(length: number, size: number): number {
  return Math.ceil(length / size - 1e-9);
}
