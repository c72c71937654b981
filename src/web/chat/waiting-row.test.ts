import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { WireModel } from '#wire/model';
import { attributes, chat, draw, read, small, turn } from '../../../test/page-view.ts';

const { WaitingRow } = await import('./waiting-row.tsx');

const NOW = Date.UTC(2026, 10, 26, 12);
mock.timers.enable({ apis: ['Date'], now: NOW });

const waiting = (change: Partial<Turn> | undefined, language: 'en' | 'zh' = 'en', state: WireModel['state'] = 'ready') => {
  const props = change
    ? { turn: turn({ status: 'running', asked: { vendor: 'local', model: 'small' }, at: NOW, ...change }) }
    : {};
  return draw(language, WaitingRow, props, chat({ models: [{ ...small, state }], model: 'local/small' }));
};

test('before anything is known one waits for the model', () => {
  assert.equal(read(waiting(undefined)), 'Waiting for the model');
  assert.equal(read(waiting({}, 'zh')), '正在等模型');
});

test('a model that loads is named, with a second at least', () => {
  assert.equal(read(waiting({}, 'en', 'loading')), 'small is being loaded, since 1 s');
  assert.equal(read(waiting({}, 'zh', 'loading')), '正在载入 small，已 1 s');
});

test('the time of loading is that of the turn, also after a reload', () => {
  assert.equal(read(waiting({ at: NOW - 12_340 }, 'en', 'loading')), 'small is being loaded, since 12 s');
});

test('a turn with nothing in its window yet waits for its file, though the list of models does not know it', () => {
  const window = { limit: 8192, used: 0, reserve: 0, left: [] };
  assert.equal(read(waiting({ window }, 'en', 'unloaded')), 'small is being loaded, since 1 s');
  assert.equal(read(waiting({ window }, 'en', 'ready')), 'Waiting for the model');
});

test('a file that does not begin to load waits for memory, and that is said', () => {
  const window = { limit: 8192, used: 0, reserve: 0, left: [] };
  const words = (language: 'en' | 'zh') => read(waiting({ window, at: NOW - 7000 }, language, 'unloaded'));
  assert.equal(words('en'), 'small waits for memory: another model is answering');
  assert.equal(words('zh'), 'small 在等内存：另一个模型正在回答');
});

test('the last place in the queue is told', () => {
  const notices = ['3', '2'].map((detail) => ({ code: 'queued', detail }));
  assert.equal(read(waiting({ notices })), 'In the queue, place 2');
});

test('reading is told by its tokens, in both languages', () => {
  const prompt = { tokens: 4000, kept: 0, read: 512 };
  assert.equal(read(waiting({ prompt })), 'Reading 512 of 4,000 tokens');
  assert.equal(read(waiting({ prompt }, 'zh')), '正在读 4,000 个 token 中的第 512 个');
});

test('reading has a bar with the same words', () => {
  const markup = waiting({ prompt: { tokens: 4000, kept: 0, read: 512 } });
  assert.deepEqual([attributes(markup, 'max')[0], attributes(markup, 'value')[0]], ['4000', '512']);
  assert.deepEqual(attributes(markup, 'aria-label'), ['Reading 512 of 4,000 tokens']);
});

test('a prompt that is read leaves the word to the model', () => {
  const markup = waiting({ prompt: { tokens: 40, kept: 0, read: 40, count: 40 } });
  assert.equal(read(markup), 'Waiting for the model');
  assert.doesNotMatch(markup, /<progress/);
});
