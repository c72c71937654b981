/** Room in memory: who is unloaded, who waits, who is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchOf, needed, refused } from '../../test/made-up-models.ts';

const twoWithRoomForOne = () =>
  benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
    memory: needed(1_000_000) + 1000,
  });

test('memory for one: 40 turns on two models by turns; each unload is said, and never are both loaded', async () => {
  const bench = twoWithRoomForOne();
  for (let turn = 0; turn < 40; turn++) {
    const name = turn % 2 === 0 ? 'a' : 'b';
    const other = turn % 2 === 0 ? 'b' : 'a';
    const { local, notices, hold } = await bench.ready(name);
    const release = hold();
    await local.load();
    release();
    assert.deepEqual(
      notices,
      turn === 0 ? [] : [{ code: 'unloaded', detail: `${other} was unloaded to make room for ${name}.` }],
    );
    assert.deepEqual([...bench.loaded.keys()], [name]);
  }
  assert.ok(bench.mostTaken() <= needed(1_000_000) + 1000);
});

test('of several, the one unused longest goes, and only as many as must', async () => {
  const bench = benchOf({
    rows: ['a', 'b', 'c', 'd'].map((id) => ({ id, state: 'ready' })),
    memory: 3 * needed(1_000_000),
  });
  for (const id of ['a', 'b', 'c']) await (await bench.ready(id)).local.load();
  await bench.ready('a'); // Used again: now b is the oldest.
  const { notices, local } = await bench.ready('d');
  await local.load();
  assert.deepEqual(
    notices.map(({ detail }) => detail),
    ['b was unloaded to make room for d.'],
  );
  assert.deepEqual([...bench.loaded.keys()].sort(), ['a', 'c', 'd']);
});

test('a model that is answering is never unloaded: the other is refused until it has ended', async () => {
  const bench = twoWithRoomForOne();
  const answering = await bench.ready('a');
  const release = answering.hold();
  await answering.local.load();
  await assert.rejects(bench.ready('b'), refused('overloaded', /^b needs .* are free\. Another model is answering/));
  assert.deepEqual([...bench.loaded.keys()], ['a']);
  release();
  assert.equal((await bench.ready('b')).notices.length, 1);
});

test('who can wait gets room when the answer has ended', async () => {
  const bench = twoWithRoomForOne();
  const answering = await bench.ready('a');
  const release = answering.hold();
  await answering.local.load();
  const waiting = (await bench.models.choose('b')).makeRoom(new AbortController().signal);
  assert.equal(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 20, 'waits'))]), 'waits');
  assert.deepEqual([...bench.loaded.keys()], ['a']);
  release();
  assert.deepEqual(
    (await waiting).map(({ detail }) => detail),
    ['a was unloaded to make room for b.'],
  );
});

test('who asks a model that is just being unloaded for another gets it back after that', async () => {
  const bench = twoWithRoomForOne();
  await (await bench.ready('a')).local.load();
  const [a, b] = [await bench.models.choose('a'), await bench.models.choose('b')];
  const leaving = Promise.withResolvers<void>();
  const unload = a.local.unload.bind(a.local);
  a.local.unload = () => leaving.promise.then(unload);
  const forB = b.makeRoom(); // Begins to unload the idle one.
  await new Promise(setImmediate);
  const release = a.hold();
  const forA = a.makeRoom(new AbortController().signal);
  leaving.resolve();
  assert.equal((await forB)[0]?.code, 'unloaded');
  await b.local.load();
  assert.deepEqual(
    (await forA).map(({ detail }) => detail),
    ['b was unloaded to make room for a.'],
  );
  release();
});

test('who stops waiting holds up nobody, and what can never fit is not waited for', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
      { id: 'large', state: 'ready', bytes: 10_000_000_000 },
    ],
    memory: needed(1_000_000) + 1000,
  });
  const answering = await bench.ready('a');
  const release = answering.hold();
  await answering.local.load();
  const stop = new AbortController();
  const waiting = (await bench.models.choose('b')).makeRoom(stop.signal);
  stop.abort(new Error('stopped'));
  await assert.rejects(waiting, /stopped/);
  const never = (await bench.models.choose('large')).makeRoom(new AbortController().signal);
  await assert.rejects(never, refused('overloaded', /^large needs/));
  assert.deepEqual(await bench.ready('a').then(({ notices }) => notices), []);
  release();
});

test('held twice and released once, it is still answering', async () => {
  const bench = twoWithRoomForOne();
  const { hold, local } = await bench.ready('a');
  const [first, second] = [hold(), hold()];
  await local.load();
  first();
  await assert.rejects(bench.ready('b'), refused('overloaded', /Another model is answering/));
  second();
  await bench.ready('b');
});

test('a file that alone does not fit is refused with the numbers, and nothing is unloaded for it in vain', async () => {
  const bench = benchOf({ rows: [{ id: 'large', state: 'ready', bytes: 10_000_000_000 }], memory: 4_000_000_000 });
  await assert.rejects(
    bench.ready('large'),
    refused('overloaded', /^large needs 23\.0 GB of memory .* 4\.0 GB are free\. .*choose a smaller model/),
  );
});

test('nothing is unloaded in vain for a file that would not fit even then', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'large', state: 'ready', bytes: 10_000_000_000 },
    ],
    memory: 4_000_000_000,
  });
  await (await bench.ready('a')).local.load();
  await assert.rejects(bench.ready('large'), refused('overloaded', /choose a smaller model/));
  assert.deepEqual([...bench.loaded.keys()], ['a']);
});

test('two that are chosen at once, with memory for one, are never both loaded', async () => {
  const bench = twoWithRoomForOne();
  const use = async (name: string) => {
    const { local, hold } = await bench.ready(name);
    const release = hold();
    await local.load();
    release();
  };
  const ends = await Promise.allSettled([use('a'), use('b'), use('a'), use('b')]);
  for (const end of ends)
    if (end.status === 'rejected') assert.ok(refused('overloaded', /Another model is answering/)(end.reason), `${end.reason}`);
  assert.equal(ends[0]?.status, 'fulfilled');
  assert.ok(bench.mostTaken() <= needed(1_000_000) + 1000);
});

test('a loaded model needs no more room, however little is free', async () => {
  const bench = benchOf({ rows: [{ id: 'a', state: 'ready' }], memory: needed(1_000_000) });
  await (await bench.ready('a')).local.load();
  assert.deepEqual((await bench.ready('a')).notices, []);
});
