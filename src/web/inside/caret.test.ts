import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RowToken, toHex } from '#domain/tokens/token';
import { moveCaret } from './caret.ts';
import { rowModel } from './row-model.ts';

const measure = { text: (glyphs: string) => 10 * glyphs.length, pill: (name: string) => 10 * name.length };
const bytes = (text: string): string => toHex(new TextEncoder().encode(text));
const word = (text: string, owner: RowToken['owner'] = 'person'): RowToken => ({ bytes: bytes(text), owner });

// Lines of 100 px: heading | "one two"(0,1) ↵(2) | "three four"(3,4) | heading | 绽 of two tokens (5,6), " end"(7)
const row = rowModel(
  [
    word('one'),
    word(' two'),
    word('\n'),
    word('three'),
    word(' four'),
    { bytes: 'e7bb', owner: 'model' },
    { bytes: 'bd', owner: 'model' },
    word(' end', 'model'),
  ],
  100,
  measure,
);
const move = (position: number | undefined, key: string) => moveCaret(row.layout, row.units, position, key);

test('left and right go token by token, inside a character of several too, and stop at the ends', () => {
  assert.equal(move(0, 'ArrowRight'), 1);
  assert.equal(move(5, 'ArrowRight'), 6);
  assert.equal(move(7, 'ArrowRight'), 7);
  assert.equal(move(1, 'ArrowLeft'), 0);
  assert.equal(move(0, 'ArrowLeft'), 0);
});

test('up and down go to what stands nearest on the next line of tokens, over headings', () => {
  assert.equal(move(1, 'ArrowDown'), 3);
  assert.equal(move(2, 'ArrowDown'), 4);
  assert.equal(move(4, 'ArrowDown'), 7);
  assert.equal(move(7, 'ArrowUp'), 3);
  assert.equal(move(0, 'ArrowUp'), 0);
  assert.equal(move(7, 'ArrowDown'), 7);
});

test('Home and End go to the ends of the line, with Ctrl to those of the row', () => {
  assert.equal(move(4, 'Home'), 3);
  assert.equal(move(3, 'End'), 4);
  assert.equal(move(6, 'Home'), 5);
  assert.equal(move(6, 'Ctrl+Home'), 0);
  assert.equal(move(0, 'Ctrl+End'), 7);
});

test('pages pass many lines and stop at the last one', () => {
  assert.equal(move(0, 'PageDown'), 5);
  assert.equal(move(7, 'PageUp'), 0);
});

test('the first key begins at the first token; other keys move nothing', () => {
  assert.equal(move(undefined, 'ArrowDown'), 0);
  assert.equal(move(undefined, 'ArrowRight'), 0);
  assert.equal(move(3, 'a'), undefined);
  assert.equal(moveCaret(row.layout, [], undefined, 'ArrowRight'), undefined);
});
