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
