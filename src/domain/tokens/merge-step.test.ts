import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytePairEncoder } from './byte-pair.ts';
import { randomFrom, randomText } from './fuzz.contract.ts';
import { mergeSteps } from './merge-step.ts';
import { CUTTERS, cutAll } from './piece.ts';
import { publicEncoder } from './public-encoder.contract.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { textWithGapsOf } from './utf8.ts';

test('each step says where it joined, what, and how early', () => {
  const encoder = bytePairEncoder(tinyEncoding(['bc', 'ab', 'abc']));
  assert.deepEqual(mergeSteps(encoder, 'abc'), {
    start: [97, 98, 99],
    steps: [
      { at: 1, left: 98, right: 99, id: 256, rank: 256 },
      { at: 0, left: 97, right: 256, id: 258, rank: 258 },
    ],
    ids: [258],
    isWhole: false,
  });
});

test('the worked example: " haiku" begins as six bytes and ends as two tokens', () => {
  const encoder = publicEncoder('o200k');
  const { start, steps, ids } = mergeSteps(encoder, ' haiku');
  assert.equal(start.length, 6);
  assert.deepEqual(ids, [2472, 11169]);
  assert.equal(steps.length, 4);
  assert.deepEqual(
    steps.map(({ id }) => textWithGapsOf(encoder.bytesOf(id))),
    [' h', 'ik', ' ha', 'iku'],
  );
});

test('a piece that is taken whole says so, and its steps lead there all the same', () => {
  const { isWhole, ids, steps } = mergeSteps(publicEncoder('o200k'), ' Language');
  assert.ok(isWhole);
  assert.deepEqual(ids, [20333]);
  assert.equal(steps.at(-1)?.id, 20333);
});

test('a single byte is whole by itself, without being taken so', () => {
  assert.equal(mergeSteps(publicEncoder('o200k'), 'a').isWhole, false);
});

test('the Chinese character of two tokens: its three bytes join once', () => {
  const { start, steps, ids } = mergeSteps(publicEncoder('o200k'), '绽');
  assert.equal(start.length, 3);
  assert.equal(steps.length, 1);
  assert.deepEqual(ids, [2282, 121]);
});

for (const name of ['o200k', 'cl100k', 'llama3', 'qwen3'] as const)
  test(`the plain steps end where the fast merge of ${name} ends, on the pieces of random texts`, () => {
    const encoder = publicEncoder(name);
    const random = randomFrom(11);
    for (let left = 400; left > 0; left--) {
      const text = encoder.spelling(randomText(random)).slice(0, 200);
      let from = 0;
      for (const end of cutAll(encoder.cutter, text)) {
        const { start, steps, ids, isWhole } = mergeSteps(encoder, text.slice(from, end));
        if (!isWhole) assert.equal(ids.length, start.length - steps.length, JSON.stringify(text.slice(from, end)));
        const row = start.slice();
        for (const step of steps) row.splice(step.at, 2, step.id);
        if (!isWhole) assert.deepEqual(row, ids);
        from = end;
      }
    }
  });

test('what merging makes of an item is the item itself in o200k, save for a known few', () => {
  // Items that their own joins do not lead to are why a whole piece is looked up first.
  const encoder = publicEncoder('o200k');
  let astray = 0;
  for (let id = 1000; id < 1400; id++) {
    const text = textWithGapsOf(encoder.bytesOf(id));
    if (text.includes('\ufffd') || cutAll(CUTTERS.o200k, text).length > 1) continue;
    const { start, steps } = mergeSteps(encoder, text);
    if (start.length - steps.length !== 1) astray++;
  }
  assert.equal(astray, 0);
});
