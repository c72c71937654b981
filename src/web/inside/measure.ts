/**
 * Widths of tokens in the browser's own fonts, by a canvas that is never shown. Most text is one advance a
 * character, so a long row is measured without the canvas.
 */
import type { Measure } from './layout.ts';

/** Padding, border and margin of a pill, both sides together; `inside.css` has the same. */
const PILL_EDGES = 18;

/** Reads the fonts of an element of tokens and of a pill. */
export function measureIn(token: Element, pill: Element): Measure {
  const text = widthIn(fontOf(token));
  const name = widthIn(fontOf(pill));
  return { text, pill: (bareName) => name(bareName) + PILL_EDGES };
}

function fontOf(element: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

function widthIn(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (text) => 8 * text.length;
  context.font = font;
  const latin = context.measureText('m'.repeat(64)).width / 64;
  const han = context.measureText('水'.repeat(64)).width / 64;
  const known = new Map<string, number>();
  return (text) => {
    let width = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0x20 && code < 0x7f) width += latin;
      else if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3041 && code <= 0x30fa)) width += han;
      else return measured(context, known, text);
    }
    return width;
  };
}

function measured(context: CanvasRenderingContext2D, known: Map<string, number>, text: string): number {
  let width = known.get(text);
  if (width === undefined) {
    width = context.measureText(text).width;
    if (known.size > 20_000) known.clear();
    known.set(text, width);
  }
  return width;
}
