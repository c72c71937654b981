import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import { bareName, figuresOf, shortHash } from './turn-figures.ts';

const turn = (change: Partial<Turn>): Turn => ({
  turn: 't',
  thread: 'h',
  message: 'm',
  at: 0,
  asked: { vendor: 'local', model: 'small' },
  mode: 'chat',
  settings: {},
  window: { limit: 8192, used: 40, reserve: 0, left: [] },
  status: 'ended',
  parts: [],
  notices: [],
  ...change,
});

test('kinds of usage are added up to in and out', () => {
  const figures = figuresOf(
    turn({ usage: { kinds: { inputUncached: 10, cacheRead: 30, outputText: 20, outputReasoning: 5 }, raw: {} } }),
  );
  assert.deepEqual(figures, { input: 40, kept: 30, output: 25 });
});

test('what is unknown is absent, not zero', () => {
  assert.deepEqual(figuresOf(turn({})), {});
});

test('while a turn runs its tokens are counted as they come', () => {
  const token = { id: 1, bytes: '61' };
  const figures = figuresOf(
    turn({
      prompt: { tokens: 40, kept: 8, read: 20 },
      parts: [{ kind: 'text', text: 'aa', tokens: [token, token], isEnded: false }],
    }),
  );
  assert.deepEqual(figures, { input: 40, kept: 8, output: 2 });
});

test('the speed is that of the tokens after the first', () => {
  const { rate } = figuresOf(
    turn({ usage: { kinds: { outputText: 21 }, raw: {} }, timing: { firstTokenMs: 500, totalMs: 1500 } }),
  );
  assert.equal(rate, 20);
});

test('one token has no speed', () => {
  assert.equal(
    figuresOf(turn({ usage: { kinds: { outputText: 1 }, raw: {} }, timing: { firstTokenMs: 5, totalMs: 9 } })).rate,
    undefined,
  );
});

test('a special token is named without its brackets', () => {
  assert.equal(bareName(Buffer.from('<|im_end|>').toString('hex')), 'im_end');
  assert.equal(bareName(Buffer.from('<end_of_turn>').toString('hex')), 'end_of_turn');
  assert.equal(bareName(Buffer.from('</s>').toString('hex')), '/s');
});

test('a hash is shortened, a dated name is not', () => {
  assert.equal(shortHash('b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'), 'b179c952');
  assert.equal(shortHash('gpt-4o-2024-08-06'), 'gpt-4o-2024-08-06');
});
