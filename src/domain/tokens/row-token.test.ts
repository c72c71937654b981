import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Encoder } from './encoder.ts';
import { rowToken, rowTokens } from './row-token.ts';

/** A token a byte. */
const encoder: Encoder = {
  encoding: 'bytes',
  encode: (text) => [...new TextEncoder().encode(text)],
  bytesOf: (id) => Uint8Array.of(id),
};

test('a token has its id, bytes and owner, and its text where that is whole', () => {
  assert.deepEqual(rowToken(encoder, 97), { id: 97, bytes: '61', owner: 'person', text: 'a' });
  assert.deepEqual(rowToken(encoder, 0xe8, 'tool'), { id: 0xe8, bytes: 'e8', owner: 'tool' });
});

test('tokens of a text are those of its ids, each different one once', () => {
  const ids = encoder.encode('a诗a');
  const tokens = rowTokens(encoder, ids);
  assert.deepEqual(
    tokens,
    ids.map((id) => rowToken(encoder, id)),
  );
  assert.equal(tokens[0], tokens.at(-1));
});
