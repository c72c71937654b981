import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireWeights } from '#wire/model';
import { draw, read, readAll, weights, words } from '../../../test/page-view.ts';

const { WeightsEntry } = await import('./weights-entry.tsx');

const entry = (change: Partial<WireWeights> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, WeightsEntry, { weights: weights(change) });
const facts = (change: Partial<WireWeights>, language: 'en' | 'zh' = 'en') => {
  const markup = entry(change, language);
  const values = readAll(markup, 'dd');
  return Object.fromEntries(readAll(markup, 'dt').map((name, at) => [name, values[at]]));
};
const buttons = (change: Partial<WireWeights>) => readAll(entry(change), 'button');

test('a file is named by its model and its own name', () => {
  assert.match(read(entry()), /^large not here Get it 1\.1 GB large\.gguf/);
});

for (const [state, english, chinese] of [
  ['ready', 'ready', '就绪'],
  ['absent', 'not here', '不在本机'],
  ['fetching', 'being fetched', '正在获取'],
  ['stopped', 'stopped', '已停止'],
  ['failed', 'failed', '失败'],
] as const) {
  test(`the state ${state} is told in both languages`, () => {
    assert.match(entry({ state }), new RegExp(`class="pill">${english}<`));
    assert.match(entry({ state }, 'zh'), new RegExp(`class="pill">${chinese}<`));
  });
}

test('a removed file says so and can be had back', () => {
  assert.match(entry({ state: 'ready', removedAt: 1 }), /class="pill">removed</);
  assert.deepEqual(buttons({ state: 'ready', removedAt: 1 }), ['Undo']);
});

test('a file that is here can be verified and removed', () => {
  assert.deepEqual(buttons({ state: 'ready' }), ['Verify', 'Remove']);
});

test('a file that failed can be verified or fetched again', () => {
  assert.deepEqual(buttons({ state: 'failed' }), ['Verify', 'Get it 1.1 GB']);
});

test('a file on its way can only be stopped', () => {
  assert.deepEqual(buttons({ state: 'fetching' }), ['Stop']);
});

test('facts that are known stand in their order', () => {
  const known = {
    languages: ['en', 'zh'],
    tokensPerSecond: 9.64,
    source: 'package registry, by npm',
    linked: '/models/large.gguf',
    sha256: 'ab'.repeat(32),
  };
  assert.deepEqual(facts(known), {
    size: '1.1 GB',
    licence: 'apache-2.0',
    languages: 'English and Chinese',
    'speed here': '9.6 tok/s',
    source: 'package registry, by npm',
    'linked from': '/models/large.gguf',
    'SHA-256': 'ab'.repeat(32),
  });
});

test('facts are told in Chinese, the source too', () => {
  const known = facts({ languages: ['zh'], source: 'package registry, by npm' }, 'zh');
  assert.deepEqual(known, { 大小: '1.1 GB', 许可证: 'apache-2.0', 语言: '中文', 来源: '软件包仓库（npm）' });
});

test('what is not known has no line', () => {
  const { bytes: _, ...bare } = weights();
  assert.deepEqual(readAll(draw('en', WeightsEntry, { weights: bare }), 'dt'), ['licence']);
});

test('the last use is an instant in the form of the language', () => {
  const usedAt = Date.UTC(2026, 10, 26, 12);
  assert.equal(facts({ usedAt })['last used'], words.en.format.moment(usedAt));
});

test('what a file is good for is told in the language of the page', () => {
  const goodFor = 'weights.goodFor.smollm2-135m';
  assert.match(read(entry({ goodFor })), /Answers within the first minute\./);
  assert.match(read(entry({ goodFor }, 'zh')), /一分钟内就能回答。/);
});

test('a sentence that the page does not have is not shown as its key', () => {
  assert.doesNotMatch(read(entry({ goodFor: 'weights.goodFor.unheard-of' })), /goodFor/);
});

test('why a file is not fetched by itself, what failed and what was passed over stand below each other', () => {
  const text = read(entry({ tooLarge: 'Needs 4 GB.', error: 'Cut off.', notices: ['One source was silent.'] }));
  assert.match(text, /large\.gguf Needs 4 GB\. Cut off\. One source was silent\. size/);
});

test('why a file is not here is told by its kind in Chinese', () => {
  const text = read(entry({ state: 'failed', error: 'It was cut.', errorKind: 'conflict' }, 'zh'));
  assert.match(text, /文件被改动或截断过（It was cut\.）/);
});

test('a file that only its hub knows tells about how large it is', () => {
  const { bytes: _, ...unknown } = weights({ aboutBytes: 640_000_000 });
  const markup = draw('en', WeightsEntry, { weights: unknown });
  assert.match(read(markup), /Get it about 640 MB .* size about 640 MB/);
});

test('a file on its way shows how far it is', () => {
  assert.match(read(entry({ state: 'fetching', received: 110_000_000 })), /110 MB of 1\.1 GB/);
});
