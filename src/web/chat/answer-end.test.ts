import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { EndReason } from '#domain/conversation/turn-event';
import { attributes, chat, draw, read, readAll, turn } from '../../../test/page-view.ts';

const { AnswerEnd } = await import('./answer-end.tsx');

type Way = { language?: 'en' | 'zh'; question?: string | undefined; running?: string };
const end = (change: Partial<Turn>, { language = 'en', question = 'q', running }: Way = {}) =>
  draw(language, AnswerEnd, { turn: turn(change), question }, chat({ view: { ...(running !== undefined && { running }) } }));
const failed: Partial<Turn> = {
  status: 'failed',
  reason: 'failed',
  error: { kind: 'vendor-fault', message: 'The model’s process died.', retry: true },
};

test('an answer that ended by itself needs no word', () => {
  assert.equal(end({ reason: 'end' }), '');
});

const SENTENCES: [EndReason, string, string][] = [
  ['stopped', 'Stopped here.', '回答停在这里。'],
  ['length', 'Ended at the most tokens that were allowed.', '到了允许的最多 token 数。'],
  ['window-full', 'The window is full.', '窗口满了。'],
  [
    'interrupted',
    'Interrupted: Oriel was stopped while the model wrote. Everything up to here was kept.',
    '中断了：模型写到一半时 Oriel 停了。到这里为止的内容都保留着。',
  ],
];
for (const [reason, english, chinese] of SENTENCES) {
  test(`${reason} is said in a sentence, with a way to go on, in both languages`, () => {
    assert.equal(read(end({ reason })), `${english} Continue`);
    assert.equal(read(end({ reason }, { language: 'zh' })), `${chinese} 继续`);
  });
}

test('a failure is an alert with the reason', () => {
  const markup = end(failed);
  assert.deepEqual(attributes(markup, 'role'), ['alert']);
  assert.deepEqual(readAll(markup, 'span'), ['The turn failed: The model’s process died.']);
});

test('a failure in Chinese says its kind in Chinese and then the server’s own words', () => {
  assert.match(read(end(failed, { language: 'zh' })), /^这一轮失败了：模型或服务出错（The model’s process died\.）/);
});

test('a stop is no alert', () => {
  assert.deepEqual(attributes(end({ reason: 'stopped' }), 'role'), []);
});

test('a failure after some words can be continued and tried again', () => {
  assert.deepEqual(readAll(end(failed), 'button'), ['Continue', 'Retry']);
});

test('a failure before any word can only be tried again', () => {
  assert.deepEqual(readAll(end({ ...failed, parts: [] }), 'button'), ['Retry']);
});

test('what will fail again is not offered again; a question that is too long can be shortened', () => {
  const error = { kind: 'window-exceeded' as const, message: 'Too long.', retry: false };
  assert.deepEqual(readAll(end({ ...failed, parts: [], error }), 'button'), ['Shorten the question']);
});

test('an answer without a question cannot be asked again', () => {
  assert.deepEqual(readAll(draw('en', AnswerEnd, { turn: turn({ ...failed, parts: [] }), question: undefined }), 'button'), []);
});

test('a refusal is told by its reason and cannot be continued', () => {
  const error = { kind: 'forbidden' as const, message: 'The model refused.', retry: false };
  assert.equal(read(end({ reason: 'refusal', error })), 'The model refused.');
});

test('nothing can be continued while another turn runs', () => {
  assert.deepEqual(readAll(end({ reason: 'stopped' }, { running: 't2' }), 'button'), []);
});

const left = (count: number) => Array.from({ length: count }, (_, at) => ({ message: `m${at}`, tokens: 5, reason: 'window' }));
const window = (count: number) => ({ limit: 100, used: 90, reserve: 10, left: left(count) });

test('messages that did not fit are counted, one as one', () => {
  assert.equal(read(end({ window: window(1) })), '1 earlier message did not fit into the window');
  assert.equal(read(end({ window: window(3) })), '3 earlier messages did not fit into the window');
  assert.equal(read(end({ window: window(3) }, { language: 'zh' })), '有 3 条较早的消息放不进窗口');
});

test('a notice is told, a place in the queue is over', () => {
  const notices = [
    { code: 'queued', detail: '2' },
    { code: 'unloaded', detail: 'large made room' },
  ];
  assert.equal(read(end({ notices })), 'large made room');
  assert.equal(read(end({ notices }, { language: 'zh' })), '为腾出内存，卸下了最久没用的模型（large made room）');
});
