import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, read } from '../../../test/page-view.ts';

const { HalfNote } = await import('./half-note.tsx');

const note = (texts: string[], language: 'en' | 'zh' = 'en') => read(draw(language, HalfNote, { texts, onMend: () => {} }));

test('half a character is said, with what is counted for it and the way to mend it, in both languages', () => {
  const said =
    'The text holds half a character (a lone surrogate), which no model can be sent. It is counted as �. Replace it with �';
  assert.equal(note(['whole', 'a\ud800b']), said);
  assert.match(note(['\udc00'], 'zh'), /^文字里有半个字符.+按 � 计数。 换成 �$/);
});

test('of whole characters nothing is said', () => {
  assert.equal(note(['plain', '😀', '�', '']), '');
});
