/**
 * Text that arrives in batches, drawn at a steady pace: what is behind is shown within `LAG_MS`, a little at each frame.
 * Pure: times are given.
 */

/** How far drawing may stay behind, ms; the budget is 150 with the batch's own way to the page in it. */
const LAG_MS = 90;

export type Pace = { /** Characters drawn. */ shown: number /** Characters a millisecond. */; speed: number };

/** More text has come: `total` characters are to be drawn within the lag. */
export function setPace(pace: Pace, total: number): Pace {
  return { shown: pace.shown, speed: Math.max(0, total - pace.shown) / LAG_MS };
}

/** The state some milliseconds later; never beyond `total`. */
export function stepPace(pace: Pace, total: number, ms: number): Pace {
  return { ...pace, shown: Math.min(total, pace.shown + pace.speed * ms) };
}

/** Where to cut so that no character is cut in half: not between surrogates. */
export function wholeLength(text: string, length: number): number {
  const at = Math.floor(length);
  const before = text.charCodeAt(at - 1);
  return at < text.length && before >= 0xd800 && before < 0xdc00 ? at - 1 : at;
}
