/** Which messages a turn writes and which it answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import type { NewTurnBody } from '#wire/thread';
import { planTurn, promptMessagesOf } from './plan-turn.ts';
import { Refusal } from './problem.ts';

const message = (id: string, role: Message['role'], text: string, parent?: string): Message => ({
  id,
  role,
  parts: text === '' ? [] : [{ kind: 'text', text }],
  at: 1,
  ...(parent !== undefined && { parent }),
});

/** s1 - q1 - a1 - q2 - a2, and a1b beside a1. */
const TREE: Message[] = [
  message('s1', 'system', 'Be kind.'),
  message('q1', 'user', 'One?', 's1'),
  message('a1', 'assistant', 'One.', 'q1'),
  message('a1b', 'assistant', 'Uno.', 'q1'),
  message('q2', 'user', 'Two?', 'a1'),
  message('a2', 'assistant', 'Two.', 'q2'),
];

function plan(body: NewTurnBody, messages = TREE, head = messages.at(-1)?.id) {
  let count = 0;
  return planTurn(messages, head, body, { now: 9, newId: () => `new${++count}` });
}
const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);
const refused = (kind: Refusal['kind'], sentence: RegExp) => (error: unknown) =>
  error instanceof Refusal && error.kind === kind && sentence.test(error.message);

test('a text follows the head', () => {
  const { path, written, question } = plan({ text: 'Three?' });
  assert.deepEqual(ids(path), ['s1', 'q1', 'a1', 'q2', 'a2', 'new1']);
  assert.deepEqual(written, [{ id: 'new1', role: 'user', parent: 'a2', at: 9, parts: [{ kind: 'text', text: 'Three?' }] }]);
  assert.equal(question, written[0]);
});

test('the first text of a thread has no parent', () => {
  const { path, question } = plan({ text: 'One?' }, []);
  assert.deepEqual(ids(path), ['new1']);
  assert.equal('parent' in question, false);
});

test('a text follows the parent that it names: a branch', () => {
  assert.deepEqual(ids(plan({ text: 'And?', parent: 'a1b' }).path), ['s1', 'q1', 'a1b', 'new1']);
});

test('parts are one text', () => {
  const { question } = plan({
    parts: [
      { kind: 'text', text: 'Th' },
      { kind: 'text', text: 'ree?' },
    ],
  });
  assert.equal(textOf(question.parts), 'Three?');
});

test('an edit is a new version beside the message it edits', () => {
  const { path, question } = plan({ text: 'Two, please?', edits: 'q2' });
  assert.equal(question.parent, 'a1');
  assert.deepEqual(ids(path), ['s1', 'q1', 'a1', 'new1']);
});

test('an edit of the very first message has no parent either', () => {
  const { path, question } = plan({ text: 'Else?', edits: 'q' }, [message('q', 'user', 'Who?')], 'q');
  assert.deepEqual([ids(path), 'parent' in question], [['new1'], false]);
});

test('only a person’s own message can be edited', () => {
  assert.throws(() => plan({ text: 'No.', edits: 'a1' }), refused('bad-request', /a1 is the assistant’s/));
  assert.throws(() => plan({ text: 'No.', edits: 'zz' }), refused('not-found', /no message zz/));
});

test('no text asks the question of the head again', () => {
  const { path, written, question } = plan({});
  assert.deepEqual([ids(path), written, question.id], [['s1', 'q1', 'a1', 'q2'], [], 'q2']);
});

test('no text with a parent asks that question again, or the one that an answer followed', () => {
  assert.equal(plan({ parent: 'q1' }).question.id, 'q1');
  assert.equal(plan({ parent: 'a1b' }).question.id, 'q1');
});

test('no text in an empty thread, or below no question, is refused', () => {
  assert.throws(() => plan({}, []), refused('bad-request', /nothing to answer yet/));
  assert.throws(() => plan({ parent: 's1' }), refused('bad-request', /s1 follows no question/));
});

test('an empty message is refused; an empty document is the beginning of one', () => {
  assert.throws(() => plan({ text: '' }), refused('bad-request', /empty/));
  assert.throws(() => plan({ parts: [] }), refused('bad-request', /empty/));
  assert.equal(textOf(plan({ text: '', mode: 'document' }).question.parts), '');
});

test('a parent that is not in the thread is refused', () => {
  assert.throws(() => plan({ text: 'a', parent: 'zz' }), refused('not-found', /no message zz in this thread/));
  assert.throws(() => plan({ parent: 'zz' }), refused('not-found', /no message zz in this thread/));
});

test('a system message that differs is written before the question', () => {
  const { path, written } = plan({ text: 'Three?', system: 'Be brief.' });
  assert.deepEqual(
    written.map(({ id, role, parent }) => [id, role, parent]),
    [
      ['new1', 'system', 'a2'],
      ['new2', 'user', 'new1'],
    ],
  );
  assert.deepEqual(ids(path).slice(-2), ['new1', 'new2']);
});

test('the system message in force, and none where there is none, write nothing', () => {
  assert.equal(plan({ text: 'Three?', system: 'Be kind.' }).written.length, 1);
  assert.equal(plan({ text: 'One?', system: '' }, []).written.length, 1);
});

test('an empty system message takes the one in force away', () => {
  const { written, path } = plan({ text: 'Three?', system: '' });
  assert.deepEqual([written[0]?.role, textOf(written[0]?.parts ?? [])], ['system', '']);
  assert.equal(
    promptMessagesOf(path, new Map()).some(({ role }) => role === 'system'),
    false,
  );
});

test('NUL is written as its picture: what the model reads is what the thread shows', () => {
  const { written } = plan({ text: 'a\0b', system: '\0' });
  assert.deepEqual(
    written.map(({ parts }) => textOf(parts)),
    ['␀', 'a␀b'],
  );
});

test('to a template the system message in force comes first, whatever stands before it', () => {
  const { path } = plan({ text: 'Three?', system: 'Be brief.' });
  assert.deepEqual(
    promptMessagesOf(path, new Map()).map(({ role, text }) => `${role}: ${text}`),
    ['system: Be brief.', 'user: One?', 'assistant: One.', 'user: Two?', 'assistant: Two.', 'user: Three?'],
  );
});

test('empty answers, of turns that failed before a word, are not given to a template', () => {
  const path = [message('q', 'user', 'A?'), message('a', 'assistant', '', 'q'), message('q2', 'user', 'B?', 'a')];
  assert.deepEqual(
    promptMessagesOf(path, new Map()).map(({ id }) => id),
    ['q', 'q2'],
  );
});

test('known ids go with answers only', () => {
  const tokens = new Map([
    ['q1', [1]],
    ['a1', [2, 3]],
  ]);
  const messages = promptMessagesOf(TREE.slice(0, 3), tokens);
  assert.deepEqual(
    messages.map((one) => one.tokens),
    [undefined, undefined, [2, 3]],
  );
});
