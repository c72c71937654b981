/** What arrives by itself at a start, and what does not. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type MadeUpRow, madeUpWeights } from '../../test/made-up-weights.ts';
import { type FirstStartNeeds, fetchByItself, refuseUnknown } from './first-start.ts';
import { WrongUse } from './settings.ts';

const SMALL: MadeUpRow = { id: 'small', state: 'absent' };
const BETTER: MadeUpRow = { id: 'better', state: 'absent', view: { isRecommended: true } };
const OTHER: MadeUpRow = { id: 'other', state: 'absent' };

async function start(rows: MadeUpRow[], needs: Partial<FirstStartNeeds> = {}) {
  const { library: weights, asked } = madeUpWeights(rows.map((row) => ({ ...row })));
  const said: string[] = [];
  let clock = 0;
  await fetchByItself({
    weights,
    settings: { weights: [], usesWeights: true },
    tooLarge: async () => undefined,
    say: (sentence) => void said.push(sentence),
    now: () => (clock += 1500),
    signal: new AbortController().signal,
    ...needs,
  });
  return { asked, said };
}

test('a fresh machine: the small file first, then the one worth talking to, and no other', async () => {
  assert.deepEqual((await start([SMALL, BETTER, OTHER])).asked, ['small', 'better']);
});

test('each arrival is one sentence, with the time it took', async () => {
  const { said } = await start([SMALL, { ...BETTER, view: { isRecommended: true, source: 'packages' } }]);
  assert.deepEqual(said, [
    'small is ready, verified, from this machine (1.5 s).',
    'better is ready, verified, from packages (1.5 s).',
  ]);
});

test('a later start with all of it here asks for nothing and says nothing', async () => {
  const { asked, said } = await start([
    { ...SMALL, state: 'ready' },
    { ...BETTER, state: 'ready' },
  ]);
  assert.deepEqual([asked, said], [[], []]);
});

test('any file that is here will do for the first answer: the small one is not fetched beside it', async () => {
  assert.deepEqual((await start([SMALL, BETTER, { ...OTHER, state: 'ready' }])).asked, ['better']);
});

test('what a person stopped stays stopped', async () => {
  assert.deepEqual(
    (
      await start([
        { ...SMALL, state: 'stopped' },
        { ...BETTER, state: 'stopped' },
      ])
    ).asked,
    [],
  );
});

test('a machine that cannot hold the better file is told the numbers, and keeps the small one', async () => {
  const { asked, said } = await start([SMALL, BETTER], { tooLarge: async ({ model }) => `${model} needs 3 GB.` });
  assert.deepEqual(asked, ['small']);
  assert.equal(said.at(-1), 'better needs 3 GB.');
});

test('named files: those in their order and nothing else, vendor or not', async () => {
  const settings = { weights: ['local/other', 'small'], usesWeights: true };
  assert.deepEqual((await start([SMALL, BETTER, OTHER], { settings })).asked, ['other', 'small']);
});

test('a named file that is here already is not fetched again', async () => {
  const settings = { weights: ['small'], usesWeights: true };
  assert.deepEqual((await start([{ ...SMALL, state: 'ready' }, BETTER], { settings })).asked, []);
});

test('no weights: nothing at all', async () => {
  assert.deepEqual((await start([SMALL, BETTER], { settings: { weights: [], usesWeights: false } })).asked, []);
});

test('nothing further is begun once the server ends', async () => {
  for (const named of [[], ['small', 'better']]) {
    const ending = new AbortController();
    const settings = { weights: named, usesWeights: true };
    assert.deepEqual((await start([SMALL, BETTER], { settings, signal: ending.signal, say: () => ending.abort() })).asked, [
      'small',
    ]);
  }
});

test('a file that cannot be had is one sentence, and the next is tried', async () => {
  const settings = { weights: ['nobody', 'small'], usesWeights: true };
  const { asked, said } = await start([SMALL], { settings });
  assert.deepEqual(asked, ['nobody', 'small']);
  assert.equal(said[0], 'There is no weights file "nobody".');
});

test('a name is of the table, of a file here or of one on the hub; any other is wrong use', async () => {
  const { library } = madeUpWeights([{ ...SMALL }]);
  const folder = await mkdtemp(join(tmpdir(), 'oriel-test-'));
  try {
    const file = join(folder, 'mine.gguf');
    await writeFile(file, 'GGUF');
    await refuseUnknown(library, ['small', 'local/small', file, 'owner/name/file.gguf']);
    for (const name of ['nope', folder, join(folder, 'other.gguf'), ''])
      await assert.rejects(refuseUnknown(library, ['small', name]), (error) => {
        return error instanceof WrongUse && error.message.includes(`"${name}" is none of them. The models are small.`);
      });
  } finally {
    await rm(folder, { recursive: true });
  }
});
