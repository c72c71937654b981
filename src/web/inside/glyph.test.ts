import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glyphsOf, isPlain } from './glyph.ts';

test('ordinary text is drawn as it is', () => {
  for (const text of [' flow', '绽', 'é', 'ß…—', '👩‍👩‍👧']) assert.equal(glyphsOf(text), text);
  assert.equal(isPlain(' a'), true);
});

test('line breaks and tabs have signs, other controls their number', () => {
  assert.equal(glyphsOf(',\n'), ',↵');
  assert.equal(glyphsOf('\r\n'), '↵');
  assert.equal(glyphsOf('\r'), '‹0D›');
  assert.equal(glyphsOf('\ta'), '⇥a');
  assert.equal(glyphsOf('\0\x1b\x7f'), '‹00›‹1B›‹7F›');
});

test('what cannot be seen is named by its number', () => {
  assert.equal(glyphsOf('a\u202eb'), 'a‹202E›b');
  assert.equal(glyphsOf('\ufeff'), '‹FEFF›');
  assert.equal(glyphsOf('\u00a0'), '‹A0›');
  assert.equal(glyphsOf(''), '∅');
});

test('spaces are marked when asked for, in plain text and beside controls', () => {
  assert.equal(glyphsOf(' a b', true), '·a·b');
  assert.equal(glyphsOf(' \n', true), '·↵');
});
