import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat } from './format.ts';

const en = createFormat('en');
const zh = createFormat('zh');

test('sizes of files are in decimal units', () => {
  assert.equal(en.bytes(98_362_432), '98 MB');
  assert.equal(en.bytes(1_117_320_768), '1.1 GB');
  assert.equal(en.bytes(2_400_000), '2.4 MB');
  assert.equal(en.bytes(512), '512 B');
  assert.equal(en.bytes(4096), '4 kB');
});

test('a small share keeps two figures, a large one none', () => {
  assert.equal(en.share(0.00183), '0.18 %');
  assert.equal(en.share(0.034), '3.4 %');
  assert.equal(en.share(0.256), '26 %');
  assert.equal(en.share(0), '0 %');
  assert.equal(zh.share(0.256), '26%');
});

test('times are short enough to read', () => {
  assert.equal(en.duration(4), '4 ms');
  assert.equal(en.duration(410), '0.41 s');
  assert.equal(en.duration(12_300), '12 s');
  assert.equal(en.duration(200_000), '3 min');
});

test('numbers of parameters are short', () => {
  assert.equal(en.short(134_515_008), '134.5 M');
  assert.equal(en.short(1_543_714_304), '1.54 B');
  assert.equal(en.short(46_000), '46,000');
});

test('fast speeds have no fraction', () => {
  assert.equal(en.rate(74.4), '74');
  assert.equal(en.rate(9.64), '9.6');
});

test('languages are named in the language of the page', () => {
  assert.equal(en.languages(['en', 'zh']), 'English and Chinese');
  assert.equal(zh.languages(['en', 'zh']), '英语和中文');
});

test('months are written in the language of the page', () => {
  const at = new Date(2026, 10, 26).getTime();
  assert.equal(en.month(at), 'November 2026');
  assert.equal(zh.month(at), '2026年11月');
});

test('a share never has a space in Chinese, and has one in English', () => {
  assert.deepEqual([en.share(1), zh.share(1)], ['100 %', '100%']);
  assert.deepEqual([en.share(0.0999), zh.share(0.0999)], ['10 %', '10%']);
});

test('a share above one is told as it is', () => {
  assert.equal(en.share(1.5), '150 %');
});

test('a size changes its unit at the border, in both languages', () => {
  for (const { bytes } of [en, zh]) {
    assert.deepEqual([999, 1000, 999_999, 1_000_000].map(bytes), ['999 B', '1 kB', '1,000 kB', '1 MB']);
    assert.deepEqual([9_900_000, 10_000_000, 1_000_000_000].map(bytes), ['9.9 MB', '10 MB', '1 GB']);
  }
});

test('a time changes its unit where fewer figures say as much', () => {
  assert.deepEqual([0, 94, 95, 9990, 10_000, 89_000, 90_000].map(en.duration), [
    '0 ms',
    '94 ms',
    '0.1 s',
    '9.99 s',
    '10 s',
    '89 s',
    '2 min',
  ]);
});

test('the signs of units are the same in Chinese', () => {
  assert.deepEqual([zh.duration(410), zh.bytes(98_362_432), zh.short(134_515_008)], ['0.41 s', '98 MB', '134.5 M']);
});

test('a tag that is none is shown as it is, and breaks nothing', () => {
  assert.equal(en.languages(['en', 'english_us']), 'English and english_us');
  assert.equal(zh.languages(['']), '');
});

test('one language is no list, three are', () => {
  assert.equal(en.languages(['fr']), 'French');
  assert.equal(en.languages(['en', 'fr', 'zh']), 'English, French and Chinese');
  assert.equal(zh.languages(['en', 'fr', 'zh']), '英语、法语和中文');
});

test('large counts have separators', () => {
  assert.equal(en.decimal.format(134_515_008), '134,515,008');
});
