/** Models over weights files: names, readiness, what is remembered, and room in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalModel } from '#engines/local-model';
import { createScriptedModel } from '#engines/scripted';
import { hashOf, type MadeUpRow, madeUpWeights } from '../../test/made-up-weights.ts';
import { createLocalModels } from './local-models.ts';
import { Refusal } from './problem.ts';

type Bench = {
  rows: MadeUpRow[];
  named?: string[];
  /** Bytes of memory; each loaded model takes what its file says. */
  memory?: number;
  disk?: number;
  kept?: Map<string, unknown>;
};

/** What a file of so many bytes needs: twice the file and a margin of 15 percent; the made-up rows have no window. */
const needed = (bytes: number) => Math.ceil(2 * bytes * 1.15);

function benchOf({
  rows,
  named = [],
  memory = Number.POSITIVE_INFINITY,
  disk = Number.POSITIVE_INFINITY,
  kept = new Map(),
}: Bench) {
  const weights = madeUpWeights(rows);
  const loaded = new Map<string, number>();
  const made: LocalModel[] = [];
  let clock = 0;
  let mostTaken = 0;
  const taken = () => [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  const models = createLocalModels({
    weights: weights.library,
    named,
    make: (row, file) => {
      const scripted = createScriptedModel({ name: row.model, script: () => 'Yes.' });
      scripted.onState(({ state }) => {
        if (state === 'ready') loaded.set(row.id, needed(row.bytes ?? 0));
        else loaded.delete(row.id);
        mostTaken = Math.max(mostTaken, taken());
      });
      const local = Object.assign(Object.create(scripted) as LocalModel, { snapshot: file.sha256 });
      made.push(local);
      return local;
    },
    freeMemory: async () => memory - taken(),
    freeDisk: async () => disk,
    recall: async (key) => kept.get(key),
    remember: async (key, value) => void kept.set(key, value),
    now: () => ++clock,
  });
  /** Chosen, with room made for it. */
  const ready = async (name: string) => {
    const choice = await models.choose(name);
    return { ...choice, notices: await choice.makeRoom() };
  };
  return { models, ready, weights, loaded, made, kept, mostTaken: () => mostTaken };
}

const refused = (kind: Refusal['kind'], words: RegExp) => (error: unknown) =>
  error instanceof Refusal && error.kind === kind && words.test(error.message);

test('a model is chosen by its name with or without vendor, and by the id of its file', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready', row: { model: 'bee' } },
    ],
  });
  for (const name of ['local/bee', 'bee', 'b', 'local/b']) assert.equal((await models.choose(name)).model, 'bee');
});

test('the alias stays what was asked, and says what it stands for', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'absent' },
      { id: 'b', state: 'ready' },
    ],
  });
  for (const name of [undefined, 'default', 'local/default']) {
    const { asked, model } = await models.choose(name);
    assert.deepEqual([asked, model], ['default', 'b']);
  }
});

test('the first of the named models is the default, ready or not', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'absent' },
    ],
    named: ['local/b'],
  });
  await assert.rejects(models.choose(undefined), refused('overloaded', /^b is not on this machine yet/));
});

test('an unknown name is refused with the names that there are', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'absent' },
    ],
  });
  await assert.rejects(models.choose('local/zz'), refused('not-found', /no model "zz" here.*local\/a, local\/b/));
});

test('a file that is not here, is coming, or has failed is refused with how it stands and what to do', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'absent' },
      { id: 'b', state: 'fetching', bytes: 1000, view: { received: 459 } },
      { id: 'c', state: 'failed', view: { error: 'The line was cut.' } },
      { id: 'd', state: 'failed', view: { linked: '/here/d.gguf', error: 'It was cut. Remove it.' } },
    ],
  });
  await assert.rejects(models.choose('a'), refused('overloaded', /^a is not on this machine yet\. .*oriel weights add a$/));
  await assert.rejects(models.choose('b'), refused('overloaded', /^b is still being fetched \(45 %\)/));
  await assert.rejects(models.choose('c'), refused('overloaded', /yet\. The line was cut\. Get it/));
  await assert.rejects(models.choose('d'), refused('overloaded', /^d cannot be used: It was cut\. Remove it\.$/));
});

test('a model is made once, and again when its file is another', async () => {
  const bench = benchOf({ rows: [{ id: 'a', state: 'ready' }] });
  const [first, second] = await Promise.all([bench.models.choose('a'), bench.models.choose('a')]);
  assert.equal(first.local, second.local);
  assert.equal(bench.made.length, 1);
  const [row] = bench.weights.rows;
  if (row) row.row = { sha256: 'f'.repeat(64) };
  assert.notEqual((await bench.models.choose('a')).local, first.local);
});

test('a snapshot is chosen by the hash of its file, if that is here', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'absent' },
    ],
  });
  assert.equal((await models.chooseSnapshot(hashOf('a')))?.model, 'a');
  assert.equal(await models.chooseSnapshot(hashOf('b')), undefined);
  assert.equal(await models.chooseSnapshot('nothing'), undefined);
});

test('the list holds the alias first, then every row with its state, defaults and window', async () => {
  const { models } = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'fetching' },
      { id: 'c', state: 'stopped' },
    ],
  });
  const list = await models.list();
  assert.equal(list.default, 'local/default');
  assert.deepEqual(
    list.models.map(({ model, aliasOf, state, isReady }) => [model, aliasOf, state, isReady]),
    [
      ['default', 'local/a', 'unloaded', true],
      ['a', undefined, 'unloaded', true],
      ['b', undefined, 'fetching', false],
      ['c', undefined, 'absent', false],
    ],
  );
  const [, a] = list.models;
  assert.deepEqual([a?.defaults, a?.window, a?.snapshot], [{ temperature: 0.5 }, 2048, hashOf('a')]);
});

test('a file that is not open yet tells the window that it will be opened with', async () => {
  const { models } = benchOf({ rows: [{ id: 'a', state: 'absent', row: { window: 32_768 } }] });
  assert.equal((await models.list()).models.find((row) => row.model === 'a')?.window, 8192);
});

test('why this machine cannot hold a file is told with the numbers, of memory and of disk, until it is here', async () => {
  const toldBy = async (bench: Partial<Bench>, state: MadeUpRow['state'] = 'absent') => {
    const { models } = benchOf({ rows: [{ id: 'b', state, bytes: 1_000_000 }], ...bench });
    return (await models.list()).models.find((row) => row.model === 'b')?.weights?.tooLarge;
  };
  assert.match((await toldBy({ memory: 1000 })) ?? '', /^b needs .* of memory .* are free\.$/);
  assert.match((await toldBy({ disk: 1000 })) ?? '', /^b needs .* of disk while it is fetched, and 1 kB are free\.$/);
  assert.equal(await toldBy({}), undefined);
  assert.equal(await toldBy({ disk: 1000 }, 'ready'), undefined);
});

test('a file that is here does not count as what others lack: it would be unloaded for them', async () => {
  const rows: MadeUpRow[] = [
    { id: 'a', state: 'ready' },
    { id: 'b', state: 'absent', bytes: 1_000_000 },
  ];
  const bench = benchOf({ rows, memory: needed(1_000_000) + 1000 });
  await (await bench.ready('a')).local.load();
  assert.equal((await bench.models.list()).models.find((row) => row.model === 'b')?.weights?.tooLarge, undefined);
});

test('a file is told with its speed here, and why it is not here as a kind of problem', async () => {
  const view = { error: 'No source could be reached.', errorKind: 'no-source' as const };
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'failed', view },
    ],
  });
  (await bench.models.choose('a')).noteSpeed(12.5);
  const [a, b] = await Promise.all((await bench.weights.library.list()).map(bench.models.tell));
  assert.deepEqual([a?.tokensPerSecond, b?.errorKind], [12.5, 'unreachable']);
});

test('when a model was asked is noted with its file', async () => {
  const bench = benchOf({ rows: [{ id: 'a', state: 'ready' }] });
  (await bench.models.choose('local/default')).noteUse();
  assert.deepEqual(bench.weights.used, ['a']);
});

test('a loaded model tells its window and threads; its facts are learnt and kept over a restart', async () => {
  const rows: MadeUpRow[] = [{ id: 'a', state: 'ready' }];
  const bench = benchOf({ rows });
  await (await bench.models.choose('a')).local.load();
  await new Promise(setImmediate);
  const loaded = (await bench.models.list()).models.find(({ model }) => model === 'a');
  assert.deepEqual([loaded?.state, loaded?.window, loaded?.threads, loaded?.facts?.architecture], ['ready', 8192, 1, 'scripted']);
  const again = (await benchOf({ rows, kept: bench.kept }).models.list()).models.find(({ model }) => model === 'a');
  assert.deepEqual([again?.state, again?.facts], ['unloaded', loaded?.facts]);
});

test('the speed that an answer showed is told, and kept over a restart', async () => {
  const rows: MadeUpRow[] = [{ id: 'a', state: 'ready' }];
  const bench = benchOf({ rows });
  (await bench.models.choose('a')).noteSpeed(12.5);
  const speedOf = async ({ models }: typeof bench) =>
    (await models.list()).models.find(({ model }) => model === 'a')?.tokensPerSecond;
  assert.equal(await speedOf(bench), 12.5);
  assert.equal(await speedOf(benchOf({ rows, kept: bench.kept })), 12.5);
});

test('what cannot be kept, as while Oriel ends, breaks nothing', async () => {
  const bench = benchOf({ rows: [{ id: 'a', state: 'ready' }] });
  bench.kept.set = () => {
    throw new Error('The store is closed.');
  };
  const { local, noteSpeed } = await bench.models.choose('a');
  noteSpeed(1);
  await local.load();
  await new Promise(setImmediate);
});

test('to choose loads nothing and unloads nothing; the window is the most that it can be until it is loaded', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready', row: { window: 4096 } },
      { id: 'b', state: 'ready' },
    ],
    memory: 0,
  });
  assert.deepEqual([(await bench.models.choose('a')).window, (await bench.models.choose('b')).window], [4096, 2048]);
  await (await bench.models.choose('a')).local.load();
  assert.equal((await bench.models.choose('a')).window, 8192, 'The loaded one has what it has.');
  assert.deepEqual([...bench.loaded.keys()], ['a']);
});

test('memory for one: 40 turns on two models by turns; each unload is said, and never are both loaded', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
    memory: needed(1_000_000) + 1000,
  });
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
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
    memory: needed(1_000_000) + 1000,
  });
  const answering = await bench.ready('a');
  const release = answering.hold();
  await answering.local.load();
  await assert.rejects(bench.ready('b'), refused('overloaded', /^b needs .* are free\. Another model is answering/));
  assert.deepEqual([...bench.loaded.keys()], ['a']);
  release();
  assert.equal((await bench.ready('b')).notices.length, 1);
});

test('held twice and released once, it is still answering', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
    memory: needed(1_000_000) + 1000,
  });
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
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
    memory: needed(1_000_000) + 1000,
  });
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

test('close unloads all', async () => {
  const bench = benchOf({
    rows: [
      { id: 'a', state: 'ready' },
      { id: 'b', state: 'ready' },
    ],
  });
  for (const id of ['a', 'b']) await (await bench.ready(id)).local.load();
  await bench.models.close();
  assert.equal(bench.loaded.size, 0);
});
