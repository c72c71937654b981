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

test('after some time the time that is left is told', () => {
  const prompt = { tokens: 4000, kept: 0, read: 1000 };
  assert.equal(read(waiting({ prompt, at: NOW - 10_000 })), 'Reading 1,000 of 4,000 tokens, about 30 s left');
});

test('what was kept from before is not counted as read in that time', () => {
  const prompt = { tokens: 4000, kept: 3000, read: 3500 };
  assert.match(read(waiting({ prompt, at: NOW - 10_000 })), /about 10 s left/);
});

test('nothing is guessed in the first moment, nor from the first twentieth', () => {
  assert.doesNotMatch(read(waiting({ prompt: { tokens: 4000, kept: 0, read: 1000 }, at: NOW - 1000 })), /left/);
  assert.doesNotMatch(read(waiting({ prompt: { tokens: 4000, kept: 0, read: 200 }, at: NOW - 10_000 })), /left/);
});

test('a prompt that is read leaves the word to the model', () => {
  const markup = waiting({ prompt: { tokens: 40, kept: 0, read: 40, count: 40 } });
  assert.equal(read(markup), 'Waiting for the model');
  assert.doesNotMatch(markup, /<progress/);
});
