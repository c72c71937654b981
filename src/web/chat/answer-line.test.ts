import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, chat, draw, HASH, model, read, readAll, toldTurn, turn } from '../../../test/page-view.ts';

const { AnsweredBy, AnswerLine } = await import('./answer-line.tsx');

const line = (language: 'en' | 'zh', told = toldTurn) => readAll(draw(language, AnswerLine, { turn: told }), 'button');

test('the line tells who answered, tokens, cost and speed, each on its own button', () => {
  assert.deepEqual(line('en'), ['default → small e3b0c442', '42 in · 21 out', 'free: computed here', '0.41 s · 10 tok/s']);
});

test('the line is told in Chinese', () => {
  assert.deepEqual(line('zh'), ['default → small e3b0c442', '读入 42 · 写出 21', '免费：在本机计算', '0.41 s · 10 tok/s']);
});

test('what is not known is left out', () => {
  assert.deepEqual(line('en', turn()), ['default']);
});

test('tokens in alone are told while nothing has been written', () => {
  assert.deepEqual(line('en', turn({ prompt: { tokens: 1234, read: 0 } })), ['default', '1,234 in']);
});

test('tokens out alone are told where the prompt was not counted', () => {
  assert.deepEqual(line('en', turn({ usage: { kinds: { outputText: 7 }, raw: {} } })), ['default', '7 out']);
});

test('one token has a first time and no speed', () => {
  const told = turn({ usage: { kinds: { outputText: 1 }, raw: {} }, timing: { firstTokenMs: 60, totalMs: 61 } });
  assert.equal(line('en', told).at(-1), '60 ms');
});

test('a cost that is not nothing is not called free', () => {
  assert.ok(!line('en', { ...toldTurn, cost: { kind: 'computed', picoUsd: '1' } }).includes('free: computed here'));
});

test('each figure says that it opens something', () => {
  assert.deepEqual(attributes(draw('en', AnswerLine, { turn: toldTurn }), 'aria-expanded'), ['false', 'false', 'false', 'false']);
});

test('a model asked by its own name is not named twice', () => {
  const told = turn({ asked: { vendor: 'local', model: 'small' }, answeredBy: { vendor: 'local', snapshot: HASH } });
  assert.equal(read(draw('en', AnsweredBy, { turn: told })), 'small → e3b0c442');
});

test('a file that is gone is known by its hash alone', () => {
  const told = turn({ answeredBy: { vendor: 'local', snapshot: HASH } });
  assert.equal(read(draw('en', AnsweredBy, { turn: told }, chat({ models: [model('other')] }))), 'default → e3b0c442');
});

test('a snapshot that is a name stays whole', () => {
  const told = turn({ asked: { vendor: 'x', model: 'm' }, answeredBy: { vendor: 'x', snapshot: 'm-2026-11-01' } });
  assert.equal(read(draw('en', AnsweredBy, { turn: told })), 'm → m-2026-11-01');
});
