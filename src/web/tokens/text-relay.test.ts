import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Ask } from './ask.ts';
import { textReceiver, textSender } from './text-relay.ts';

const count = (text: string): Ask => ({ name: 'count', encoding: 'o200k', text });
const PAGES = 'words, 字符, 😀 '.repeat(1000);

test('of a long text only what was typed goes over', () => {
  const send = textSender();
  assert.deepEqual(send(count(PAGES)), { ask: count(PAGES) });
  const { ask, edit } = send(count(`${PAGES.slice(0, 70)}x${PAGES.slice(70)}`));
  assert.deepEqual([ask, edit], [count(''), { from: 70, to: 70, insert: 'x' }]);
});

test('a short text goes as it is, and so does another long one', () => {
  const send = textSender();
  assert.equal(send(count('a')).edit, undefined);
  assert.equal(send(count('ab')).edit, undefined);
  assert.equal(send(count(PAGES)).edit, undefined);
  assert.equal(send(count(PAGES.toUpperCase().split('').reverse().join(''))).edit, undefined);
});

test('an ask without a text goes between', () => {
  const [send, receive] = [textSender(), textReceiver()];
  const spell: Ask = { name: 'spell', encoding: 'o200k', ids: [1] };
  receive(send(count(PAGES)));
  assert.deepEqual(receive(send(spell)), spell);
  assert.deepEqual(receive(send(count(`${PAGES}!`))), count(`${PAGES}!`));
});

test('whatever is asked in whatever order, the other side has the text', () => {
  const piece = fc.constantFrom('a', '字', '😀', '\ud83d', '\ude00', PAGES.slice(0, 4100), PAGES.slice(3, 9000));
  const edit = fc.record({ from: fc.nat(12_000), length: fc.nat(6000), insert: piece });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const [send, receive] = [textSender(), textReceiver()];
      let text = '';
      for (const { from, length, insert } of edits) {
        text = text.slice(0, from) + insert + text.slice(from + length);
        // Over the border as a worker's message goes: halves of characters are kept there too.
        assert.deepEqual(receive(structuredClone(send(count(text)))), count(text));
      }
    }),
  );
});
