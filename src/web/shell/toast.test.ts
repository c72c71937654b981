import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, readAll } from '../../../test/page-view.ts';

const { hideAbout, showToast, Toasts } = await import('./toast.tsx');
const { Broken, NotFound } = await import('./broken.tsx');
const { DrawerButton } = await import('./drawer.tsx');
const { default: ShortcutSheet } = await import('./shortcut-sheet.tsx');

const notes = (language: 'en' | 'zh' = 'en') => draw(language, Toasts, {});

test('before any note there is an empty status for screen readers to watch', () => {
  assert.match(notes(), /^<div role="status"[^>]*><\/div>$/);
});

test('a note is its words and a way to close it, in both languages', () => {
  showToast({ text: 'Copied.' });
  assert.deepEqual(readAll(notes(), 'span'), ['Copied.']);
  assert.deepEqual(attributes(notes(), 'aria-label'), ['Close']);
  assert.deepEqual(attributes(notes('zh'), 'aria-label'), ['关闭']);
});

test('a later note about the same takes the place of the one before', () => {
  showToast({ text: 'a is whole.', about: 'a' });
  showToast({ text: 'a is removed.', about: 'a' });
  const told = readAll(notes(), 'span');
  assert.deepEqual([told.includes('a is whole.'), told.includes('a is removed.')], [false, true]);
});

test('a note goes when what it tells is no longer so', () => {
  showToast({ text: 'b is removed.', about: 'b' });
  hideAbout('b');
  assert.ok(!readAll(notes(), 'span').includes('b is removed.'));
});

test('a note can have one thing to do', () => {
  showToast({ text: 'Deleted', action: { label: 'Undo', run: () => {} } });
  assert.deepEqual(
    readAll(notes(), 'button').filter((name) => name !== ''),
    ['Undo'],
  );
});

test('of many notes the last three stay', () => {
  for (const text of ['a', 'b', 'c', 'd']) showToast({ text });
  assert.deepEqual(readAll(notes(), 'span'), ['b', 'c', 'd']);
});

test('a note is text, never markup', () => {
  showToast({ text: '<img src=x>' });
  assert.equal(readAll(notes(), 'span').at(-1), '<img src=x>');
});

test('an address without a page leads back to a new chat, in both languages', () => {
  assert.deepEqual(readAll(draw('en', NotFound, {}), 'p'), ['There is no page here.']);
  assert.deepEqual(readAll(draw('zh', NotFound, {}), 'a'), ['新对话']);
  assert.deepEqual(attributes(draw('en', NotFound, {}), 'href'), ['/']);
});

test('an error of the page is an alert with its message', () => {
  const markup = draw('en', Broken, { error: new Error('x is not a function') });
  assert.match(markup, /role="alert"/);
  assert.deepEqual(readAll(markup, 'p'), ['The page met an error: x is not a function']);
  assert.deepEqual(readAll(markup, 'button'), ['Reload the page']);
});

test('where the rail stands there is no button for a drawer', () => {
  assert.equal(draw('en', DrawerButton, {}), '');
});

test('all shortcuts are listed with their keys, in both languages', () => {
  const keys = (language: 'en' | 'zh') => {
    const markup = draw(language, ShortcutSheet, { onClose: () => {} });
    return Object.fromEntries(readAll(markup, 'dt').map((name, at) => [name, readAll(markup, 'dd')[at]]));
  };
  assert.equal(keys('en')['Look inside'], 'I');
  assert.equal(keys('en')['New line'], '⇧ Enter');
  assert.equal(keys('zh').发送, 'Enter');
  assert.equal(Object.keys(keys('zh')).length, Object.keys(keys('en')).length);
});

test('a sheet is named and can be closed', () => {
  const markup = draw('zh', ShortcutSheet, { onClose: () => {} });
  assert.deepEqual(attributes(markup, 'aria-label'), ['快捷键', '关闭']);
});
