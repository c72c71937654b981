import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireWeights } from '#wire/model';
import { attributes, draw, model, readAll, weights } from '../../../test/page-view.ts';

const { Fetching } = await import('./fetching.tsx');
const { GetButton, GetModelButton } = await import('./get-button.tsx');

const coming = (change: Partial<WireWeights> = {}) => weights({ state: 'fetching', received: 275_000_000, ...change });
const fetching = (change: Partial<WireWeights> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, Fetching, { weights: coming(change) });

test('how much has come is told in words and by the bar', () => {
  const markup = fetching();
  assert.deepEqual(readAll(markup, 'span'), ['275 MB of 1.1 GB']);
  assert.deepEqual([attributes(markup, 'max')[0], attributes(markup, 'value')[0]], ['1', '0.25']);
});

test('the bar is named by the same words, in both languages', () => {
  assert.deepEqual(attributes(fetching(), 'aria-label'), ['275 MB of 1.1 GB']);
  assert.deepEqual(attributes(fetching({}, 'zh'), 'aria-label'), ['275 MB / 1.1 GB']);
});

test('nothing has come yet: the bar is empty, not broken', () => {
  const { received: _, bytes: __, ...bare } = coming();
  assert.equal(attributes(draw('en', Fetching, { weights: bare }), 'value')[0], '0');
});

test('speed, time and source are told when they are known', () => {
  const known = { bytesPerSecond: 12_000_000, secondsLeft: 69, source: 'package registry, by npm' };
  assert.deepEqual(readAll(fetching(known), 'span').slice(1), ['12 MB a second', '69 s left', 'from package registry, by npm']);
  assert.deepEqual(readAll(fetching(known, 'zh'), 'span').slice(1), ['每秒 12 MB', '还需 69 s', '来自 软件包仓库（npm）']);
});

test('checking and joining have their own share', () => {
  const share = { phase: 'checking', share: 0.5 };
  assert.deepEqual(readAll(fetching(share), 'span')[1], 'checking 50 %');
  assert.deepEqual(readAll(fetching({ ...share, phase: 'joining' }, 'zh'), 'span')[1], '正在拼接各部分 50%');
  assert.equal(attributes(fetching(share), 'value')[0], '0.5');
});

test('a phase that has no words of its own is not told', () => {
  assert.equal(readAll(fetching({ phase: 'receiving' }), 'span').length, 1);
});

test('a fetch can be stopped', () => {
  assert.deepEqual(readAll(fetching(), 'button'), ['Stop']);
  assert.deepEqual(readAll(fetching({}, 'zh'), 'button'), ['停止']);
});

const get = (change: Partial<Parameters<typeof GetButton>[0]> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, GetButton, { id: 'large', model: 'large', size: '1.1 GB', terms: undefined, ...change });

test('the button says what it will cost, in both languages', () => {
  assert.deepEqual(readAll(get(), 'button'), ['Get it 1.1 GB']);
  assert.deepEqual(readAll(get({}, 'zh'), 'button'), ['获取 1.1 GB']);
});

test('a size that is not known is not told', () => {
  assert.deepEqual(readAll(get({ size: undefined }), 'button'), ['Get it']);
});

const terms = { name: 'Gemma Terms', url: 'https://terms.example/' };

test('a file with terms opens them first', () => {
  assert.match(get({ terms }), /aria-haspopup="dialog"/);
  assert.doesNotMatch(get(), /aria-haspopup/);
});

test('terms that were accepted are not asked for again', () => {
  const withTerms = (isAccepted: boolean) =>
    draw('en', GetModelButton, { model: model('large', { weights: weights({ terms, isAccepted }) }) });
  assert.match(withTerms(false), /aria-haspopup/);
  assert.doesNotMatch(withTerms(true), /aria-haspopup/);
});

test('the size of the file comes before what the model says', () => {
  const row = model('large', { bytes: 5, weights: weights({ bytes: 2_000_000 }) });
  assert.deepEqual(readAll(draw('en', GetModelButton, { model: row }), 'button'), ['Get it 2 MB']);
});
