import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { idsIn } from './id-list.ts';

const LISTS: [text: string, ids: number[]][] = [
  ['10930 261 2472', [10930, 261, 2472]],
  ['[10930, 261, 2472]', [10930, 261, 2472]],
  ['10930,261', [10930, 261]],
  [' [\n  10930,\n  261,\n]\n', [10930, 261]],
  ['1\t2\n3', [1, 2, 3]],
  ['0 199999', [0, 199999]],
];
for (const [text, ids] of LISTS)
  test(`${JSON.stringify(text)} is ids`, () => {
    assert.deepEqual(idsIn(text), ids);
  });

for (const text of ['', '42', '[42]', '1.5 2', '-1 2', '1 2 words', 'a 1 2', '12345678 1', '1,,2', '[1 2', '1 ; 2'])
  test(`${JSON.stringify(text)} is ${text === '[1 2' ? 'ids all the same' : 'no list of ids'}`, () => {
    assert.equal(idsIn(text) !== undefined, text === '[1 2');
  });

test('what the page copies is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 262_143 }), { minLength: 2 }), (ids) => {
      assert.deepEqual(idsIn(`[${ids.join(', ')}]`), ids);
    }),
  );
});

test('a text that is nearly a list is seen through at once', () => {
  assert.equal(idsIn(`${'1 '.repeat(90_000)}x`), undefined);
  assert.equal(idsIn(`${' '.repeat(190_000)}x`), undefined);
  assert.equal(idsIn('1 '.repeat(1_000_000)), undefined);
});
