/**
 * Lines: units set as running text of a given width, so that only the lines in sight need be drawn. A token never
 * breaks over lines unless it is longer than one, and a line ends after a line break. Pure: the measure is passed in.
 */
import { glyphsOf } from './glyph.ts';
import type { Section } from './section.ts';
import type { Unit } from './unit.ts';
import { spacedHex } from './utf8.ts';

/** Widths in pixels of what is drawn. */
export type Measure = { text(glyphs: string): number; pill(name: string): number };

/** Some of a unit's glyphs on one line: nearly always all of them. */
export type Fragment = { unit: number; glyphs: string; x: number; width: number; opens: boolean; closes: boolean };

export type Line = {
  top: number;
  /** The unit it begins with, or, for a heading, stands before. */
  unit: number;
  fragments: Fragment[];
  heading?: Section;
};

/** How tokens are spelled: as text, as text with its spaces marked, or as bytes in hexadecimal. */
export type RowForm = 'text' | 'spaces' | 'bytes';

export type Layout = { width: number; measure: Measure; form: RowForm; lines: Line[]; height: number };

/** Heights in pixels: a line of tokens, and a heading with the room around it. */
export const LINE_HEIGHT = 27;
export const HEADING_HEIGHT = 30;

export function emptyLayout(width: number, measure: Measure, form: RowForm = 'text'): Layout {
  return { width, measure, form, lines: [], height: 0 };
}

/**
 * Sets the units from `from` on; a line that held them before is set anew (as a new object), so a growing row costs
 * what it grew. A section begins with a heading.
 */
export function setLines(layout: Layout, units: readonly Unit[], sections: readonly Section[], from: number): void {
  reopen(layout, from);
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

function reopen(layout: Layout, from: number): void {
  const { lines } = layout;
  while ((lines.at(-1)?.unit ?? -1) >= from) lines.pop();
  const last = lines.at(-1);
  layout.height = last ? last.top + heightOf(last) : 0;
  if (last) lines[lines.length - 1] = { ...last, fragments: last.fragments.filter((fragment) => fragment.unit < from) };
}

export function heightOf(line: Line): number {
  return line.heading ? HEADING_HEIGHT : LINE_HEIGHT;
}

function addLine(layout: Layout, unit: number, heading?: Section): void {
  const line: Line = { top: layout.height, unit, fragments: [], ...(heading && { heading }) };
  layout.lines.push(line);
  layout.height += heightOf(line);
}

function endsWithBreak(layout: Layout, units: readonly Unit[]): boolean {
  const last = layout.lines.at(-1)?.fragments.at(-1);
  if (!last) return false;
  const unit = units[last.unit];
  return unit?.kind === 'text' && last.closes && unit.text.endsWith('\n');
}

function place(layout: Layout, unit: Unit, index: number): void {
  if (unit.kind === 'special') {
    put(layout, index, unit.text, layout.measure.pill(unit.text), true, true);
    return;
  }
  if (unit.kind === 'bytes') {
    placeGlyphs(layout, index, layout.form === 'bytes' ? ` ${spacedHex(unit.text)} ` : `⟨${spacedHex(unit.text)}⟩`, true, true);
    return;
  }
  if (!unit.text.includes('\n')) {
    placeGlyphs(layout, index, glyphsOf(unit.text, layout.form === 'spaces'), true, true);
    return;
  }
  const pieces = unit.text.split(/(?<=\n)(?!\n|\r\n)/);
  pieces.forEach((piece, at) => {
    if (at > 0) addLine(layout, index);
    placeGlyphs(layout, index, glyphsOf(piece, layout.form === 'spaces'), at === 0, at === pieces.length - 1);
  });
}

function placeGlyphs(layout: Layout, index: number, glyphs: string, opens: boolean, closes: boolean): void {
  const width = layout.measure.text(glyphs);
  if (width <= layout.width) {
    put(layout, index, glyphs, width, opens, closes);
    return;
  }
  let rest = glyphs;
  let isFirst = opens;
  while (rest) {
    const head = fitting(layout, rest);
    rest = rest.slice(head.length);
    if (layout.lines.at(-1)?.fragments.length) addLine(layout, index);
    put(layout, index, head, layout.measure.text(head), isFirst, closes && !rest);
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

function put(layout: Layout, unit: number, glyphs: string, width: number, opens: boolean, closes: boolean): void {
  let line = layout.lines.at(-1);
  const before = line?.fragments.at(-1);
  let x = before ? before.x + before.width : 0;
  if (x > 0 && x + width > layout.width) {
    addLine(layout, unit);
    line = layout.lines.at(-1);
    x = 0;
  }
  line?.fragments.push({ unit, glyphs, x, width, opens, closes });
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
  return line?.unit === unit && line.fragments[0]?.opens ? at : next - 1;
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
