import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import type { WholeThread } from '../api/calls.ts';
import { turnBefore as beforeOf } from './turn-before.ts';

const message = (id: string, parent?: string, turn?: string): Message => ({
  id,
  role: turn ? 'assistant' : 'user',
  parts: [],
  at: 0,
  ...(parent && { parent }),
  ...(turn && { turn }),
});
const tree = [
  message('q1'),
  message('a1', 'q1', 't1'),
  message('b1', 'q1', 't1b'),
  message('q2', 'a1'),
  message('a2', 'q2', 't2'),
];

const thread = (messages: Message[], continued: { turn: string; continues: string }[] = []) =>
  ({ messages, turns: continued }) as WholeThread;
const turnBefore = (messages: Message[], message: string | undefined) =>
  beforeOf(thread(messages), message === undefined ? undefined : { turn: 'this', message });

test('of a turn that goes on with an answer it is the one that wrote the answer so far', () => {
  const whole = thread(tree, [{ turn: 't3', continues: 't2' }]);
  assert.equal(beforeOf(whole, { turn: 't3', message: 'a2' }), 't2');
  assert.equal(beforeOf(whole, { turn: 't2', message: 'a2' }), 't1');
});

test('before the thread is known there is none', () => {
  assert.equal(beforeOf(undefined, { turn: 't3', message: 'a2' }), undefined);
});

test('it is the last answer above, on the same branch', () => {
  assert.equal(turnBefore(tree, 'a2'), 't1');
});

test('a first answer, an unknown message and no message have none', () => {
  assert.equal(turnBefore(tree, 'b1'), undefined);
  assert.equal(turnBefore(tree, 'nowhere'), undefined);
  assert.equal(turnBefore(tree, undefined), undefined);
});

test('messages in a loop end the search', () => {
  assert.equal(turnBefore([message('x', 'y'), message('y', 'x')], 'x'), undefined);
});
