/** `kill -9` of a process that fetches, at random moments: what comes out is the verified file, and no whole part comes twice. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { placeOf } from './place.ts';
import { type MadeWeights, madeWeights, temporaryFolder, writeShelf } from './stand-in/file.ts';

const KILLS = 20;
const SCRIPT = fileURLToPath(new URL('./stand-in/fetch-made.ts', import.meta.url));

/** Resolves true when the process ended by itself with the file ready. */
function endOf(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}

function wordOf(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => child.stdout?.on('data', (data) => String(data).includes(word) && resolve()));
}

/** A shelf with the wheels of a row, a home, and what the stand-in has counted. */
async function bench(context: TestContext, made: MadeWeights) {
  const folder = await temporaryFolder(context);
  const [home, rowPath, counts] = [join(folder, 'home'), join(folder, 'row.json'), join(folder, 'counts')];
  await writeFile(rowPath, JSON.stringify(made.row));
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    STAND_IN_SHELF: await writeShelf(folder, made.wheels),
    STAND_IN_COUNTS: counts,
  };
  const place = placeOf(join(home, 'weights'), made.row.sha256);
  const cameOf = async () => (existsSync(counts) ? (await readFile(counts, 'utf8')).trim().split('\n') : []);
  return { environment, home, rowPath, place, counts, cameOf };
}

test(`killed ${KILLS} times while fetching and joining, the file is whole and no whole part came twice`, async (context) => {
  const made = madeWeights({ parts: 6, partBytes: 1_200_000, order: ['package'] });
  const { environment, home, rowPath, place, counts, cameOf } = await bench(context, made);

  let isWhole = false;
  for (let kills = 0, round = 0; !isWhole; round++) {
    const child = spawn(process.execPath, [SCRIPT, home, rowPath], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const end = endOf(child);
    const moment =
      round % 3 === 2 ? wordOf(child, 'joining').then(() => sleep(Math.random() * 150)) : sleep(100 + Math.random() * 1000);
    const isReady = await Promise.race([end, kills < KILLS ? moment.then(() => false) : end]);
    child.kill('SIGKILL');
    if (!isReady) kills++;
    await end;
    const came = await cameOf();
    assert.deepEqual(came, [...new Set(came)], 'a part that was whole came again');
    isWhole = isReady && kills >= KILLS;
    if (isReady && !isWhole) {
      assert.ok((await readFile(place.file)).equals(made.bytes));
      await rm(home, { recursive: true });
      await rm(counts, { force: true });
    }
  }
  assert.ok((await readFile(place.file)).equals(made.bytes));
  assert.deepEqual([existsSync(place.work), existsSync(place.lock)], [false, false]);
});

test('two processes that want the same file fetch every part once, and both end with it', async (context) => {
  const made = madeWeights({ parts: 3, partBytes: 400_000, order: ['package'] });
  const { environment, home, rowPath, place, cameOf } = await bench(context, made);
  const start = () =>
    spawn(process.execPath, [SCRIPT, home, rowPath], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  assert.deepEqual(await Promise.all([endOf(start()), endOf(start())]), [true, true]);
  assert.deepEqual((await cameOf()).length, 3);
  assert.ok((await readFile(place.file)).equals(made.bytes));
});
