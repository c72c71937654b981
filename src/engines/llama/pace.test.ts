import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeNative } from './fake-native.ts';
import { createPace, type PaceStart, threadCounts, tryThreads } from './pace.ts';

/** A pace on a clock of its own; `msFor` = how long a token takes with so many threads. */
function paced(start: PaceStart, msFor: (threads: number) => number) {
  let ms = 0;
  let threads = 0;
  const used: number[] = [];
  const setThreads = (count: number) => {
    threads = count;
  };
  const pace = createPace({ setThreads }, start, () => ms);
  const time = (work: 'read' | 'decode', tokens: number) =>
    pace.time(work, tokens, async (given) => {
      assert.equal(given, threads);
      used.push(threads);
      ms += tokens * msFor(threads);
    });
  const wait = (moreMs: number) => {
    ms += moreMs;
  };
  const slow = (next: typeof msFor) => {
    msFor = next;
  };
  return { pace, time, used, wait, slow };
}

const readMs = (...pairs: [number, number | undefined][]) => new Map(pairs);

describe('the pace of reading', () => {
  it('takes more threads only where they are worth it', async () => {
    for (const [two, expected] of [
      [5, 2],
      [9.5, 1],
    ] as const) {
      const { time, used } = paced({ decodeThreads: 1, readMs: readMs([1, 10], [2, two]) }, () => 5);
      await time('read', 8);
      assert.deepEqual(used, [expected]);
    }
  });

  it('gives up threads that others have taken meanwhile, and tries them again later', async () => {
    const busy = (threads: number) => (threads === 2 ? 200 : 11);
    const { time, used, wait, slow } = paced({ decodeThreads: 1, readMs: readMs([1, 10], [2, 5]) }, busy);
    for (let at = 0; at < 4; at++) await time('read', 8);
    slow((threads) => (threads === 2 ? 5 : 10));
    wait(31_000);
    for (let at = 0; at < 4; at++) await time('read', 8);
    assert.deepEqual(used, [2, 1, 1, 1, 1, 2, 2, 2]);
  });

  it('tries what was never tried, with the smallest slice', async () => {
    const { pace, time, used } = paced(
      { decodeThreads: 1, readMs: readMs([1, undefined], [2, undefined]) },
      (threads) => 10 / threads,
    );
    assert.equal(pace.sliceTokens, 8);
    for (let at = 0; at < 3; at++) await time('read', 8);
    assert.deepEqual(used, [1, 2, 2]);
  });

  it('cuts slices of about 0.16 seconds, from 8 to 62 tokens', () => {
    const sliceAt = (ms: number) => paced({ decodeThreads: 1, readMs: readMs([1, ms]) }, () => ms).pace.sliceTokens;
    assert.deepEqual([sliceAt(1), sliceAt(5), sliceAt(50)], [62, 32, 8]);
  });
});

describe('the pace of decoding', () => {
  it('keeps the threads that were chosen', async () => {
    const { pace, time, used } = paced({ decodeThreads: 2, readMs: readMs([1, 10]) }, () => 20);
    for (let at = 0; at < 20; at++) await time('decode', 1);
    assert.ok(used.every((threads) => threads === 2));
    assert.equal(pace.stepMs, 20);
  });

  it('takes one thread less while steps take far longer than they did, for half a minute', async () => {
    const { time, used, wait, slow } = paced({ decodeThreads: 2, readMs: readMs([1, 10]) }, () => 20);
    for (let at = 0; at < 8; at++) await time('decode', 1);
    slow((threads) => (threads === 2 ? 400 : 40));
    for (let at = 0; at < 12; at++) await time('decode', 1);
    assert.equal(used.at(-1), 1);
    wait(31_000);
    await time('decode', 1);
    assert.equal(used.at(-1), 2);
  });

  it('never goes below one thread', async () => {
    const { time, used, slow } = paced({ decodeThreads: 1, readMs: readMs([1, 10]) }, () => 20);
    for (let at = 0; at < 8; at++) await time('decode', 1);
    slow(() => 4000);
    for (let at = 0; at < 20; at++) await time('decode', 1);
    assert.ok(used.every((threads) => threads === 1));
  });
});

describe('the trial of threads', () => {
  /** A machine on which a step takes so long with 1, 2, 3 threads. */
  async function tried(...stepMs: number[]) {
    let ms = 0;
    let threads = 1;
    const native = fakeNative();
    native.setThreads = (count) => {
      threads = count;
    };
    native.beforeCall = (call) => {
      ms += call.startsWith('step') ? (stepMs[threads - 1] ?? 0) : 100 / threads;
    };
    return { start: await tryThreads(native, [1, 2, 3], stepMs.length, () => ms), native };
  }

  it('chooses the count with the fastest step', async () => {
    const { start } = await tried(90, 50, 30);
    assert.deepEqual([start.decodeThreads, start.stepMs], [3, 30]);
  });

  it('prefers fewer threads unless more are worth it', async () => {
    assert.equal((await tried(50, 48, 46)).start.decodeThreads, 1);
  });

  it('measures reading with every count', async () => {
    assert.deepEqual([...(await tried(9, 9)).start.readMs], [...readMs([1, 100 / 16], [2, 50 / 16])]);
  });

  it('leaves the sequence empty', async () => {
    assert.deepEqual((await tried(9, 9)).native.sequences[0]?.evaluated(), []);
  });

  it('does not try every count of a large machine', () => {
    assert.deepEqual(threadCounts(2), [1, 2]);
    assert.deepEqual(threadCounts(32), [1, 2, 3, 4, 6, 9, 13, 19, 28]);
  });
});
