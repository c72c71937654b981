import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { words } from '../../../test/page-view.ts';

const { isGoodFor, LanguageProvider, useLanguage } = await import('./language.tsx');
const { en, zh } = words;
const drawn = (node: ReactNode) => renderToStaticMarkup(createElement('p', null, node));

function Word() {
  return useLanguage().t('app.close');
}
function inLanguage(language: 'en' | 'zh'): string {
  const given = { language, children: createElement(Word) };
  return renderToStaticMarkup(createElement(LanguageProvider, given));
}

test('a sentence is filled in with figures in the language’s form', () => {
  assert.equal(en.t('answer.inOut', { input: 1234, output: 5 }), '1,234 in · 5 out');
  assert.equal(zh.t('answer.inOut', { input: 1234, output: 5 }), '读入 1,234 · 写出 5');
});

test('one is one in English; Chinese has one form', () => {
  assert.equal(en.t('search.found', { count: 1 }), '1 chat found');
  assert.equal(en.t('search.found', { count: 0 }), '0 chats found');
  assert.equal(zh.t('search.found', { count: 1 }), '找到 1 个对话');
});

test('a sentence can hold elements at the places of its names', () => {
  const used = createElement('b', null, '42');
  assert.equal(drawn(en.rich('inside.window', { used, limit: 8192 })), '<p>Window <b>42</b> / 8,192</p>');
  assert.equal(drawn(zh.rich('inside.window', { used, limit: 8192 })), '<p>窗口 <b>42</b> / 8,192</p>');
});

test('what is filled in is text, never markup, and not filled in again', () => {
  assert.equal(drawn(en.rich('rail.deleted', { title: '<b>{title}</b>' })), '<p>Deleted “&lt;b&gt;{title}&lt;/b&gt;”</p>');
});

test('between two sentences stands a space, in Chinese nothing', () => {
  assert.deepEqual([en.format.gap, zh.format.gap], [' ', '']);
});

test('a sentence for a file is known by its key alone', () => {
  assert.equal(isGoodFor('weights.goodFor.qwen3-0.6b'), true);
  for (const name of [undefined, '', 'weights.goodFor.unheard-of', 'app.close', 'weights.goodFor.toString'])
    assert.equal(isGoodFor(name), false, String(name));
});

test('English comes with the page, at the first drawing', () => {
  assert.equal(inLanguage('en'), 'Close');
});

test('until Chinese has come nothing is shown in another language', () => {
  assert.equal(inLanguage('zh'), '');
});

test('a part outside of any language says what it lacks', () => {
  assert.throws(() => renderToStaticMarkup(createElement(Word)), {
    message: 'useLanguage needs a LanguageProvider above it.',
  });
});
