import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { WireThread } from '#wire/thread';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';
import { queryClient, threadListQuery } from '../api/queries.ts';

Object.assign(globalThis, {
  BroadcastChannel: class {
    postMessage() {}
  },
});
const { Rail } = await import('./rail.tsx');
const { RailEntry } = await import('./rail-entry.tsx');

afterEach(() => queryClient.clear());

const thread = (id: string, change: Partial<WireThread> = {}): WireThread => ({
  id,
  pinned: false,
  head: 'a1',
  createdAt: 0,
  updatedAt: Date.now(),
  ...change,
});
const rail = (rows: WireThread[] | undefined, language: 'en' | 'zh' = 'en', next?: string) => {
  if (rows)
    queryClient.setQueryData(threadListQuery.queryKey, {
      pages: [{ rows, ...(next !== undefined && { next }) }],
      pageParams: [''],
    });
  return draw(language, Rail, {});
};

test('the rail is named, and leads to a new chat, search and the other pages, in both languages', () => {
  assert.equal(attributes(rail([]), 'aria-label')[0], 'Chats');
  assert.match(read(rail([])), /^Oriel New chat .* ⇧ O Search .* K .* Tokens Settings Shortcuts$/);
  assert.match(read(rail([], 'zh')), /^Oriel 新对话 .* 搜索 .* Token 设置 快捷键$/);
});

test('pages are links with addresses of their own', () => {
  assert.deepEqual(attributes(rail([]), 'href'), ['/tokens', '/settings']);
});

test('an empty rail says what will stand there, but not before it is known', () => {
  assert.match(read(rail([])), /Your chats will stand here\./);
  queryClient.clear();
  assert.doesNotMatch(read(rail(undefined)), /Your chats/);
});

test('threads stand under their day, pinned ones first', () => {
  const rows = [thread('p', { pinned: true, title: 'Kept', updatedAt: 0 }), thread('t', { title: 'New' })];
  assert.deepEqual(readAll(rail(rows), 'h2'), ['Pinned', 'Today']);
  assert.deepEqual(readAll(rail(rows, 'zh'), 'h2'), ['置顶', '今天']);
});

test('older threads stand under their month, in the language’s form', () => {
  const rows = [thread('o', { updatedAt: new Date(2020, 4, 5).getTime() })];
  assert.deepEqual(readAll(rail(rows), 'h2'), ['May 2020']);
  assert.deepEqual(readAll(rail(rows, 'zh'), 'h2'), ['2020年5月']);
});

test('more can be had only where there are more', () => {
  assert.doesNotMatch(read(rail([thread('t')])), /Older chats/);
  assert.match(read(rail([thread('t')], 'en', 't')), /Older chats/);
});

const entry = (change: Partial<WireThread>, isOpen = false, language: 'en' | 'zh' = 'en') =>
  draw(language, RailEntry, { thread: thread('h1', change), isOpen });

test('a thread is a link to its address, by its title', () => {
  assert.deepEqual(attributes(entry({ title: 'Rain' }), 'href'), ['/t/h1']);
  assert.deepEqual(readAll(entry({ title: 'Rain' }), 'a'), ['Rain']);
});

test('a thread without a title says so in the language of the page', () => {
  assert.deepEqual(readAll(entry({}), 'a'), ['Untitled']);
  assert.deepEqual(readAll(entry({}, false, 'zh'), 'a'), ['无标题']);
});

test('a title is text, never markup, and has its own direction', () => {
  const markup = entry({ title: '<b>שלום</b>' });
  assert.deepEqual(readAll(markup, 'a'), ['<b>שלום</b>']);
  assert.deepEqual(attributes(markup, 'dir'), ['auto']);
});

test('its menu is named by its title', () => {
  assert.deepEqual(attributes(entry({ title: 'Rain' }), 'aria-label'), ['Actions for Rain']);
  assert.deepEqual(attributes(entry({ title: 'Rain' }, false, 'zh'), 'aria-label'), ['“Rain”的操作']);
});

test('the open thread stands out', () => {
  assert.match(entry({}, true), /<li class="[^"]*font-medium/);
  assert.doesNotMatch(entry({}, false), /<li class="[^"]*font-medium/);
});

test('a thread in which nothing was written is not listed', () => {
  const { head: _, ...empty } = thread('e');
  assert.doesNotMatch(rail([empty]), /Untitled/);
});
