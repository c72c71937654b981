import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';

const { Gauge } = await import('./gauge.tsx');

const owners = { template: 7, system: 0, person: 15, model: 20, tool: 0 };
const gauge = (change: Partial<Parameters<typeof Gauge>[0]> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, Gauge, { used: 42, limit: 8192, owners, ...change });

test('the window is told as used and limit, in both languages', () => {
  assert.deepEqual(readAll(gauge(), 'p'), ['Window 42 / 8,192']);
  assert.deepEqual(readAll(gauge({}, 'zh'), 'p'), ['窗口 42 / 8,192']);
});

test('a window of unknown size is not given one', () => {
  assert.deepEqual(readAll(gauge({ limit: undefined }), 'p'), ['Window 42']);
});

test('the meter has its bounds and its value', () => {
  const markup = gauge();
  assert.match(markup, /role="meter"/);
  assert.deepEqual(
    ['aria-valuemin', 'aria-valuemax', 'aria-valuenow'].map((name) => attributes(markup, name)[0]),
    ['0', '8192', '42'],
  );
});

test('the meter is named by the share, in both languages', () => {
  assert.equal(attributes(gauge(), 'aria-label')[0], '0.51 % of the window is used.');
  assert.equal(attributes(gauge({}, 'zh'), 'aria-label')[0], '窗口已用 0.51%。');
});

test('a row longer than the window fills the bar and no more', () => {
  const markup = gauge({ used: 9000 });
  assert.match(markup, /width:100%/);
  assert.equal(attributes(markup, 'aria-valuenow')[0], '8192');
});

test('the smallest row can be seen, an empty one not', () => {
  assert.match(gauge({ used: 1 }), /min-width:3px/);
  assert.match(gauge({ used: 0 }), /min-width:0/);
});

test('the bar of owners is in proportion, and those without tokens are left out', () => {
  assert.deepEqual(
    [...gauge().matchAll(/tint-(\w+) [^"]*" style="flex-grow:(\d+)/g)].map(([, owner, count]) => `${owner} ${count}`),
    ['template 7', 'person 15', 'model 20'],
  );
});

test('the counts of owners are told in words, in both languages', () => {
  assert.deepEqual(readAll(gauge(), 'li'), ['template 7', 'you 15', 'model 20']);
  assert.deepEqual(readAll(gauge({}, 'zh'), 'li'), ['模板 7', '你 15', '模型 20']);
});

test('an empty row has no legend', () => {
  const none = { template: 0, system: 0, person: 0, model: 0, tool: 0 };
  assert.deepEqual(readAll(gauge({ used: 0, owners: none }), 'ul'), []);
});

test('what a model knows until is told only where it is known', () => {
  const knowsUntil = { day: '2024-06-30', source: 'models.dev' };
  assert.match(read(gauge({ knowsUntil })), /knows until June 2024 models\.dev/);
  assert.match(read(gauge({ knowsUntil: { day: '2025-05', source: 'models.dev' } })), /knows until May 2025/);
  assert.equal(read(gauge()).includes('knows until'), false);
});
