import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Message, Role } from './message.ts';
import { leafBelow, pathTo, siblingsOf, systemOf } from './thread.ts';

const message = (
  id: string,
  parent?: string,
  role: Role = 'user',
  at = Number.parseInt(id.replace(/\D/g, ''), 10) || 0,
): Message => ({
  id,
  role,
  at,
  parts: [{ kind: 'text', text: id }],
  ...(parent !== undefined && { parent }),
});
const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

/** Trees of up to 30 messages: each hangs on an earlier one or begins the thread anew. */
const trees = fc
  .array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 30 })
  .map((parents) =>
    parents.map((parent, at) => message(`m${at}`, parent === undefined || at === 0 ? undefined : `m${parent % at}`)),
  );

test('a path goes from the root to the head, each message the parent of the next', () => {
  fc.assert(
    fc.property(trees, fc.nat(), (messages, pick) => {
      const head = messages[pick % messages.length] as Message;
      const path = pathTo(messages, head.id);
      assert.equal(path[0]?.parent, undefined);
      assert.equal(path.at(-1), head);
      for (const [at, next] of path.slice(1).entries()) assert.equal(next.parent, path[at]?.id);
    }),
  );
});

test('an empty thread has an empty path', () => {
  assert.deepEqual(pathTo([], undefined), []);
});

test('a path over a missing message is refused by name', () => {
  assert.throws(() => pathTo([message('m1', 'gone')], 'm1'), /no message gone/);
});

test('a loop of parents is refused, not walked for ever', () => {
  assert.throws(() => pathTo([message('m1', 'm2'), message('m2', 'm1')], 'm1'), /form a loop/);
});

test('siblings are the answers at one place, oldest first', () => {
  const question = message('m1');
  const answers = [
    message('m3', 'm1', 'assistant', 30),
    message('m2', 'm1', 'assistant', 20),
    message('m4', 'm1', 'assistant', 30),
  ];
  const messages = [question, ...answers, message('m5', 'm2')];
  assert.deepEqual(ids(siblingsOf(messages, answers[0] as Message)), ['m2', 'm3', 'm4']);
});

test('a changed system message does not part two wordings of a question', () => {
  const first = message('m2', 'm1');
  const messages = [message('m1', undefined, 'system'), first, message('m3', undefined, 'system'), message('m4', 'm3')];
  assert.deepEqual(ids(siblingsOf(messages, first)), ['m2', 'm4']);
});

test('the system message in force is the last one, and an emptied one is none', () => {
  const empty: Message = { ...message('m3', 'm2', 'system'), parts: [] };
  assert.equal(systemOf([message('m1', undefined, 'system'), message('m2', 'm1')])?.id, 'm1');
  assert.equal(systemOf([message('m1', undefined, 'system'), message('m2', 'm1', 'system')])?.id, 'm2');
  assert.equal(systemOf([message('m1', undefined, 'system'), message('m2', 'm1'), empty]), undefined);
});

test('a branch is entered at its newest leaf', () => {
  const messages = [message('m1'), message('m2', 'm1'), message('m3', 'm1'), message('m4', 'm2'), message('m5', 'm2')];
  assert.equal(leafBelow(messages, 'm2'), 'm5');
  assert.equal(leafBelow(messages, 'm1'), 'm3');
});

test('the leaf below a leaf is itself, and every leaf below has no children', () => {
  fc.assert(
    fc.property(trees, fc.nat(), (messages, pick) => {
      const leaf = leafBelow(messages, (messages[pick % messages.length] as Message).id);
      assert.equal(
        messages.some(({ parent }) => parent === leaf),
        false,
      );
      assert.equal(leafBelow(messages, leaf), leaf);
    }),
  );
});
