/** Rows as values, and the place where a page of threads begins. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf, placeAfter, placeOf, threadOf } from './thread-row.ts';

const row = { id: '0190-a', person_id: 'p', title: null, pinned: 1, head: null, created_at: 1, updated_at: 2, deleted_at: null };

test('what is null in a row is absent in a thread', () => {
  assert.deepEqual(threadOf(row), { id: '0190-a', pinned: true, createdAt: 1, updatedAt: 2 });
  assert.deepEqual(threadOf({ ...row, title: '', pinned: 0, head: 'm', deleted_at: 3 }), {
    id: '0190-a',
    title: '',
    pinned: false,
    head: 'm',
    createdAt: 1,
    updatedAt: 2,
    deletedAt: 3,
  });
});

test('what is null in a row is absent in a message', () => {
  const message = { id: 'm', role: 'user', parts: '[{"kind":"text","text":"a"}]', at: 1 };
  const parts = [{ kind: 'text', text: 'a' }];
  assert.deepEqual(messageOf({ ...message, parent_id: null, turn_id: null }), { id: 'm', role: 'user', parts, at: 1 });
  assert.deepEqual(messageOf({ ...message, parent_id: 'q', turn_id: 't' }), {
    id: 'm',
    role: 'user',
    parts,
    at: 1,
    parent: 'q',
    turn: 't',
  });
});

test('a place is read back as it was written', () => {
  assert.deepEqual(placeOf(placeAfter(row)), { pinned: 1, updatedAt: 2, id: '0190-a' });
});

test('what no page wrote is refused, and only its beginning is repeated', () => {
  for (const text of ['', '1', '1.2', '2.2.a', '1.2.a b', '1.-2.a', `1.2.${'a'.repeat(1_000)}`]) {
    assert.throws(
      () => placeOf(text),
      (error: Error) => error instanceof RangeError && error.message.length < 160,
    );
  }
});
