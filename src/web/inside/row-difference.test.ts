import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RowToken } from '#domain/tokens/token';
import { compareRows } from './row-difference.ts';

/** `s:1 s:2 q:7` = tokens of messages with ids. */
const row = (spelling: string): RowToken[] =>
  spelling.split(' ').map((token) => {
    const [message = '', id = ''] = token.split(':');
    return { id: Number(id), bytes: id, owner: 'person', ...(message && { message }) };
  });

test('a prompt that only grew keeps all it had', () => {
  const { fates, gone, counts } = compareRows(row('s:1 a:2 b:3'), row('s:1 a:2 b:3 c:4 c:5'));
  assert.deepEqual(fates, ['kept', 'kept', 'kept', 'new', 'new']);
  assert.deepEqual(counts, { kept: 3, moved: 0, new: 2 });
  assert.deepEqual(gone, []);
});

test('when the oldest message leaves, the rest is found at its new place', () => {
  const { fates, gone } = compareRows(row('s:1 a:2 a:3 b:4 b:5'), row('s:1 b:4 b:5 c:6'));
  assert.deepEqual(fates, ['kept', 'moved', 'moved', 'new']);
  assert.deepEqual(gone, [{ message: 'a', tokens: 2, first: 1 }]);
});

test('a message whose middle was edited keeps its ends', () => {
  const { fates, gone } = compareRows(row('a:1 b:2 b:3 b:4 b:5'), row('a:9 b:2 b:7 b:8 b:4 b:5'));
  assert.deepEqual(fates, ['new', 'moved', 'new', 'new', 'moved', 'moved']);
  assert.deepEqual(
    gone.map(({ message, tokens }) => [message, tokens]),
    [
      ['a', 1],
      ['b', 1],
    ],
  );
});

test('an answer that has become history is found inside its template', () => {
  const template = (token: RowToken): RowToken => ({ ...token, owner: 'template' });
  const [open, name, word, more, end] = row(':1 :2 a:3 a:4 a:5') as [RowToken, RowToken, RowToken, RowToken, RowToken];
  const earlier = [...row('q:8 q:9'), template(open), template(name), word, more, { ...end, special: true }];
  const inside = (token: RowToken) => template({ ...token, message: 'a' });
  const later = [inside(open), inside(name), word, more, inside(end), ...row('p:7')];
  const { fates, gone } = compareRows(earlier, later);
  assert.deepEqual(fates, ['moved', 'moved', 'moved', 'moved', 'moved', 'new']);
  assert.deepEqual(gone, [{ message: 'q', tokens: 2, first: 0 }]);
});

test('unpublished ids are compared by bytes', () => {
  const token = (bytes: string): RowToken => ({ bytes, owner: 'template' });
  assert.deepEqual(compareRows([token('61')], [token('61'), token('62')]).fates, ['kept', 'new']);
});

const anyRow = fc
  .array(fc.record({ message: fc.constantFrom('a', 'b', 'c'), id: fc.integer({ min: 0, max: 3 }) }), { maxLength: 20 })
  .map((list): RowToken[] => list.map(({ message, id }) => ({ id, bytes: String(id), owner: 'person', message })));

test('what is still there and what is gone add up to the earlier row', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (earlier, later) => {
      const { counts, gone } = compareRows(earlier, later);
      const lost = gone.reduce((sum, one) => sum + one.tokens, 0);
      assert.equal(counts.kept + counts.moved + lost, earlier.length);
      assert.equal(counts.kept + counts.moved + counts.new, later.length);
    }),
  );
});
