import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import { attributes, chat, draw, model, read, readAll } from '../../../test/page-view.ts';

const { TurnSettingsButton, TurnSettingsSheet } = await import('./turn-settings.tsx');
const { ModeSwitch } = await import('./mode-switch.tsx');
const { changeDraft } = await import('./draft.ts');

const own = model('small', { defaults: { temperature: 0.6, topP: 0.95 } });
const around = chat({ models: [own], model: 'local/small' });
const sheet = (id: string, language: 'en' | 'zh' = 'en', inside = around) => draw(language, TurnSettingsSheet, { id }, inside);

test('every setting has its name, in both languages', () => {
  const names = /Temperature .*Top-p .*Top-k .*Min-p .*Repeat penalty .*Seed .*Most tokens/;
  assert.match(`${read(sheet('s0'))} `, names);
  assert.match(read(sheet('s0', 'zh')), /温度.*重复惩罚.*随机种子.*最多 token 数/);
});

test('an empty field shows what the model has by itself', () => {
  assert.deepEqual(attributes(sheet('s0'), 'placeholder').slice(0, 2), ['0.6', '0.95']);
});

test('a setting that was changed is in its field', () => {
  changeDraft('s1', { settings: { temperature: 0, seed: 7 } });
  assert.deepEqual(
    attributes(sheet('s1'), 'value').filter((value) => value !== ''),
    ['0', '7'],
  );
});

test('the system message of the path stands there to be changed', () => {
  const system: Message = { id: 's', role: 'system', parts: [{ kind: 'text', text: 'Be short.' }], at: 0 };
  const inside = chat({ models: [own], model: 'local/small', view: { path: [system] } });
  assert.equal(readAll(sheet('s0', 'en', inside), 'textarea')[0], 'Be short.');
});

test('what is being written as one comes before that', () => {
  changeDraft('s2', { system: 'Be kind.' });
  assert.equal(readAll(sheet('s2'), 'textarea')[0], 'Be kind.');
});

test('the button has a dot only where something differs from the model’s own', () => {
  const hasDot = (id: string) => /rounded-full bg-accent/.test(draw('en', TurnSettingsButton, { id }, around));
  assert.deepEqual([hasDot('s0'), hasDot('s1'), hasDot('s2')], [false, true, true]);
});

const modes = (id: string, able: ('chat' | 'document')[], language: 'en' | 'zh' = 'en') =>
  draw(language, ModeSwitch, { id }, chat({ models: [model('small', { modes: able })], model: 'local/small' }));

test('a model that can both is asked in either way, in both languages', () => {
  assert.deepEqual(readAll(modes('s0', ['chat', 'document']), 'label'), ['Assistant', 'Document']);
  assert.deepEqual(readAll(modes('s0', ['chat', 'document'], 'zh'), 'label'), ['助手', '文档']);
});

test('a base model is asked as a document only', () => {
  assert.deepEqual(readAll(modes('s0', ['document']), 'label'), ['Document']);
});

test('the way of the draft is the chosen one', () => {
  changeDraft('s3', { mode: 'document' });
  assert.match(modes('s3', ['chat', 'document']), /checked=""\/>Document/);
  assert.match(modes('s0', ['chat', 'document']), /checked=""\/>Assistant/);
});
