import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, harmlessLines } from './harmless.ts';

const spelled = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;

test('in a line, what would steer the terminal, end the line or turn the direction of writing is escaped', () => {
  for (const code of [0x07, 0x09, 0x0a, 0x1b, 0x7f, 0x9b, 0x2028, 0x202e, 0x2066, 0x2069])
    assert.equal(harmless(`a${String.fromCharCode(code)}b`), `a${spelled(code)}b`);
});

test('in lines, controls are escaped but for newlines and tabs', () => {
  for (const code of [0x00, 0x07, 0x08, 0x0d, 0x1b, 0x7f, 0x9b, 0x9d])
    assert.equal(harmlessLines(`a\n\t${String.fromCharCode(code)}b`), `a\n\t${spelled(code)}b`);
});

test('letters of every script stay as they are', () => {
  for (const show of [harmless, harmlessLines]) assert.equal(show('诗 é שלום 🪟'), '诗 é שלום 🪟');
});

test('in lines, marks of direction stay: texts of some scripts need them', () =>
  assert.equal(harmlessLines('שלום\u200f!'), 'שלום\u200f!'));
