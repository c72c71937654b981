import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { fetchRange, type HubFetch } from './fetch-hub.ts';
import { HUB_SOURCE, madeBytes, sha256Of, temporaryFolder } from './stand-in/file.ts';
import { type Manner, openStandInHub, type StandInHub } from './stand-in/hub.ts';

const bytes = madeBytes(300_000);

type Bench = { hub: StandInHub; fetch: HubFetch; run: () => Promise<Buffer> };

async function bench(context: TestContext, manners: Manner[] = [], change: Partial<HubFetch> = {}): Promise<Bench> {
  const hub = await openStandInHub(context, bytes);
  hub.manners = manners;
  let arrived = 0;
  const fetch: HubFetch = {
    hub: {
      endpoint: hub.endpoint,
      fetch: globalThis.fetch,
      answerMs: manners.some(({ kind }) => kind === 'no-answer') ? 200 : 10_000,
    },
    source: HUB_SOURCE,
    file: { bytes: bytes.length, sha256: sha256Of(bytes) },
    range: { offset: 0, length: bytes.length },
    to: join(await temporaryFolder(context), 'file.part'),
    signal: new AbortController().signal,
    stallMs: 150,
    backoffMs: 1,
    ...change,
    onReceived: (received) => {
      arrived = received;
      change.onReceived?.(received);
    },
  };
  hub.arrived = () => arrived;
  return { hub, fetch, run: () => fetchRange(fetch).then(() => readFile(fetch.to)) };
}

test('a good hub is asked once and for the whole file', async (context) => {
  const { hub, run } = await bench(context);
  assert.deepEqual(await run(), bytes);
  assert.deepEqual(hub.requests, ['GET all']);
});

test('after a cut only the missing bytes are asked for', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'cut', after: 100_000 }]);
  assert.deepEqual(await run(), bytes);
  assert.deepEqual(hub.requests, ['GET all', 'GET bytes=100000-299999']);
});

test('wherever it is cut, and however often, the bytes are those of the file', async (context) => {
  const { hub, fetch, run } = await bench(context);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 120_000 }), { maxLength: 4 }), async (cuts) => {
      hub.manners = cuts.map((after) => ({ kind: 'cut', after }));
      await writeFile(fetch.to, '');
      assert.ok((await run()).equals(bytes));
    }),
    { numRuns: 12 },
  );
});

test('a transfer that falls silent is begun again where it stopped', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'stall', after: 50_000 }]);
  assert.deepEqual(await run(), bytes);
  assert.deepEqual(hub.requests, ['GET all', 'GET bytes=50000-299999']);
});

test('what an earlier process left is not asked for again', async (context) => {
  const { hub, fetch, run } = await bench(context);
  await writeFile(fetch.to, bytes.subarray(0, 250_000));
  assert.deepEqual(await run(), bytes);
  assert.deepEqual(hub.requests, ['GET bytes=250000-299999']);
});

test('a hub that ignores ranges is read from its first byte and what is here is skipped', async (context) => {
  const { fetch, run } = await bench(context, [{ kind: 'ignore-range' }]);
  await writeFile(fetch.to, bytes.subarray(0, 250_000));
  assert.deepEqual(await run(), bytes);
});

test('a range in the middle comes by itself', async (context) => {
  const { hub, run } = await bench(context, [], { range: { offset: 120_000, length: 60_000 } });
  assert.deepEqual(await run(), bytes.subarray(120_000, 180_000));
  assert.deepEqual(hub.requests, ['GET bytes=120000-179999']);
});

test('a range in the middle comes from a hub that ignores ranges too', async (context) => {
  const { run } = await bench(context, [{ kind: 'ignore-range' }], { range: { offset: 120_000, length: 60_000 } });
  assert.deepEqual(await run(), bytes.subarray(120_000, 180_000));
});

test('a length that is stated too small costs another request, not the file', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'short-length', length: 100_000 }]);
  assert.deepEqual(await run(), bytes);
  assert.equal(hub.requests.length, 2);
});

test('bytes after the end are not taken', async (context) => {
  const { run } = await bench(context, [{ kind: 'long-body', extra: 5000 }]);
  assert.deepEqual(await run(), bytes);
});

test('a range other than the one asked for is not written', async (context) => {
  const { fetch, run } = await bench(context, [{ kind: 'wrong-range' }]);
  await writeFile(fetch.to, bytes.subarray(0, 250_000));
  assert.deepEqual(await run(), bytes);
});

test('a file of another length there is refused with both lengths', async (context) => {
  const { fetch, run } = await bench(context, [{ kind: 'other-total', total: 7 }]);
  await writeFile(fetch.to, bytes.subarray(0, 250_000));
  await assert.rejects(run(), /the file has 7 bytes there, expected 300000/);
});

test('another hash in the answer of the hub itself is refused before a byte is taken', async (context) => {
  const { hub, run } = await bench(context);
  hub.linked = { sha256: 'f'.repeat(64), bytes: bytes.length };
  await assert.rejects(run(), /another file lies there now: sha256 f{64}, expected [0-9a-f]{64}/);
});

test('another length in the answer of the hub itself is refused', async (context) => {
  const { hub, run } = await bench(context);
  hub.linked = { sha256: sha256Of(bytes), bytes: 7 };
  await assert.rejects(run(), /the file has 7 bytes there, expected 300000/);
});

test('no answer in time is told at once when nothing has come yet', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'no-answer' }]);
  await assert.rejects(run(), { name: 'NoAnswer', message: 'no answer within 0.2 s' });
  assert.equal(hub.requests.length, 1);
});

test('no answer in the middle of a transfer is waited out', async (context) => {
  const { run } = await bench(context, [{ kind: 'cut', after: 1000 }, { kind: 'no-answer' }]);
  assert.deepEqual(await run(), bytes);
});

test('a connection that breaks before the answer is tried again', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'hang-up' }]);
  assert.deepEqual(await run(), bytes);
  assert.equal(hub.requests.length, 2);
});

test('a hub that cannot be reached is told with the reason', async (context) => {
  const { fetch } = await bench(context);
  const closed = { ...fetch, hub: { ...fetch.hub, endpoint: 'http://127.0.0.1:1' } };
  await assert.rejects(fetchRange(closed), /cannot be reached \(fetch failed: /);
});

test('a busy hub is asked again', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'status', status: 503 }]);
  assert.deepEqual(await run(), bytes);
  assert.equal(hub.requests.length, 2);
});

test('a hub that only ever falls silent is given up with that reason', async (context) => {
  const { run } = await bench(context, Array(9).fill({ kind: 'stall', after: 0 }), { stallMs: 50 });
  await assert.rejects(run(), /gave up at byte 0 of 300000 after 5 attempts: no byte came for 0\.05 s/);
});

test('five attempts that bring nothing are enough, and the sentence says where it stands', async (context) => {
  const { hub, run } = await bench(context, Array(9).fill({ kind: 'status', status: 503 }));
  await assert.rejects(run(), /gave up at byte 0 of 300000 after 5 attempts: the hub answered 503/);
  assert.equal(hub.requests.length, 5);
});

test('a file that is not there is told at once, with its name', async (context) => {
  const { hub, run } = await bench(context, [{ kind: 'status', status: 404 }]);
  await assert.rejects(run(), /there is no made\.gguf in maker\/made-GGUF at abc123 \(404\)/);
  assert.equal(hub.requests.length, 1);
});

test('a file behind terms says what a person can do', async (context) => {
  const { run } = await bench(context, [{ kind: 'status', status: 401 }]);
  await assert.rejects(
    run(),
    /only open to accounts that accepted its terms \(401\); download the file there and add it by its path/,
  );
});

test('a file that was replaced in between is begun anew, not patched together', async (context) => {
  const { hub, fetch, run } = await bench(context, [
    { kind: 'cut', after: 100_000 },
    ...Array(5).fill({ kind: 'status', status: 503 }),
  ]);
  await assert.rejects(run(), /gave up at byte 100000/);
  hub.etag = '"two"';
  hub.bytes = madeBytes(bytes.length, 'another');
  assert.deepEqual(await fetchRange(fetch).then(() => readFile(fetch.to)), hub.bytes);
});

test('received bytes are told as they come and never go back', async (context) => {
  const told: number[] = [];
  const { run } = await bench(context, [{ kind: 'cut', after: 100_000 }], { onReceived: (received) => told.push(received) });
  await run();
  assert.equal(told.at(-1), bytes.length);
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );
});

test('stopping ends the transfer and keeps what came', async (context) => {
  const controller = new AbortController();
  const onReceived = (received: number) => received > 0 && controller.abort(new Error('Stopped.'));
  const { fetch, run } = await bench(context, [{ kind: 'stall', after: 50_000 }], {
    signal: controller.signal,
    onReceived,
    stallMs: 60_000,
  });
  await assert.rejects(run(), /Stopped/);
  const kept = await readFile(fetch.to);
  assert.ok(kept.length > 0);
  assert.deepEqual(kept, bytes.subarray(0, kept.length));
});
