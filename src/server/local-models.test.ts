/** Models over weights files: names, readiness, what is remembered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchOf, needed, refused } from '../../test/made-up-models.ts';
import { hashOf, type MadeUpRow } from '../../test/made-up-weights.ts';

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
  const toldBy = async (bench: Partial<Parameters<typeof benchOf>[0]>, state: MadeUpRow['state'] = 'absent') => {
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
  const { library } = bench.weights;
  const [a, b] = await Promise.all((await library.list()).map(bench.models.tell));
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
