/**
 * The row as it is shown: tokens, the units that draw them, sections, and the lines of one width. It grows while an
 * answer streams, each time by what came. Knows no DOM; widths come from a measure.
 */
import type { RowToken } from '#domain/tokens/token';
import { emptyLayout, type Layout, type Measure, setLines } from './layout.ts';
import { growSections, type Section } from './section.ts';
import { growUnits, type Unit } from './unit.ts';

/** Grown in place; `version` rises with each change, for those who draw it. */
export type RowModel = {
  tokens: RowToken[];
  units: Unit[];
  sections: Section[];
  layout: Layout;
  version: number;
};

export function rowModel(tokens: readonly RowToken[], width: number, measure: Measure, showsSpaces = false): RowModel {
  const row: RowModel = { tokens: [], units: [], sections: [], layout: emptyLayout(width, measure, showsSpaces), version: 0 };
  appendTokens(row, tokens);
  return row;
}

export function appendTokens(row: RowModel, tokens: readonly RowToken[]): void {
  if (tokens.length === 0) return;
  const from = row.tokens.length;
  for (const token of tokens) row.tokens.push(token);
  growSections(row.sections, row.tokens, from);
  setLines(row.layout, row.units, row.sections, growUnits(row.units, row.tokens));
  row.version++;
}

/** The same row in lines of another width. */
export function resizeRow(row: RowModel, width: number, measure: Measure): void {
  row.layout = emptyLayout(width, measure, row.layout.showsSpaces);
  setLines(row.layout, row.units, row.sections, 0);
  row.version++;
}
