/**
 * Lines: units set as running text of a given width, so that only the lines in sight need be drawn. A token never
 * breaks over lines unless it is longer than one, and a line ends after a line break. A line keeps only which units it has;
 * where each stands is worked out when the line is drawn. (An object a token made half a million for a row of 128,000, and
 * their collection was felt while scrolling.) Pure: the measure is passed in.
 */
import { glyphsOf } from './glyph.ts';
import type { Section } from './section.ts';
import type { Unit } from './unit.ts';
import { spacedHex } from './utf8.ts';

/** Widths in pixels of what is drawn. */
export type Measure = { text(glyphs: string): number; pill(name: string): number };

/** Some of a unit's glyphs on one line: nearly always all of them. */
export type Fragment = Piece & { x: number; width: number };

/** What a line has of a unit that is broken over lines. */
type Piece = { unit: number; glyphs: string; opens: boolean; closes: boolean };

export type Line = {
  top: number;
  /** The unit it begins with, or, for a heading, stands before. */
  unit: number;
  /** The unit after its last; `unit` while it has none. */
  end: number;
  /** Those of its units that are not whole: the first, the last, or both. */
  pieces?: Piece[];
  heading?: Section;
};

/** How tokens are spelled: as text, as text with its spaces marked, or as bytes in hexadecimal. */
export type RowForm = 'text' | 'spaces' | 'bytes';

export type Layout = {
  width: number;
  measure: Measure;
  form: RowForm;
  lines: Line[];
  height: number;
  /** Where the last line ends, pixels. */
  x: number;
};

/** Heights in pixels: a line of tokens, and a heading with the room around it. */
export const LINE_HEIGHT = 27;
export const HEADING_HEIGHT = 30;

export function emptyLayout(width: number, measure: Measure, form: RowForm = 'text'): Layout {
  return { width, measure, form, lines: [], height: 0, x: 0 };
}

/**
 * Sets the units from `from` on; a line that held them before is set anew (as a new object), so a growing row costs
 * what it grew. A section begins with a heading.
 */
export function setLines(layout: Layout, units: readonly Unit[], sections: readonly Section[], from: number): void {
  reopen(layout, units, from);
  let section = sections.length;
  while (section > 0 && (sections[section - 1]?.first ?? 0) > (units[from - 1]?.first ?? -1)) section--;
  for (let index = from; index < units.length; index++) {
    const unit = units[index];
    const heading = sections[section];
    if (!unit) break;
    if (heading && unit.first >= heading.first) {
      addLine(layout, index, heading);
      addLine(layout, index);
      section++;
    } else if (layout.lines.length === 0 || endsWithBreak(layout, units)) addLine(layout, index);
    place(layout, unit, index);
  }
}

function reopen(layout: Layout, units: readonly Unit[], from: number): void {
  const { lines } = layout;
  while ((lines.at(-1)?.unit ?? -1) >= from) lines.pop();
  const last = lines.at(-1);
  layout.height = last ? last.top + heightOf(last) : 0;
  layout.x = 0;
  if (!last) return;
  const { pieces, ...rest } = last;
  const line: Line = { ...rest, end: Math.min(last.end, from) };
  const kept = pieces?.filter((piece) => piece.unit < from) ?? [];
  if (kept.length > 0) line.pieces = kept;
  lines[lines.length - 1] = line;
  for (const { width } of fragmentsOf(layout, line, units)) layout.x += width;
}

/** What stands on a line, and where. */
export function fragmentsOf(layout: Layout, line: Line, units: readonly Unit[]): Fragment[] {
  const fragments: Fragment[] = [];
  let x = 0;
  for (let index = line.unit; index < line.end; index++) {
    const unit = units[index];
    if (!unit) break;
    const piece = pieceOf(line, index) ?? { unit: index, glyphs: wholeGlyphs(layout, unit), opens: true, closes: true };
    const width = widthOf(layout, unit, piece.glyphs);
    fragments.push({ ...piece, x, width });
    x += width;
  }
  return fragments;
}

function pieceOf(line: Line, unit: number): Piece | undefined {
  return line.pieces?.find((piece) => piece.unit === unit);
}

/** Whether a line has all or some of a unit. */
export function holds(line: Line, unit: number | undefined): boolean {
  return unit !== undefined && line.unit <= unit && unit < line.end;
}

export function heightOf(line: Line): number {
  return line.heading ? HEADING_HEIGHT : LINE_HEIGHT;
}

function addLine(layout: Layout, unit: number, heading?: Section): void {
  const line: Line = { top: layout.height, unit, end: unit };
  if (heading) line.heading = heading;
  layout.lines.push(line);
  layout.height += heightOf(line);
  layout.x = 0;
}

function endsWithBreak(layout: Layout, units: readonly Unit[]): boolean {
  const line = layout.lines.at(-1);
  if (!line || line.end === line.unit) return false;
  const unit = units[line.end - 1];
  return unit?.kind === 'text' && unit.text.endsWith('\n') && (pieceOf(line, line.end - 1)?.closes ?? true);
}

function place(layout: Layout, unit: Unit, index: number): void {
  if (unit.kind !== 'text' || !unit.text.includes('\n')) {
    placeGlyphs(layout, unit, index, wholeGlyphs(layout, unit), true, true);
    return;
  }
  const pieces = unit.text.split(/(?<=\n)(?!\n|\r\n)/);
  pieces.forEach((piece, at) => {
    if (at > 0) addLine(layout, index);
    placeGlyphs(layout, unit, index, glyphsOf(piece, layout.form === 'spaces'), at === 0, at === pieces.length - 1);
  });
}

function wholeGlyphs({ form }: Layout, { kind, text }: Unit): string {
  if (kind === 'special') return text;
  if (kind === 'text') return glyphsOf(text, form === 'spaces');
  return form === 'bytes' ? ` ${spacedHex(text)} ` : `⟨${spacedHex(text)}⟩`;
}

function widthOf({ measure }: Layout, { kind }: Unit, glyphs: string): number {
  return kind === 'special' ? measure.pill(glyphs) : measure.text(glyphs);
}

function placeGlyphs(layout: Layout, unit: Unit, index: number, glyphs: string, opens: boolean, closes: boolean): void {
  const width = widthOf(layout, unit, glyphs);
  if (width <= layout.width || unit.kind === 'special') {
    put(layout, { unit: index, glyphs, opens, closes }, width);
    return;
  }
  let rest = glyphs;
  let isFirst = opens;
  while (rest) {
    const head = fitting(layout, rest);
    rest = rest.slice(head.length);
    const line = layout.lines.at(-1);
    if (line && line.end > line.unit) addLine(layout, index);
    put(layout, { unit: index, glyphs: head, opens: isFirst, closes: closes && !rest }, layout.measure.text(head));
    isFirst = false;
  }
}

/** As many whole characters as a line holds, at least one. */
function fitting(layout: Layout, glyphs: string): string {
  const characters = Array.from(glyphs);
  let width = 0;
  let count = 0;
  for (const character of characters) {
    width += layout.measure.text(character);
    if (count > 0 && width > layout.width) break;
    count++;
  }
  return characters.slice(0, count).join('');
}

function put(layout: Layout, piece: Piece, width: number): void {
  if (layout.x > 0 && layout.x + width > layout.width) addLine(layout, piece.unit);
  const line = layout.lines.at(-1);
  if (!line) return;
  line.end = piece.unit + 1;
  layout.x += width;
  if (!piece.opens || !piece.closes) line.pieces = [...(line.pieces ?? []), piece];
}

/** Index of the line at a height, for what is in sight. */
export function lineAt(layout: Layout, y: number): number {
  return Math.max(0, firstWhere(layout.lines, (line) => line.top > y) - 1);
}

/** Index of the line that holds the beginning of a unit. */
export function lineOfUnit(layout: Layout, unit: number): number {
  const { lines } = layout;
  const next = firstWhere(lines, (line) => line.unit >= unit);
  const at = lines[next]?.heading ? next + 1 : next;
  const line = lines[at];
  return line && line.unit === unit && holds(line, unit) && (pieceOf(line, unit)?.opens ?? true) ? at : next - 1;
}

/** The first line for which a claim holds that, once true, stays true; `lines.length` where it never does. */
function firstWhere(lines: readonly Line[], holds: (line: Line) => boolean): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line && holds(line)) high = middle;
    else low = middle + 1;
  }
  return low;
}
