import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exactRow } from './exact.ts';
import { FAKE_VOCABULARY, fakeCandidates, fakeNative, fakeVocabulary } from './fake-native.ts';
import { createProcessor } from './processor.ts';

const row = Array.from({ length: 20 }, (_, at) => 1 + (at % 30));
const pace = {
  sliceTokens: 8,
  stepMs: undefined,
  time: <T>(_: string, __: number, call: (threads: number) => Promise<T>) => call(1),
};

function exact(signal = new AbortController().signal, native = fakeNative()) {
  const [first] = native.sequences;
  assert.ok(first);
  return { native, sequence: first, result: exactRow(row, first, createProcessor(), pace, fakeVocabulary, signal) };
}

describe('the exact probabilities of a row', () => {
  it('are those of each token given all before it, the first excepted', async () => {
    const [first, ...rest] = await exact().result;
    assert.deepEqual(first, {});
    rest.forEach(({ logprob }, at) => {
      const { ids, logprobs } = fakeCandidates(row.slice(0, at + 1), FAKE_VOCABULARY);
      assert.ok(Math.abs((logprob ?? 0) - (logprobs[ids.indexOf(row[at + 1] ?? 0)] ?? 0)) < 1e-12);
    });
  });

  it('come with the ten best others', async () => {
    const [, second] = await exact().result;
    assert.deepEqual(
      second?.alternatives?.map(({ id }) => id),
      fakeCandidates(row.slice(0, 1), 10).ids,
    );
  });

  it('leave the row read, ready to be gone on from', async () => {
    const { sequence, result } = exact();
    await result;
    assert.deepEqual(sequence.evaluated(), row);
  });

  it('are given up between two slices when nobody wants them any more', async () => {
    const stop = new AbortController();
    const native = fakeNative();
    native.beforeCall = (call) => void (call.startsWith('weigh') && stop.abort(new Error('gone')));
    const { result } = exact(stop.signal, native);
    await assert.rejects(result, /gone/);
    assert.equal(native.calls.filter((call) => call.startsWith('weigh')).length, 1);
  });

  it('of no tokens are none', async () => {
    const [first] = fakeNative().sequences;
    assert.ok(first);
    const none = await exactRow([], first, createProcessor(), pace, fakeVocabulary, new AbortController().signal);
    assert.deepEqual(none, []);
  });
});
