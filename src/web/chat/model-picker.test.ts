import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireModel } from '#wire/model';
import { attributes, chat, draw, model, read, readAll, small, weights } from '../../../test/page-view.ts';

const { ModelList, ModelPicker } = await import('./model-picker.tsx');

const absent = model('large', { state: 'absent', isReady: false, bytes: 1_117_320_768, languages: ['en', 'zh'] });

type Props = Parameters<typeof ModelList>[0];
const list = (change: Partial<Props> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, ModelList, {
    here: [small],
    others: [absent],
    chosen: small,
    isDefault: () => false,
    onChoose: () => {},
    ...change,
  });
/** What is told of one model that is here. */
const row = (change: Partial<WireModel>, language: 'en' | 'zh' = 'en') =>
  readAll(list({ here: [model('m', change)], others: [] }, language), 'button')[0];

test('the button shows where and which, in both languages', () => {
  assert.deepEqual(readAll(draw('en', ModelPicker, {}), 'button'), ['Local small']);
  assert.deepEqual(readAll(draw('zh', ModelPicker, {}), 'button'), ['本地 small']);
});

test('without a model the button says so', () => {
  assert.deepEqual(readAll(draw('en', ModelPicker, {}, chat({ models: [] })), 'button'), ['Local No model yet']);
});

test('models on this machine stand before those that can be had', () => {
  assert.deepEqual(readAll(list(), 'h2'), ['On this machine', 'Can be had']);
  assert.deepEqual(readAll(list({}, 'zh'), 'h2'), ['在这台机器上', '可以获取']);
});

test('a heading without models is left out', () => {
  assert.deepEqual(readAll(list({ here: [] }), 'h2'), ['Can be had']);
  assert.deepEqual(readAll(list({ others: [] }), 'h2'), ['On this machine']);
});

test('the chosen one is marked, and no other', () => {
  assert.deepEqual(attributes(list({ here: [small, model('twin')] }), 'aria-current'), ['true', 'false']);
});

test('the default of new chats is told', () => {
  assert.match(read(list({ isDefault: (other) => other === small })), /small The default of new chats/);
  assert.doesNotMatch(read(list()), /The default/);
});

test('size, languages, window and speed are told in one line', () => {
  const given = { bytes: 98_362_432, languages: ['en'], window: 8192, tokensPerSecond: 74.4 };
  assert.equal(row(given), 'm 98 MB · English · window 8,192 · 74 tok/s here');
  assert.equal(row(given, 'zh'), 'm 98 MB · 英语 · 窗口 8,192 · 本机 74 tok/s');
});

test('what is not known leaves no gap', () => {
  assert.equal(row({ window: 512 }), 'm window 512');
  assert.equal(row({}), 'm');
});

test('a model that loads says so', () => {
  assert.equal(row({ state: 'loading' }), 'm being loaded');
});

test('a model that cannot be used says why', () => {
  assert.equal(row({ state: 'failed', error: 'Not enough memory.' }), 'm cannot be used: Not enough memory.');
  assert.equal(row({ state: 'failed', error: 'Not enough memory.' }, 'zh'), 'm 无法使用：Not enough memory.');
});

test('one that can be had is no choice but a fetch', () => {
  assert.deepEqual(readAll(list({ here: [] }), 'button'), ['Get it 1.1 GB']);
});

test('one on its way shows its progress and cannot be fetched twice', () => {
  const coming: WireModel = { ...absent, state: 'fetching', weights: weights({ state: 'fetching', received: 110_000_000 }) };
  const markup = list({ here: [], others: [coming] });
  assert.deepEqual(readAll(markup, 'button'), ['Stop']);
  assert.match(read(markup), /110 MB of 1\.1 GB/);
});
