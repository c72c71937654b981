import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './part.ts';

test('the words of a message are its text parts, joined; reasoning and calls are none', () => {
  const parts = [
    { kind: 'reasoning', text: 'Hm.' },
    { kind: 'text', text: 'One' },
    { kind: 'tool-call', callId: 'c', name: 'look', arguments: '{}' },
    { kind: 'text', text: ' two' },
  ] as const;
  assert.equal(textOf(parts), 'One two');
});
