import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import { chat, draw, HASH, model, readAll, toldTurn, turn, words } from '../../../test/page-view.ts';

const { Receipt } = await import('./receipt.tsx');

/** The lines of a receipt, by their names. */
function lines(told: Turn, language: 'en' | 'zh' = 'en', around = chat()): Record<string, string> {
  const markup = draw(language, Receipt, { turn: told }, around);
  const values = readAll(markup, 'dd');
  return Object.fromEntries(readAll(markup, 'dt').map((name, at) => [name, values[at] ?? '']));
}

test('asked is what was asked, answered is what it meant', () => {
  const { asked, answered, snapshot } = lines(toldTurn);
  assert.deepEqual({ asked, answered, snapshot }, { asked: 'local/default', answered: 'small', snapshot: HASH });
});

test('an answer of a file that is gone has its whole hash and no name', () => {
  const found = lines(toldTurn, 'en', chat({ models: [model('other')] }));
  assert.equal(found.snapshot, HASH);
  assert.ok(!('answered' in found));
});

test('counts of usage are marked as exact', () => {
  const { prompt, answer } = lines(toldTurn);
  assert.deepEqual({ prompt, answer }, { prompt: '42 exact', answer: '21 exact' });
});

test('counts that the engine did not give have no mark', () => {
  assert.equal(lines(turn({ prompt: { read: 42, count: 42 } })).prompt, '42');
});

test('kept tokens stand over the prompt that they are part of', () => {
  assert.equal(lines(toldTurn)['kept from before'], '30 / 42');
});

test('nothing kept is no line', () => {
  const told = turn({ usage: { kinds: { inputUncached: 12, cacheRead: 0 }, raw: {} } });
  assert.ok(!('kept from before' in lines(told)));
});

test('the window is told as used and limit, the answer included, as in the panel', () => {
  assert.equal(lines(turn()).window, '42 / 8,192');
  const told = turn({ usage: { kinds: { outputText: 8 }, raw: {} } });
  assert.equal(lines(told).window, '50 / 8,192');
});

test('the first token is measured, and says so', () => {
  assert.equal(lines(toldTurn)['first token'], '0.41 s measured');
});

test('the speed is derived from the tokens after the first, and shows it', () => {
  assert.equal(lines(toldTurn)['tokens a second'], '10 20 tokens in 2 s after the first');
});

test('without a time there is no speed', () => {
  const told = turn({ usage: { kinds: { outputText: 21 }, raw: {} } });
  assert.ok(!('tokens a second' in lines(told)));
});

test('a local turn cost nothing, and why', () => {
  assert.equal(lines(toldTurn).cost, 'none: computed on this machine');
});

test('a turn whose cost is unknown is not called free', () => {
  assert.ok(!('cost' in lines({ ...toldTurn, cost: { kind: 'unknown', because: 'no price' } })));
});

test('settings are told in their own names, lists as lists', () => {
  assert.equal(lines(turn({ settings: { temperature: 0.7, stop: ['\n'] } })).settings, 'temperature 0.7 · stop ["\\n"]');
});

test('a turn with the model’s own settings has no line of settings', () => {
  assert.ok(!('settings' in lines(turn())));
});

test('each notice is a line by its code', () => {
  assert.equal(lines(turn({ notices: [{ code: 'unloaded', detail: 'large made room' }] })).unloaded, 'large made room');
});

test('what the engine counted can be read as it came', () => {
  const told = turn({ usage: { kinds: { outputText: 3 }, raw: { eval_count: 3 } } });
  assert.match(readAll(draw('en', Receipt, { turn: told }), 'pre')[0] ?? '', /"eval_count": 3/);
});

test('a turn without usage has nothing raw', () => {
  assert.deepEqual(readAll(draw('en', Receipt, { turn: turn() }), 'details'), []);
});

test('the receipt is told in Chinese', () => {
  const { 请求的模型: asked, 沿用之前的: kept, 费用: cost, ...rest } = lines(toldTurn, 'zh');
  assert.deepEqual({ asked, kept, cost }, { asked: 'local/default', kept: '30 / 42', cost: '无：在这台机器上计算' });
  assert.equal(rest.输入, '42 精确');
  assert.equal(rest['每秒 token 数'], '10 首个之后，2 s 写出 20 个 token');
});

test('the moment is in the form of the language', () => {
  assert.equal(lines(toldTurn).when, words.en.format.moment(toldTurn.at));
  assert.equal(lines(toldTurn, 'zh').时间, words.zh.format.moment(toldTurn.at));
});
