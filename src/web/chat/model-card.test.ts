import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireFacts, WireModel } from '#wire/model';
import { attributes, chat, draw, HASH, model, read, readAll, small, weights } from '../../../test/page-view.ts';

const { ModelCard } = await import('./model-card.tsx');
const { FileFacts } = await import('./file-facts.tsx');

const facts: WireFacts = {
  architecture: 'llama',
  parameters: 134_515_008,
  fileBytes: 98_362_432,
  bitsPerWeight: 5.85,
  layers: 30,
  width: 576,
  heads: 9,
  kvHeads: 3,
  vocabulary: 49_152,
  trainedWindow: 8192,
  tensorTypes: { Q4_1: 120, F32: 61 },
  templateHash: 'abcdef0123456789',
  encoding: 'small',
  encoder: 'own',
  addsBegin: false,
  endOfGeneration: [2],
  licence: 'apache-2.0',
};
const whole: WireModel = { ...small, facts, licence: 'apache-2.0', tokensPerSecond: 74.4, threads: 2 };
const large = model('large', {
  bytes: 1_117_320_768,
  languages: ['en', 'zh'],
  state: 'absent',
  isReady: false,
  weights: weights({ isRecommended: true }),
});

function card(row: WireModel, language: 'en' | 'zh' = 'en', others: WireModel[] = []): string {
  return draw(language, ModelCard, {}, chat({ models: [row, ...others], model: `local/${row.model}` }));
}

test('the card is named by its model', () => {
  const markup = card(whole);
  assert.deepEqual(readAll(markup, 'h3'), ['small']);
  assert.equal(attributes(markup, 'aria-label')[0], 'small');
});

test('an alias shows the card of what it means', () => {
  assert.deepEqual(readAll(draw('en', ModelCard, {}), 'h3'), ['small']);
});

test('before the models are known the card says that it loads', () => {
  assert.equal(read(draw('en', ModelCard, {}, chat({ models: [] }))), 'Loading');
  assert.equal(read(draw('zh', ModelCard, {}, chat({ models: [] }))), '载入中');
});

test('its figures are size, parameters, window and speed, each a button that tells more', () => {
  assert.deepEqual(readAll(card(whole), 'button').slice(1, 5), [
    '98 MB the whole model',
    '134.5 M parameters',
    '8,192 tokens of window',
    '74 tok/s here, on 2 cores',
  ]);
});

test('the figures are told in Chinese', () => {
  assert.deepEqual(readAll(card(whole, 'zh'), 'button').slice(1, 5), [
    '98 MB 整个模型',
    '134.5 M 参数',
    '8,192 窗口的 token 数',
    '74 tok/s 在本机，用 2 个核心',
  ]);
});

test('one core is one core', () => {
  assert.match(read(card({ ...whole, threads: 1 })), /here, on one core/);
});

test('figures that are not known are left out', () => {
  const buttons = readAll(card(model('bare')), 'button');
  assert.deepEqual(buttons, []);
});

test('a file that is here says so, with its hash and licence', () => {
  assert.match(read(card(whole)), /^small one file on this machine e3b0c442 apache-2\.0/);
});

test('a file that is not here does not claim to be', () => {
  assert.doesNotMatch(read(card(large)), /one file on this machine/);
});

test('what the model is not stands on every card', () => {
  assert.match(read(card(model('bare'))), /No tools, no browser, no clock/);
  assert.match(read(card(model('bare'), 'zh')), /没有工具，没有浏览器，没有时钟/);
});

test('its languages are named in the language of the page', () => {
  assert.match(read(card(whole)), /It was made for English\./);
  assert.match(read(card(whole, 'zh')), /它面向的语言：英语。/);
});

test('a ready model says nothing of its state', () => {
  assert.doesNotMatch(card(whole), /role="(?:status|alert)"/);
});

test('a model that is not here is offered with its size', () => {
  const markup = card(large);
  assert.match(read(markup), /large is not on this machine: a file of 1\.1 GB\./);
  assert.deepEqual(readAll(markup, 'button').at(-1), 'Get it 1.1 GB');
});

test('a model on its way shows how much has come, in a status', () => {
  const fetched = weights({ state: 'fetching', received: 550_000_000 });
  const markup = card({ ...large, state: 'fetching', weights: fetched });
  assert.match(markup, /role="status"/);
  assert.match(read(markup), /Fetching large: a file of 1\.1 GB, once\. 550 MB of 1\.1 GB/);
});

test('a model that loads can be written to already', () => {
  assert.match(read(card({ ...whole, state: 'loading' })), /small is being loaded\. You can write already\./);
});

test('a fetch that failed is an alert with its reason and a way to try again', () => {
  const markup = card({ ...large, weights: weights({ state: 'failed', error: 'The disk is full.' }) });
  assert.match(markup, /role="alert"/);
  assert.match(read(markup), /large could not be fetched: The disk is full\. Get it/);
});

test('a fetch that was stopped says what is kept', () => {
  const markup = card({ ...large, weights: weights({ state: 'stopped', received: 300_000_000 }) });
  assert.match(read(markup), /Stopped at 300 MB of 1\.1 GB\. What has come is kept\./);
});

test('beside a quick model the better one is offered with size and languages', () => {
  assert.match(read(card(whole, 'en', [large])), /Or large: 1\.1 GB, English and Chinese\. Get it 1\.1 GB All model files$/);
});

test('a better model that is here can be used at once, with its speed', () => {
  const here: WireModel = { ...large, state: 'ready', isReady: true, tokensPerSecond: 9.64 };
  assert.match(read(card(whole, 'en', [here])), /about 9\.6 tokens a second here\. Use large/);
  assert.match(read(card(whole, 'zh', [here])), /在本机每秒约 9\.6 个 token。 改用 large/);
});

test('a better model on its way shows its progress and no second button', () => {
  const coming: WireModel = { ...large, state: 'fetching', weights: weights({ state: 'fetching', received: 110_000_000 }) };
  const text = read(card(whole, 'en', [coming]));
  assert.match(text, /110 MB of 1\.1 GB/);
  assert.doesNotMatch(text, /Get it/);
});

test('no better model is told where none is much larger', () => {
  assert.doesNotMatch(read(card(whole, 'en', [model('twin', { bytes: 120_000_000 })])), /twin/);
});

test('a model that does not chat is not called better', () => {
  assert.doesNotMatch(read(card(whole, 'en', [{ ...large, modes: ['document'] }])), /large/);
});

test('the facts of a file stand with the names of their keys', () => {
  const markup = draw('en', FileFacts, { model: whole });
  const values = readAll(markup, 'dd');
  assert.deepEqual(readAll(markup, 'dt').slice(0, 5), ['architecture', 'parameters', 'layers', 'width', 'heads']);
  assert.deepEqual(values.slice(0, 3), ['llama general.architecture', '134,515,008 Σ tensors', '30 llama.block_count']);
  assert.equal(values[4], '9 / 3 llama.attention.head_count(_kv)');
});

test('the facts say who makes the ids, in both languages', () => {
  assert.match(read(draw('en', FileFacts, { model: whole })), /by Oriel, with the ids of llama\.cpp on 200 hard texts/);
  const library = { ...whole, facts: { ...facts, encoder: 'library' as const } };
  assert.match(read(draw('zh', FileFacts, { model: library })), /以库为准：id 由 llama\.cpp 给出/);
});

test('what a file does not say is unknown, not zero', () => {
  const { layers: _, heads: __, templateHash: ___, ...less } = facts;
  const values = readAll(draw('en', FileFacts, { model: { ...whole, facts: less } }), 'dd');
  assert.equal(values[2], 'unknown llama.block_count');
  assert.equal(values[4], 'unknown / 3 llama.attention.head_count(_kv)');
  assert.equal(values[7], 'none tokenizer.chat_template');
});

test('the types of tensors are counted', () => {
  assert.ok(readAll(draw('en', FileFacts, { model: whole }), 'dd').includes('5.85 Q4_1 × 120, F32 × 61'));
});

test('the whole hash can be read among the facts', () => {
  assert.ok(read(draw('en', FileFacts, { model: whole })).includes(HASH));
});

test('a file without facts has no table', () => {
  assert.equal(draw('en', FileFacts, { model: small }), '');
});
