import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { WireModel } from '#wire/model';
import { betterForChinese, bySnapshot, choosable, isChinese, isHere, nextModel, resolve } from './model-choice.ts';

const model = (name: string, change: Partial<WireModel> = {}): WireModel => ({
  vendor: 'local',
  model: name,
  isReady: true,
  state: 'ready',
  modes: ['chat'],
  defaults: {},
  ...change,
});
const small = model('small', { snapshot: 'aa', languages: ['en'] });
const large = model('large', { snapshot: 'bb', languages: ['en', 'zh'] });
const alias = model('default', { aliasOf: 'local/small', snapshot: 'aa' });
const list = { models: [alias, small, large], default: 'local/default' };
const turn = (snapshot: string) => ({ answeredBy: { vendor: 'local', snapshot } }) as Turn;

test('an alias is followed to what it means, with or without its vendor', () => {
  assert.equal(resolve(list.models, 'local/default'), small);
  assert.equal(resolve([{ ...alias, aliasOf: 'small' }, small], 'local/default'), small);
});

test('an alias of what is not there is itself', () => {
  assert.equal(resolve([alias], 'local/default'), alias);
});

test('a snapshot names a model, never an alias', () => {
  assert.equal(bySnapshot(list.models, 'aa'), small);
  assert.equal(bySnapshot(list.models, 'cc'), undefined);
});

test('what was chosen in the chat comes first', () => {
  assert.equal(nextModel(list, 'local/large', turn('aa'), undefined), 'local/large');
});

test('an old thread stays with the snapshot that answered', () => {
  assert.equal(nextModel(list, undefined, turn('bb'), 'local/small'), 'local/large');
});

test('a turn that nobody has answered yet is with the model that was asked', () => {
  const running = { asked: { vendor: 'local', model: 'large' } } as Turn;
  assert.equal(nextModel(list, undefined, running, undefined), 'local/large');
});

test('a new chat takes what a person prefers, else the default', () => {
  assert.equal(nextModel(list, undefined, undefined, 'local/large'), 'local/large');
  assert.equal(nextModel(list, undefined, undefined, undefined), 'local/default');
});

test('a model that is gone is not chosen', () => {
  assert.equal(nextModel(list, 'local/gone', turn('cc'), 'local/lost'), 'local/default');
});

test('Chinese is told from a quoted character', () => {
  assert.ok(isChinese('写一首俳句'));
  assert.ok(isChinese('用 Python 写一个排序函数'));
  assert.ok(!isChinese('What does 诗 mean in the poem that we have read?'));
  assert.ok(!isChinese('What does 诗意 mean, and how would one translate it into English words?'));
  assert.ok(!isChinese(''));
});

test('Chinese words to a model without Chinese offer one that has it', () => {
  assert.equal(betterForChinese(list.models, small, '写一首俳句'), large);
  assert.equal(betterForChinese(list.models, small, 'a haiku'), undefined);
  assert.equal(betterForChinese(list.models, large, '写一首俳句'), undefined);
});

test('a model whose languages are unknown is not spoken ill of', () => {
  assert.equal(betterForChinese([model('x'), large], model('x'), '写一首俳句'), undefined);
});

test('what can be chosen are models, not other names of one', () => {
  assert.deepEqual(choosable(list.models), [small, large]);
});

test('a model is here as soon as its file is, loaded or not', () => {
  for (const state of ['unloaded', 'loading', 'ready'] as const)
    assert.equal(isHere(model('m', { isReady: false, state })), true, state);
  for (const state of ['absent', 'fetching', 'failed'] as const)
    assert.equal(isHere(model('m', { isReady: false, state })), false, state);
});

test('of models that know Chinese a ready one comes first', () => {
  const coming = model('coming', { languages: ['zh'], isReady: false, state: 'fetching' });
  assert.equal(betterForChinese([small, coming, large], small, '写一首诗'), large);
  assert.equal(betterForChinese([small, coming], small, '写一首诗'), coming);
});

test('where no model knows Chinese none is offered', () => {
  assert.equal(betterForChinese([small, alias], small, '写一首诗'), undefined);
});

test('any kind of Chinese counts', () => {
  const hant = model('hant', { languages: ['zh-Hant'] });
  assert.equal(betterForChinese([small, hant], small, '寫一首詩'), hant);
});
