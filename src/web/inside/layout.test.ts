import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RowToken, toHex } from '#domain/tokens/token';
import {
  emptyLayout,
  fragmentsOf,
  HEADING_HEIGHT,
  LINE_HEIGHT,
  lineAt,
  lineOfUnit,
  type Measure,
  type RowForm,
  setLines,
} from './layout.ts';
import { emptyRow, growRow, isWhole, type RowModel, resizeRow, rowModel } from './row-model.ts';
import { unitsOf } from './unit.ts';

/** Ten pixels a character; a pill is two wider. */
const measure: Measure = { text: (glyphs) => 10 * Array.from(glyphs).length, pill: (name) => 10 * name.length + 20 };

const hex = (text: string): string => toHex(new TextEncoder().encode(text));
const word = (text: string, more: Partial<RowToken> = {}): RowToken => ({ bytes: hex(text), owner: 'person', ...more });

function linesOf(texts: string[], width: number, form: RowForm = 'text'): string[] {
  const layout = emptyLayout(width, measure, form);
  const units = unitsOf(texts.map((text) => word(text)));
  setLines(layout, units, [], 0);
  return spelled({ layout, units });
}

function spelled({ layout, units }: Pick<RowModel, 'layout' | 'units'>): string[] {
  return layout.lines.map((line) =>
    line.heading
      ? '#'
      : fragmentsOf(layout, line, units)
          .map((fragment) => fragment.glyphs)
          .join('|'),
  );
}

test('a token that does not fit goes to the next line whole', () => {
  assert.deepEqual(linesOf(['Write', ' a', ' ha', 'iku'], 80), ['Write| a', ' ha|iku']);
});

test('a token longer than a line is the only one that breaks, and it begins a line', () => {
  assert.deepEqual(linesOf(['ab', 'abcdefghijkl', 'x'], 50), ['ab', 'abcde', 'fghij', 'kl|x']);
});

test('a line ends after a line break, drawn as a return sign; several in one token are drawn together', () => {
  assert.deepEqual(linesOf(['a', ',\n', 'b', '\n\n', 'c'], 200), ['a|,↵', 'b|↵↵', 'c']);
});

test('text after a line break in the same token goes on below', () => {
  assert.deepEqual(linesOf(['{\n  x', 'y'], 200), ['{↵', '  x|y']);
});

test('white space can be shown', () => {
  assert.deepEqual(linesOf([' a', '\t'], 200, 'spaces'), ['·a|⇥']);
});

test('bytes that are no character are drawn in brackets', () => {
  const layout = emptyLayout(200, measure);
  const units = unitsOf([{ bytes: 'e7bb', owner: 'model' }]);
  setLines(layout, units, [], 0);
  assert.deepEqual(spelled({ layout, units }), ['⟨e7 bb⟩']);
});

test('a row can be spelled in bytes, a token each, special ones by name', () => {
  const tokens: RowToken[] = [
    { bytes: 'e7bb', owner: 'person' },
    { bytes: 'bd', owner: 'person' },
    word('x', { special: true, text: '<|x|>' }),
  ];
  const row = rowModel(tokens, 200, measure, { form: 'bytes', hasSections: false });
  assert.deepEqual(spelled(row), [' e7 bb | bd |x']);
});

test('a section begins with a heading, higher than a line', () => {
  const row = rowModel([word('a'), word('b', { owner: 'model' })], 200, measure);
  assert.deepEqual(spelled(row), ['#', 'a', '#', 'b']);
  assert.equal(row.layout.height, 2 * LINE_HEIGHT + 2 * HEADING_HEIGHT);
  assert.deepEqual(
    row.layout.lines.map((line) => line.top),
    [0, 30, 57, 87],
  );
});

const anyRow = fc.array(
  fc.record({
    text: fc.oneof(
      fc.constantFrom('\n', ',\n', ' the', 'a', '\n\n  ', 'e\u0301', 'longerthanthelineis'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
    ),
    owner: fc.constantFrom('template' as const, 'person' as const, 'model' as const),
    isSpecial: fc.boolean(),
  }),
  { maxLength: 40 },
);
const tokensOf = (row: { text: string; owner: RowToken['owner']; isSpecial: boolean }[]): RowToken[] =>
  row.map(({ text, owner, isSpecial }) => word(text, { owner, ...(isSpecial && { special: true, text }) }));

test('a row that grows has the lines of the whole row, and its width can change', () => {
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 10, max: 300 }), fc.integer({ min: 1, max: 7 }), (row, width, by) => {
      const tokens = tokensOf(row);
      const growing: RowToken[] = [];
      const grown = rowModel(growing, width + 50, measure);
      for (let at = 0; at < tokens.length; at += by) {
        growing.push(...tokens.slice(at, at + by));
        growRow(grown);
        if (at === 0) resizeRow(grown, width, measure);
      }
      if (tokens.length > 0) assert.deepEqual(grown.layout, rowModel(tokens, width, measure).layout);
    }),
  );
});

test('a row that is taken in slices is the row that is taken at once', () => {
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 10, max: 300 }), fc.integer({ min: 1, max: 7 }), (row, width, most) => {
      const sliced = emptyRow(tokensOf(row), width, measure);
      while (!isWhole(sliced)) growRow(sliced, most);
      assert.deepEqual(sliced, rowModel(tokensOf(row), width, measure));
    }),
  );
});

test('every unit is found on the line where it begins, and every line by its height', () => {
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 10, max: 300 }), (row, width) => {
      const { layout, units } = rowModel(tokensOf(row), width, measure);
      units.forEach((_, unit) => {
        const line = layout.lines.findIndex((one) =>
          fragmentsOf(layout, one, units).some((fragment) => fragment.unit === unit && fragment.opens),
        );
        assert.equal(lineOfUnit(layout, unit), line);
      });
      layout.lines.forEach((line, index) => {
        assert.equal(lineAt(layout, line.top), index);
        assert.equal(lineAt(layout, line.top + LINE_HEIGHT - 1), index);
      });
    }),
  );
});

test('no line is wider than it may be, but for a pill or a character that is', () => {
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 10, max: 300 }), (row, width) => {
      const { layout, units } = rowModel(tokensOf(row), width, measure);
      for (const line of layout.lines) {
        const fragments = fragmentsOf(layout, line, units);
        const last = fragments.at(-1);
        if (last && fragments.length > 1) assert.ok(last.x + last.width <= width);
      }
    }),
  );
});
