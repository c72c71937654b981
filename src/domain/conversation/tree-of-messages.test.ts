import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Message, Role } from './message.ts';
import { leafBelow, pathTo, siblingsOf, systemOf } from './thread.ts';

const message = (id: string, role: Role, at: number, parent?: string, text = id): Message => ({
  id,
  role,
  at,
  parts: [{ kind: 'text', text }],
  ...(parent !== undefined && { parent }),
});
const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);

/** A question asked twice, the first time answered twice, and one answer followed up. */
const TREE: Message[] = [
  message('s', 'system', 1),
  message('q1', 'user', 2, 's'),
  message('a1', 'assistant', 3, 'q1'),
  message('a2', 'assistant', 6, 'q1'),
  message('q2', 'user', 4, 's'),
  message('f1', 'user', 5, 'a1'),
];
const find = (id: string): Message => TREE.find((each) => each.id === id) as Message;

const PATHS: [head: string, path: string[]][] = [
  ['s', ['s']],
  ['q1', ['s', 'q1']],
  ['a2', ['s', 'q1', 'a2']],
  ['q2', ['s', 'q2']],
  ['f1', ['s', 'q1', 'a1', 'f1']],
];
for (const [head, path] of PATHS)
  test(`the path to ${head} is ${path.join(', ')}, in whatever order the messages are stored`, () => {
    assert.deepEqual(ids(pathTo(TREE, head)), path);
    assert.deepEqual(ids(pathTo(TREE.toReversed(), head)), path);
  });

test('a head that is not there is named', () => {
  assert.throws(() => pathTo(TREE, 'nowhere'), { message: 'The thread has no message nowhere.' });
});

for (const [name, loop] of [
  ['one message', [message('x', 'user', 1, 'x')]],
  ['two', [message('x', 'user', 1, 'y'), message('y', 'assistant', 2, 'x')]],
] as const)
  test(`a loop of ${name} is found, not walked for ever`, () => {
    assert.throws(() => pathTo(loop, 'x'), /form a loop/);
  });

test('a path as long as the thread is no loop', () => {
  const chain = Array.from({ length: 50 }, (_, at) => message(`m${at}`, 'user', at, at > 0 ? `m${at - 1}` : undefined));
  assert.equal(pathTo(chain, 'm49').length, 50);
});

const SIBLINGS: [id: string, siblings: string[]][] = [
  ['a1', ['a1', 'a2']],
  ['a2', ['a1', 'a2']],
  ['q1', ['q1', 'q2']],
  ['f1', ['f1']],
  ['s', ['s']],
];
for (const [id, siblings] of SIBLINGS)
  test(`beside ${id} stand ${siblings.join(', ')}, the oldest first`, () => {
    assert.deepEqual(ids(siblingsOf(TREE.toReversed(), find(id))), siblings);
  });

test('an answer is no sibling of a question at the same place', () => {
  const both = [message('q', 'user', 1), message('u', 'user', 2, 'q'), message('a', 'assistant', 3, 'q')];
  assert.deepEqual(ids(siblingsOf(both, both[1] as Message)), ['u']);
});

test('siblings of the same moment stand in order of their ids', () => {
  const same = [message('b', 'user', 1), message('a', 'user', 1)];
  assert.deepEqual(ids(siblingsOf(same, same[0] as Message)), ['a', 'b']);
});

test('several system messages between do not part two questions', () => {
  const thread = [
    message('a', 'assistant', 1),
    message('s1', 'system', 2, 'a'),
    message('s2', 'system', 3, 's1'),
    message('q1', 'user', 4, 'a'),
    message('q2', 'user', 5, 's2'),
  ];
  assert.deepEqual(ids(siblingsOf(thread, thread[3] as Message)), ['q1', 'q2']);
});

test('questions under different roots of instructions are the same place: the beginning', () => {
  const thread = [
    message('s1', 'system', 1),
    message('s2', 'system', 2),
    message('q1', 'user', 3, 's1'),
    message('q2', 'user', 4, 's2'),
  ];
  assert.deepEqual(ids(siblingsOf(thread, thread[2] as Message)), ['q1', 'q2']);
});

test('switching to a branch goes to its newest leaf', () => {
  assert.equal(leafBelow(TREE, 's'), 'q2');
  assert.equal(leafBelow(TREE, 'q1'), 'a2');
  assert.equal(leafBelow(TREE, 'a1'), 'f1');
});

test('a leaf is its own newest leaf', () => {
  assert.equal(leafBelow(TREE, 'f1'), 'f1');
});

test('of two children of one moment the later id leads on, in either order of storing', () => {
  const twins = [message('q', 'user', 1), message('a', 'assistant', 2, 'q'), message('b', 'assistant', 2, 'q')];
  assert.equal(leafBelow(twins, 'q'), 'b');
  assert.equal(leafBelow(twins.toReversed(), 'q'), 'b');
});

test('the instructions in force are the last system message of the path', () => {
  const path = [message('s1', 'system', 1), message('q', 'user', 2), message('s2', 'system', 3)];
  assert.equal(systemOf(path)?.id, 's2');
});

test('an empty system message takes the instructions away, it does not bring the earlier ones back', () => {
  assert.equal(systemOf([message('s1', 'system', 1), message('s2', 'system', 2, 's1', '')]), undefined);
});

test('without a system message there are no instructions', () => {
  assert.equal(systemOf([message('q', 'user', 1)]), undefined);
});

/** Any tree: each message hangs under an earlier one, or is a root. */
const trees = fc
  .array(fc.record({ under: fc.nat(), role: fc.constantFrom<Role>('system', 'user', 'assistant'), at: fc.nat(5) }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((rows) =>
    rows.map(({ under, role, at }, index) =>
      message(`m${index}`, role, at, index === 0 || under % 4 === 0 ? undefined : `m${under % index}`),
    ),
  );

test('a message is always among its siblings, and all of them have the same siblings', () => {
  fc.assert(
    fc.property(trees, fc.nat(), (tree, pick) => {
      const one = tree[pick % tree.length] as Message;
      const siblings = siblingsOf(tree, one);
      assert.ok(siblings.includes(one));
      for (const other of siblings) assert.deepEqual(siblingsOf(tree, other), siblings);
    }),
  );
});
