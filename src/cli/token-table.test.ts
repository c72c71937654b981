import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireRow } from '#wire/row';
import { tableOf } from './token-table.ts';

const row = (more: Partial<WireRow>): WireRow => ({
  ...{ model: 'm', encoding: 'e', grade: 'exact', counts: { content: { value: 1, grade: 'exact' } }, tokens: [] },
  ...more,
});
const shown = (more: Partial<WireRow>, price?: string) => [...tableOf(row(more), price)].join('\n');

test('a line a token, the counts, the price and the note', () => {
  const tokens: WireRow['tokens'] = [
    { id: 97, bytes: '61', text: 'a', owner: 'person' },
    { bytes: 'e8', owner: ['template', 'person'] },
    { id: 1, bytes: '', text: '<|end|>', owner: 'template', special: true },
  ];
  assert.equal(
    shown({ tokens, note: 'Built.' }, 'free'),
    '     97  person    "a"\n      ?  template+person  <e8>\n      1  template  <|end|>\n\nm · e · content 1 (exact)\nfree\nBuilt.',
  );
});

test('what would steer the terminal, end a line or turn the direction of writing is escaped', () => {
  const codes = [0x1b, 0x7f, 0x9b, 0x2028, 0x202e, 0x2066, 0x2069];
  for (const code of codes) {
    const character = String.fromCharCode(code);
    const spelled = `\\u${code.toString(16).padStart(4, '0')}`;
    for (const special of [true, false]) {
      const text = shown({ tokens: [{ id: 1, bytes: '', text: character, owner: 'person', special }], note: character });
      assert(text.includes(spelled) && !text.includes(character), spelled);
    }
  }
});

test('many tokens come in pieces of whole lines', () => {
  const tokens = Array.from({ length: 25_000 }, (_, id) => ({ id, bytes: '61', text: 'a', owner: 'person' as const }));
  const pieces = [...tableOf(row({ tokens }))];
  assert.equal(pieces.length, 4);
  assert.equal(pieces.join('\n').split('\n').length, 25_002);
});
