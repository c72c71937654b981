import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openWeights, type WeightsLibrary, type WeightsOptions } from './library.ts';
import { placeOf } from './place.ts';
import type { WeightsRow } from './row.ts';
import { HUB_SOURCE, madeBytes, madeWeights, sha256Of, spoilt, temporaryFolder } from './stand-in/file.ts';
import { openStandInHub, type StandInHub } from './stand-in/hub.ts';
import type { WeightsView } from './view.ts';

const made = madeWeights({ order: ['hub'] });
const { bytes: _, sha256: __, ...unpinned } = made.row;

type Bench = { home: string; hub: StandInHub; open: (options?: Partial<WeightsOptions>) => WeightsLibrary };

async function bench(context: TestContext, table: readonly WeightsRow[] = [made.row]): Promise<Bench> {
  const folder = await temporaryFolder(context);
  const home = join(folder, 'home');
  const hub = await openStandInHub(context, made.bytes);
  const environment = { HF_ENDPOINT: hub.endpoint, HOME: join(folder, 'person') };
  const open = (options: Partial<WeightsOptions> = {}) => {
    const library = openWeights({ home, environment, table, answerMs: 10_000, stallMs: 10_000, backoffMs: 1, ...options });
    context.after(() => library.close());
    return library;
  };
  return { home, hub, open };
}

test('a file that is not here is absent', async (context) => {
  const { open } = await bench(context);
  const [view] = await open().list();
  assert.deepEqual([view?.state, view?.received, await open().path('made')], ['absent', undefined, undefined]);
});

test('fetching ends with a file that is ready, and its source is kept for later starts', async (context) => {
  const { home, open } = await bench(context);
  const view = await open().fetch('made');
  assert.equal(view.state, 'ready');
  const again = await open().get('made');
  assert.deepEqual([again.state, again.sourceKind, again.received], ['ready', 'hub', made.bytes.length]);
  assert.deepEqual(await readFile((await open().path('made')) ?? ''), made.bytes);
  assert.equal(existsSync(placeOf(join(home, 'weights'), made.row.sha256).work), false);
});

test('a file that is ready is not fetched again', async (context) => {
  const { hub, open } = await bench(context);
  await open().fetch('made');
  await open().fetch('made');
  assert.equal(hub.requests.length, 1);
});

test('the lock of a process killed at the very end is gone after the next fetch', async (context) => {
  const { home, open } = await bench(context);
  await open().fetch('made');
  const { lock } = placeOf(join(home, 'weights'), made.row.sha256);
  await writeFile(lock, JSON.stringify({ pid: 2 ** 30, token: 'of a killed process', at: Date.now() }));
  await open().fetch('made');
  assert.equal(existsSync(lock), false);
});

test('two calls in one process are one fetch', async (context) => {
  const { hub, open } = await bench(context);
  const library = open();
  const views = await Promise.all([library.fetch('made'), library.fetch('made')]);
  assert.deepEqual([views.map((view) => view.state), hub.requests.length], [['ready', 'ready'], 1]);
});

test('two libraries at once fetch the file once: the second waits and finds it', async (context) => {
  const { hub, open } = await bench(context);
  const views = await Promise.all([open().fetch('made'), open().fetch('made')]);
  assert.deepEqual([views.map((view) => view.state), hub.requests.length], [['ready', 'ready'], 1]);
});

test('listeners hear of the fetch, its source and its end, in order', async (context) => {
  const { open } = await bench(context);
  const library = open();
  const heard: WeightsView[] = [];
  // Each view is read from the disk before it is told: the last one may come after the fetch is over.
  const ready = new Promise<void>((resolve) => {
    library.onChange((view) => {
      heard.push(view);
      if (view.state === 'ready') resolve();
    });
  });
  await library.fetch('made');
  await ready;
  const states = heard.map((view) => view.state).filter((state, index, all) => state !== all[index - 1]);
  assert.deepEqual(states, ['fetching', 'ready']);
  assert.ok(heard.some((view) => view.source?.startsWith('hub 127.0.0.1')));
});

test('an unknown name is answered with those that are known', async (context) => {
  const { open } = await bench(context);
  await assert.rejects(open().fetch('nothing'), {
    kind: 'not-found',
    message: 'There are no weights named "nothing". Known are: made.',
  });
});

test('a fetch that fails is shown as failed, with its sentence, until the next attempt', async (context) => {
  const { hub, open } = await bench(context);
  const library = open({ answerMs: 300 });
  hub.manners = [{ kind: 'no-answer' }];
  await assert.rejects(library.fetch('made'), { kind: 'no-source' });
  const view = await library.get('made');
  assert.equal(view.state, 'failed');
  assert.match(view.error ?? '', /no answer within 0\.3 s/);
  assert.equal(view.errorKind, 'no-source');
  assert.equal((await open().fetch('made')).state, 'ready');
});

test('stopping keeps what came, is remembered over a restart, and fetching goes on from there', async (context) => {
  const { hub, open } = await bench(context);
  hub.manners = [{ kind: 'stall', after: 50_000 }];
  const library = open();
  const fetching = library.fetch('made');
  while (((await library.get('made')).received ?? 0) < 50_000) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await library.stop('made')).state, 'stopped');
  assert.equal((await fetching).state, 'stopped');
  const later = open();
  assert.deepEqual([(await later.get('made')).state, (await later.get('made')).received], ['stopped', 50_000]);
  assert.equal((await later.fetch('made')).state, 'ready');
  assert.equal(hub.requests.at(-1), 'GET bytes=50000-119999');
});

test('stopping before anything began is remembered too', async (context) => {
  const { open } = await bench(context);
  await open().stop('made');
  assert.equal((await open().get('made')).state, 'stopped');
});

test('closing is not stopping', async (context) => {
  const { hub, open } = await bench(context);
  hub.manners = [{ kind: 'stall', after: 50_000 }];
  const library = open();
  const fetching = library.fetch('made');
  while (((await library.get('made')).received ?? 0) < 50_000) await new Promise((resolve) => setTimeout(resolve, 5));
  await library.close();
  await fetching;
  const view = await open().get('made');
  assert.deepEqual([view.state, view.received], ['absent', 50_000]);
});

test('a file cut short on the disk is told with both lengths and is not used', async (context) => {
  const { open } = await bench(context);
  const library = open();
  await library.fetch('made');
  await truncate((await library.path('made')) ?? '', 1000);
  const view = await library.get('made');
  assert.match(view.error ?? '', /has 1000 bytes, expected 120000: it is cut or changed\. Remove it and fetch it again/);
  assert.deepEqual([view.state, await library.path('made')], ['failed', undefined]);
  assert.equal((await library.fetch('made')).state, 'ready');
});

test('verifying a whole file says so', async (context) => {
  const { open } = await bench(context);
  const library = open();
  await library.fetch('made');
  assert.equal((await library.verify('made')).state, 'ready');
});

test('a file that was touched but not changed is ready again after verifying', async (context) => {
  const { open } = await bench(context);
  const library = open();
  await library.fetch('made');
  await utimes((await library.path('made')) ?? '', 1, 1);
  assert.match((await library.get('made')).error ?? '', /was changed after it was checked/);
  assert.equal((await library.verify('made')).state, 'ready');
});

test('verifying finds one wrong byte, says both hashes and deletes our file', async (context) => {
  const { home, open } = await bench(context);
  const library = open();
  await library.fetch('made');
  const { file } = placeOf(join(home, 'weights'), made.row.sha256);
  await writeFile(file, spoilt(made.bytes));
  await assert.rejects(library.verify('made'), {
    kind: 'wrong-bytes',
    message: /has sha256 [0-9a-f]{64}, expected [0-9a-f]{64}: it was deleted; fetch it again/,
  });
  assert.equal(existsSync(file), false);
});

test('verifying what is not here says so', async (context) => {
  const { open } = await bench(context);
  await assert.rejects(open().verify('made'), /made\.gguf is not on this machine\. Fetch it first/);
});

test('a removed file can be brought back, over a restart too', async (context) => {
  const { open } = await bench(context);
  const library = open();
  await library.fetch('made');
  const removed = await library.remove('made');
  assert.deepEqual([removed.state, removed.removedAt !== undefined, await library.path('made')], ['absent', true, undefined]);
  assert.equal((await open().restore('made')).state, 'ready');
});

test('a removed file is deleted when its time has come', async (context) => {
  const { home, open } = await bench(context);
  const gone: string[] = [];
  const library = open({ undoMs: 1, onDeleted: (sha256) => gone.push(sha256) });
  await library.fetch('made');
  const deleted = new Promise<WeightsView>((resolve) =>
    library.onChange((view) => view.removedAt === undefined && resolve(view)),
  );
  await library.remove('made');
  await deleted;
  assert.equal(existsSync(placeOf(join(home, 'weights'), made.row.sha256).file), false);
  assert.deepEqual(gone, [made.row.sha256]);
  await assert.rejects(library.restore('made'), /cannot be brought back/);
});

test('what an earlier process removed long ago is deleted at the next look', async (context) => {
  const { home, open } = await bench(context);
  await open().fetch('made');
  await open().remove('made');
  const later = open({ now: () => Date.now() + 3_600_000 });
  const deleted = new Promise<void>((resolve) => later.onChange(() => resolve()));
  await later.list();
  await deleted;
  assert.equal(existsSync(placeOf(join(home, 'weights'), made.row.sha256).file), false);
});

test('fetching a removed file takes it back without a source', async (context) => {
  const { hub, open } = await bench(context);
  const library = open();
  await library.fetch('made');
  await library.remove('made');
  assert.equal((await library.fetch('made')).state, 'ready');
  assert.equal(hub.requests.length, 1);
});

test('a row with terms is not fetched before they are accepted, and then need not be asked again', async (context) => {
  const { hub, open } = await bench(context, [{ ...made.row, terms: { name: 'Some Terms', url: 'https://example.org/terms' } }]);
  await assert.rejects(open().fetch('made'), {
    kind: 'terms-not-accepted',
    message: /accept its Some Terms: https:\/\/example\.org\/terms\. Nothing was fetched/,
  });
  assert.deepEqual(hub.requests, []);
  hub.manners = [{ kind: 'no-answer' }];
  await assert.rejects(open({ answerMs: 300 }).fetch('made', { acceptsTerms: true }), { kind: 'no-source' });
  assert.equal((await open().get('made')).isAccepted, true);
  assert.equal((await open().fetch('made')).state, 'ready');
});

test('a row of the hub alone is pinned to what the hub says the first time, and a changed file is refused', async (context) => {
  const { hub, open } = await bench(context, [unpinned]);
  const view = await open().fetch('made');
  assert.deepEqual([view.state, view.sha256, view.bytes], ['ready', made.row.sha256, made.bytes.length]);
  hub.bytes = madeBytes(made.bytes.length, 'another');
  hub.linked = { sha256: sha256Of(hub.bytes), bytes: hub.bytes.length };
  await open({ undoMs: 0 }).remove('made');
  const other = open();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await assert.rejects(other.fetch('made'), /another file lies there now/);
});

test('a hub that does not state the hash is not trusted with an unknown file', async (context) => {
  const { hub, open } = await bench(context, [unpinned]);
  hub.linked = undefined;
  await assert.rejects(open().fetch('made'), { kind: 'no-source', message: /does not state hash and length of made\.gguf/ });
});

test('a file of the hub is added by name, and keeps its row over a restart', async (context) => {
  const { open } = await bench(context, []);
  const view = await open().add(`${HUB_SOURCE.repository}/${HUB_SOURCE.file}@${HUB_SOURCE.revision}`);
  assert.deepEqual([view.id, view.state, view.sha256], ['made', 'ready', made.row.sha256]);
  assert.equal((await open().get('made')).state, 'ready');
});

test('the row of a name is known before it is fetched, but a path has none yet', async (context) => {
  const { home, open } = await bench(context);
  const ids = [await open().idOf('made'), await open().idOf('other/thing/New.gguf'), await open().idOf(join(home, 'some.gguf'))];
  assert.deepEqual(ids, ['made', 'new', undefined]);
});

test('a name of the table is fetched by add as well', async (context) => {
  const { open } = await bench(context);
  assert.equal((await open().add('made')).state, 'ready');
});

test('a file by its path is linked where it lies, hashed, and not copied', async (context) => {
  const { home, open } = await bench(context, []);
  const path = join(home, 'My Model.Q4_K_M.gguf');
  await mkdir(home, { recursive: true });
  await writeFile(path, made.bytes);
  const view = await open().add(path);
  assert.deepEqual([view.id, view.state, view.linked, view.sha256], ['my-model.q4_k_m', 'ready', path, made.row.sha256]);
  assert.deepEqual([await open().path(view.id), existsSync(placeOf(join(home, 'weights'), made.row.sha256).file)], [path, false]);
});

test('a file by its path that the table knows takes the place of the row', async (context) => {
  const { home, hub, open } = await bench(context);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'other-name.gguf'), made.bytes);
  const view = await open().add(join(home, 'other-name.gguf'));
  assert.deepEqual([view.id, view.state, hub.requests], ['made', 'ready', []]);
});

test('removing a linked file forgets it and leaves it where it is', async (context) => {
  const { home, open } = await bench(context, []);
  const path = join(home, 'mine.gguf');
  await mkdir(home, { recursive: true });
  await writeFile(path, made.bytes);
  const library = open({ undoMs: 0 });
  await library.add(path);
  await library.remove('mine');
  while ((await library.list()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(existsSync(path), true);
});

test('a linked file that is gone is told with its path', async (context) => {
  const { home, open } = await bench(context, []);
  const path = join(home, 'mine.gguf');
  await mkdir(home, { recursive: true });
  await writeFile(path, made.bytes);
  await open().add(path);
  await writeFile(`${path}.moved`, '');
  await import('node:fs/promises').then(({ rm }) => rm(path));
  assert.match((await open().get('mine')).error ?? '', /The linked file .*mine\.gguf is gone/);
});

test('a path with nothing there, and a file that is no weights file, are told apart', async (context) => {
  const { home, open } = await bench(context, []);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'text.gguf'), 'hello');
  await assert.rejects(open().add(join(home, 'none.gguf')), { kind: 'not-found', message: /There is no file .*none\.gguf/ });
  await assert.rejects(open().add(join(home, 'text.gguf')), { kind: 'not-weights', message: /is not a GGUF file/ });
});

test('a file that another program has is linked instead of fetched', async (context) => {
  const { home, hub, open } = await bench(context);
  const folder = join(home, '..', 'person', '.lmstudio', 'models', 'maker', 'made');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'made.gguf'), made.bytes);
  const view = await open().fetch('made');
  assert.deepEqual(
    [view.state, view.sourceKind, view.linked, hub.requests],
    ['ready', 'lm-studio', join(folder, 'made.gguf'), []],
  );
});

test('the time of the last use is kept', async (context) => {
  const { open } = await bench(context);
  const library = open({ now: () => 12_345 });
  await library.fetch('made');
  await library.noteUse('made');
  assert.equal((await open().get('made')).usedAt, 12_345);
});
