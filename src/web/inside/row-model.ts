/**
 * The row as it is shown: tokens, the units that draw them, sections, and the lines of one width. It grows while an
 * answer streams, each time by what came. Knows no DOM; widths come from a measure.
 */
import type { RowToken } from '#domain/tokens/token';
import { emptyLayout, type Layout, type Measure, type RowForm, setLines } from './layout.ts';
import { growSections, type Section } from './section.ts';
import { byteUnits, growUnits, type Unit } from './unit.ts';

/** Grown in place, after `tokens`, which is the feed's own list. */
export type RowModel = {
  readonly tokens: readonly RowToken[];
  /** How many of the tokens units, sections and lines already hold. */
  taken: number;
  units: Unit[];
  sections: Section[];
  layout: Layout;
  /** False for a text of which nobody asks who speaks. */
  hasSections: boolean;
};

export type RowOptions = { form?: RowForm; hasSections?: boolean };

export function rowModel(tokens: readonly RowToken[], width: number, measure: Measure, options: RowOptions = {}): RowModel {
  const row = emptyRow(tokens, width, measure, options);
  growRow(row);
  return row;
}

/** A row that has taken in none of its tokens yet. */
export function emptyRow(tokens: readonly RowToken[], width: number, measure: Measure, options: RowOptions = {}): RowModel {
  const { form = 'text', hasSections = true } = options;
  return { tokens, taken: 0, units: [], sections: [], layout: emptyLayout(width, measure, form), hasSections };
}

export function isWhole(row: RowModel): boolean {
  return row.taken === row.tokens.length;
}

/** Takes in the tokens that have come since, or the next `most` of them. */
export function growRow(row: RowModel, most = Number.POSITIVE_INFINITY): void {
  if (isWhole(row)) return;
  const end = Math.min(row.tokens.length, row.taken + most);
  if (row.hasSections) growSections(row.sections, row.tokens, row.taken, end);
  const grow = row.layout.form === 'bytes' ? byteUnits : growUnits;
  setLines(row.layout, row.units, row.sections, grow(row.units, row.tokens, end));
  row.taken = end;
}

/** The same row in lines of another width. */
export function resizeRow(row: RowModel, width: number, measure: Measure): void {
  row.layout = emptyLayout(width, measure, row.layout.form);
  setLines(row.layout, row.units, row.sections, 0);
}
