import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeNative } from './fake-native.ts';
import { createProcessor } from './processor.ts';
import { createReadAhead } from './read-ahead.ts';
import { createSequences } from './sequences.ts';

const pace = {
  sliceTokens: 8,
  stepMs: undefined,
  time: <T>(_: string, __: number, call: (threads: number) => Promise<T>) => call(1),
};
const row = Array.from({ length: 24 }, (_, at) => 1 + at);
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

function reading() {
  const native = fakeNative();
  const sequences = createSequences(native.sequences);
  return { native, sequences, ahead: createReadAhead(sequences, createProcessor(), pace) };
}

describe('reading ahead', () => {
  it('reads the wished row, so that a turn needs only the rest', async () => {
    const { sequences, ahead } = reading();
    ahead.wish(row);
    await settle();
    await ahead.pause();
    assert.equal((await sequences.take([...row, 30, 31, 32])).kept, row.length);
  });

  it('stops at the next slice when a turn comes, and keeps what it has read', async () => {
    const { native, sequences, ahead } = reading();
    const { promise, resolve: comeIn } = Promise.withResolvers<void>();
    native.beforeCall = () => promise;
    ahead.wish(row);
    await settle();
    const paused = ahead.pause();
    comeIn();
    await paused;
    assert.deepEqual(native.calls, ['read 0 0-8']);
    assert.equal((await sequences.take(row)).kept, 8);
  });

  it('does not begin while a turn runs, and begins when it has gone', async () => {
    const { native, ahead } = reading();
    await ahead.pause();
    ahead.wish(row);
    await settle();
    assert.deepEqual(native.calls, []);
    ahead.resume();
    await settle();
    assert.equal(native.calls.length, 3);
  });

  it('reads the latest wish when several came', async () => {
    const { native, ahead } = reading();
    await ahead.pause();
    ahead.wish([30, 31, 32, 33]);
    ahead.wish(row);
    ahead.resume();
    await settle();
    assert.deepEqual(native.sequences[0]?.evaluated(), row);
  });

  it('does nothing where the row has been read', async () => {
    const { native, ahead } = reading();
    ahead.wish(row);
    await settle();
    const before = native.calls.length;
    ahead.wish(row);
    await settle();
    assert.equal(native.calls.length, before);
  });

  it('keeps its failures to itself: nobody asked aloud', async () => {
    const { native, ahead } = reading();
    native.beforeCall = () => {
      throw new Error('no');
    };
    ahead.wish(row);
    await settle();
    await ahead.pause();
    ahead.resume();
    assert.equal(native.calls.length, 1);
  });
});
