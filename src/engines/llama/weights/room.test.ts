import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { roomFor } from './room.ts';
import { isPinned, type PinnedRow } from './row.ts';
import { weightsTable } from './table.ts';

const row = weightsTable.find((known) => known.id === 'qwen2.5-coder-1.5b') as PinnedRow;
const plenty = { memoryBytes: 24e9, diskBytes: 50e9 };

test('a machine with plenty holds the recommended file, by the numbers that were measured', () => {
  const room = roomFor(row, plenty);
  assert.deepEqual([room.fits, room.sentence, room.window], [true, undefined, 8192]);
  assert.ok(room.memory.needed > 2.3e9 && room.memory.needed < 3e9);
});

test('a small machine is refused with both numbers and the window', () => {
  const room = roomFor(row, { ...plenty, memoryBytes: 2e9 });
  assert.equal(room.sentence, 'qwen2.5-coder-1.5b needs 2.8 GB of memory with a window of 8192 tokens, and 2.0 GB are free.');
  assert.deepEqual([room.fits, room.windowThatFits], [false, 0]);
});

test('the disk must hold the parts beside the joined file', () => {
  const room = roomFor(row, { ...plenty, diskBytes: 1.2e9 });
  assert.equal(room.sentence, 'qwen2.5-coder-1.5b needs 2.2 GB of disk while it is fetched, and 1.2 GB are free.');
});

test('when both are short both are said', () => {
  assert.match(roomFor(row, { memoryBytes: 1e9, diskBytes: 1e9 }).sentence ?? '', /of memory .*; and .* of disk/);
});

test('a smaller window is offered where it fits', () => {
  const room = roomFor(row, { ...plenty, memoryBytes: 2.7e9 });
  assert.equal(room.fits, false);
  assert.ok(room.windowThatFits > 1000 && room.windowThatFits < 8192);
});

test('the window that is said to fit does fit, and one token more does not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2.6e9, max: 3.4e9 }), (memoryBytes) => {
      const { windowThatFits } = roomFor(row, { ...plenty, memoryBytes });
      assert.ok(roomFor(row, { ...plenty, memoryBytes, window: windowThatFits }).fits);
      if (windowThatFits < (row.window ?? 0))
        assert.equal(roomFor(row, { ...plenty, memoryBytes, window: windowThatFits + 1 }).fits, false);
    }),
  );
});

test('no window is larger than the model was trained on', () => {
  for (const known of weightsTable.filter(isPinned)) {
    const room = roomFor(known, { memoryBytes: 1e12, diskBytes: 1e12, window: 1e9 });
    assert.equal(room.window, known.window);
    assert.equal(room.windowThatFits, known.window);
  }
});
