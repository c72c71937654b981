import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message, Role } from '#domain/conversation/message';
import { attributes, chat, draw, HASH, model, read, readAll, small, turn } from '../../../test/page-view.ts';
import type { WholeThread } from '../api/calls.ts';

const { BranchSwitch } = await import('./branch-switch.tsx');
const { AnswerActions } = await import('./answer-actions.tsx');
const { SystemRow } = await import('./system-row.tsx');
const { QuestionRow } = await import('./question-row.tsx');

const message = (id: string, role: Role, parent?: string, text = id): Message => ({
  id,
  role,
  parts: [{ kind: 'text', text }],
  at: 0,
  ...(parent !== undefined && { parent }),
});
const question = message('q', 'user');
const answers = ['a1', 'a2', 'a3'].map((id) => message(id, 'assistant', 'q'));
const thread = (messages: Message[]) => ({ id: 'h1', messages, turns: [] }) as unknown as WholeThread;
const inThread = chat({ view: { thread: thread([question, ...answers]), path: [question, answers[1] as Message] } });

const between = (at: number, language: 'en' | 'zh' = 'en') =>
  draw(language, BranchSwitch, { message: answers[at] as Message }, inThread);

test('a message that is alone has no switch', () => {
  assert.equal(draw('en', BranchSwitch, { message: question }, inThread), '');
});

test('the place among its siblings is shown, and told in both languages', () => {
  assert.equal(read(between(1)), '2/3');
  assert.match(between(1), /role="img" aria-label="Answer 2 of 3"/);
  assert.match(between(1, 'zh'), /role="img" aria-label="第 2 个回答，共 3 个"/);
});

test('versions of a question are told as messages', () => {
  const versions = [question, message('q2', 'user')];
  const markup = draw('en', BranchSwitch, { message: question }, chat({ view: { thread: thread(versions) } }));
  assert.match(markup, /aria-label="Message 1 of 2"/);
});

test('the buttons are named by where they lead', () => {
  assert.deepEqual(attributes(between(1), 'aria-label'), ['Previous branch', 'Answer 2 of 3', 'Next branch']);
});

test('at an end there is nothing further', () => {
  assert.match(between(0), /aria-label="Previous branch" disabled=""/);
  assert.match(between(2), /aria-label="Next branch" disabled=""/);
  assert.doesNotMatch(between(1), /disabled=""/);
});

type Around = Parameters<typeof chat>[0];
const actions = (at: number, around: Around = {}, language: 'en' | 'zh' = 'en') => {
  const answer = answers[at] as Message;
  const path = [question, answers[1] as Message];
  const props = { message: answer, turn: turn({ answeredBy: { vendor: 'local', snapshot: HASH } }), text: 'Endless' };
  return draw(
    language,
    AnswerActions,
    props,
    chat({ models: [small, model('other')], ...around, view: { path, ...around?.view } }),
  );
};

test('an answer can be copied, asked for again and looked into', () => {
  assert.deepEqual(attributes(actions(1), 'aria-label'), ['Copy the answer', 'Retry', 'Look inside this turn']);
  assert.deepEqual(attributes(actions(1, {}, 'zh'), 'aria-label'), ['复制回答', '重试', '看看这一轮里面']);
});

test('nothing is asked for again while a turn runs', () => {
  assert.deepEqual(attributes(actions(1, { view: { running: 't2' } }), 'aria-label'), [
    'Copy the answer',
    'Look inside this turn',
  ]);
});

test('the last answer’s buttons are in sight, those of others wait for the pointer', () => {
  const isQuiet = (markup: string) => / opacity-0"/.test(markup);
  assert.deepEqual([isQuiet(actions(1)), isQuiet(actions(0))], [false, true]);
});

test('a system message stands at its place, an empty one says that there is none', () => {
  assert.equal(
    read(draw('en', SystemRow, { message: message('s', 'system', undefined, 'Be short.') })),
    'System message Be short.',
  );
  assert.equal(
    read(draw('zh', SystemRow, { message: message('s', 'system', undefined, '') })),
    '系统消息 从这里起没有系统消息。',
  );
});

const asked = (props: Parameters<typeof QuestionRow>[0], language: 'en' | 'zh' = 'en') => draw(language, QuestionRow, props);

test('a question is shown as it was typed, marks and all', () => {
  assert.equal(read(asked({ message: message('q', 'user', undefined, '**a** <b>') })), 'You **a** <b>');
});

test('a question can be copied and edited', () => {
  assert.deepEqual(attributes(asked({ message: question }), 'aria-label'), ['Copy the message', 'Edit as a branch']);
  assert.deepEqual(attributes(asked({ message: question }, 'zh'), 'aria-label'), ['复制消息', '编辑成新分支']);
});

test('a question on its way can neither be copied nor edited yet', () => {
  assert.deepEqual(readAll(asked({ text: 'Hi' }), 'button'), []);
  assert.equal(read(asked({ text: 'Hi' })), 'You Hi');
});

test('the direction of a question is that of its words', () => {
  assert.match(asked({ text: 'שלום' }), /<div dir="auto"/);
});
