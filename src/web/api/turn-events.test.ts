import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { CallFailed } from './client.ts';
import { followTurnEvents } from './turn-events.ts';

const batches: TurnEvent[][] = [
  [{ type: 'part-start', index: 0, kind: 'text' }],
  [{ type: 'part-delta', index: 0, text: 'a' }],
  [{ type: 'part-delta', index: 0, text: 'b' }],
  [{ type: 'turn-end', reason: 'end', timing: { totalMs: 1 }, cost: { kind: 'local' } }],
];

const textOf = (from: number, to: number): string =>
  batches
    .slice(from, to)
    .map((batch, at) => `id: ${from + at + 1}\nevent: batch\ndata: ${JSON.stringify(batch)}\n\n`)
    .join('');

/** A stream of some text that then ends, or breaks. */
function streamOf(text: string, breaks = false): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (!breaks) controller.close();
    },
    pull(controller) {
      if (breaks) controller.error(new Error('cut'));
    },
  });
}

type Open = (seq: string | undefined, time: number) => ReadableStream<Uint8Array>;

async function follow(open: Open, signal = new AbortController().signal) {
  const seen: TurnEvent[][] = [];
  const asked: (string | undefined)[] = [];
  const cuts: boolean[] = [];
  const pauses: number[] = [];
  await followTurnEvents('t', {
    signal,
    onBatch: (batch) => seen.push(batch),
    onCut: (isCut) => cuts.push(isCut),
    open: async (_, seq) => open(seq, asked.push(seq)),
    pause: async (ms) => void pauses.push(ms),
  });
  return { seen, asked, cuts, pauses };
}

test('a turn is followed to its end over one connection', async () => {
  const { seen, asked } = await follow(() => streamOf(textOf(0, 4)));
  assert.deepEqual(seen, batches);
  assert.deepEqual(asked, [undefined]);
});

test('a connection that ends early is taken up after the last batch', async () => {
  const { seen, asked } = await follow((seq) => streamOf(textOf(Number(seq ?? 0), seq === undefined ? 2 : 4)));
  assert.deepEqual(seen, batches);
  assert.deepEqual(asked, [undefined, '2']);
});

test('half a batch at a cut is read once, from the next connection', async () => {
  const half = textOf(0, 2).slice(0, -9);
  const { seen } = await follow((seq) => (seq === undefined ? streamOf(half, true) : streamOf(textOf(Number(seq), 4))));
  assert.deepEqual(seen, batches);
});

test('a server that is gone is asked again, less and less often', async () => {
  const { seen, pauses, cuts } = await follow((_, time) => {
    if (time < 5) throw new TypeError('network');
    return streamOf(textOf(0, 4));
  });
  assert.deepEqual(seen, batches);
  assert.deepEqual(pauses, [100, 300, 1000, 2000]);
  assert.deepEqual(cuts, [true, true, true, false]);
});

test('a first failure is not told: it may be nothing', async () => {
  const { cuts } = await follow((_, time) => streamOf(time === 1 ? '' : textOf(0, 4)));
  assert.deepEqual(cuts, [false]);
});

test('a refusal is thrown, not tried again', async () => {
  const refusal = new CallFailed({ type: '', title: '', status: 404, detail: 'There is no turn t.', kind: 'not-found' });
  await assert.rejects(
    follow(() => {
      throw refusal;
    }),
    refusal,
  );
});

test('nothing is told after an abort', async () => {
  const leaving = new AbortController();
  const { seen } = await follow(() => {
    leaving.abort();
    return streamOf(textOf(0, 4));
  }, leaving.signal);
  assert.deepEqual(seen, []);
});
