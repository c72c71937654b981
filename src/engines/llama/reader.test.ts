import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type FakeNative, fakeCandidates, fakeNative } from './fake-native.ts';
import type { Pace } from './pace.ts';
import { createProcessor } from './processor.ts';
import { createReader, slicesOf } from './reader.ts';

const ask = { count: 8, withBestLogit: false };
const never = new AbortController().signal;
const paceOf = (threads: number, sliceTokens = 8): Pace => ({
  sliceTokens,
  stepMs: undefined,
  time: (_, __, call) => call(threads),
});

function reading(threads = 1, native: FakeNative = fakeNative()) {
  const [first] = native.sequences;
  assert.ok(first);
  return { native, reader: createReader(first, createProcessor(), paceOf(threads)) };
}

const row = Array.from({ length: 20 }, (_, at) => 1 + (at % 30));

describe('slices', () => {
  it('cover the row in order, none longer than one more than asked, none a single token', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 2, max: 32 }), (length, most) => {
        const slices = [...slicesOf(length, () => most)];
        assert.equal(slices.at(-1)?.to, length);
        slices.forEach(({ from, to }, at) => {
          assert.equal(from, at === 0 ? 0 : slices[at - 1]?.to);
          assert.ok(to - from >= 2 && to - from <= Math.max(most, 3));
        });
      }),
    );
  });

  it('follow the speed that is known when each begins', () => {
    const most = [8, 8, 30];
    assert.deepEqual(
      [...slicesOf(40, () => most.shift() ?? 0)].map(({ to }) => to),
      [8, 16, 40],
    );
  });

  it('of one token are one, of none are none', () => {
    assert.deepEqual([[...slicesOf(1, () => 8)], [...slicesOf(0, () => 8)]], [[{ from: 0, to: 1 }], []]);
  });
});

describe('a reader', () => {
  it('reads slice after slice, tells how far it is, and gives what may follow the whole row', async () => {
    const { reader, native } = reading();
    const read: number[] = [];
    const candidates = await reader.readRow(row, ask, never, (tokens) => read.push(tokens));
    assert.deepEqual(native.calls, ['read 0 0-8', 'read 0 8-16', 'step 0 16-20']);
    assert.deepEqual(read, [8, 16, 20]);
    assert.deepEqual(candidates, fakeCandidates(row, 8));
  });

  it('stops between two slices', async () => {
    const { reader, native } = reading();
    const stop = new AbortController();
    assert.equal(await reader.readRow(row, ask, stop.signal, () => stop.abort()), undefined);
    assert.deepEqual(native.calls, ['read 0 0-8']);
  });
});
