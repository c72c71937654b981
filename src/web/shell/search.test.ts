import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { WireThread } from '#wire/thread';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';
import { queryClient, searchQuery } from '../api/queries.ts';

const { default: SearchSheet } = await import('./search.tsx');

afterEach(() => queryClient.clear());

const thread = (id: string, change: Partial<WireThread> = {}): WireThread => ({
  id,
  pinned: false,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});
const search = (rows?: WireThread[], language: 'en' | 'zh' = 'en') => {
  if (rows) queryClient.setQueryData(searchQuery('').queryKey, { rows });
  return draw(language, SearchSheet, { onClose: () => {} });
};
const hit = (text: string, ...marks: [number, number][]) => ({ message: 'm', role: 'user', text, marks });

test('the field is named and says what is searched, in both languages', () => {
  assert.ok(attributes(search(), 'placeholder').includes('Words in titles and texts'));
  assert.ok(attributes(search(undefined, 'zh'), 'placeholder').includes('搜索标题和正文'));
});

test('the words that were found are marked in their text, and only they', () => {
  const markup = search([thread('h1', { title: 'Rain', hits: [hit('a row of tokens', [2, 5], [9, 15])] })]);
  assert.deepEqual(readAll(markup, 'mark'), ['row', 'tokens']);
});

test('a found text is text, never markup', () => {
  assert.match(search([thread('h1', { hits: [hit('<img src=x>', [0, 4])] })]), /<mark>&lt;img<\/mark> src=x&gt;/);
});

test('of many hits in a thread two are shown', () => {
  const hits = ['one', 'two', 'three'].map((text, at) => ({ ...hit(text, [0, 3]), message: `m${at}` }));
  assert.deepEqual(readAll(search([thread('h1', { hits })]), 'mark'), ['one', 'two']);
});

test('the first result is the chosen one, for the keys and for a reader', () => {
  const markup = search([thread('h1'), thread('h2')]);
  assert.deepEqual(attributes(markup, 'aria-selected'), ['true', 'false']);
  assert.equal(attributes(markup, 'aria-activedescendant')[0], /id="([^"]*)" role="option"/.exec(markup)?.[1]);
});

test('how many were found is told, in both languages', () => {
  assert.deepEqual(readAll(search([thread('h1')]), 'p'), ['1 chat found']);
  assert.deepEqual(readAll(search([thread('h1'), thread('h2')], 'zh'), 'p'), ['找到 2 个对话']);
});

test('a result without a title says so', () => {
  assert.match(read(search([thread('h1')])), /Untitled/);
});

test('before anything is known there is nothing to choose', () => {
  const markup = search();
  assert.deepEqual(attributes(markup, 'aria-expanded'), ['false']);
  assert.deepEqual(attributes(markup, 'aria-activedescendant'), []);
});
