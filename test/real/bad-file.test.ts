/** Weights files that are none, are cut, or change while they are in use: one sentence each, and the server answers on. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { call, problemIn } from '../caller.ts';
import { SMALL } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';

const SENTENCE = /^[^\n]+\.$/;

describe('a bad weights file', { skip: SMALL.skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'oriel-bad-'));
  let oriel: RealOriel;
  before(async () => {
    oriel = await startReal();
  });
  after(async () => {
    await oriel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function answersOn() {
    const { turn } = await oriel.answered('Say hello.', { model: 'local/smollm2-135m', settings: { maxTokens: 2 } });
    assert.equal(turn.status, 'ended', JSON.stringify(turn.error));
  }

  const asking = async (model: string) =>
    call(oriel.url, 'POST', `/threads/${await oriel.newThread()}/turns`, { text: 'Hello.', model: `local/${model}` });
  /** What asking the model of a file is refused with at once. */
  const refusal = async (model: string) => problemIn(await asking(model));

  const file = (name: string) => join(folder, name);

  function firstBytes(count: number): Buffer {
    const bytes = Buffer.alloc(count);
    const from = openSync(SMALL.path, 'r');
    readSync(from, bytes, 0, count, 0);
    closeSync(from);
    return bytes;
  }

  /** The small file with a letter after its end: another file to the library, the same model to the engine. */
  async function linkCopy(name: string): Promise<string> {
    copyFileSync(SMALL.path, file(name), constants.COPYFILE_FICLONE);
    appendFileSync(file(name), name.slice(0, 1));
    await oriel.weights.link(file(name));
    return file(name);
  }

  for (const [name, make] of [
    ['garbage under the right four letters', () => Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(5000, 0xa5)])],
    ['the four letters alone', () => Buffer.from('GGUF')],
    ['a file cut in its header', () => firstBytes(100_000)],
    ['a file cut in its tensors', () => firstBytes(20_000_000)],
  ] as const)
    test(`${name}: asking it fails the turn in one sentence, and the server answers on`, async () => {
      const path = file(`${name.replaceAll(' ', '-')}.gguf`);
      writeFileSync(path, make());
      const asked = await asking((await oriel.weights.link(path)).model);
      const { status, error } = await oriel.ended(JSON.parse(asked.text).turn);
      assert.deepEqual([status, error?.kind], ['failed', 'overloaded']);
      assert.match(error?.message ?? '', SENTENCE);
      await answersOn();
    });

  test('no weights file at all: linking it is refused in one sentence', async () => {
    writeFileSync(file('notes.gguf'), 'not a model');
    const problem = problemIn(await call(oriel.url, 'POST', '/weights', { source: file('notes.gguf') }));
    assert.deepEqual([problem.status, problem.kind], [400, 'bad-request']);
    assert.match(problem.detail, /notes\.gguf is not a GGUF file: its first four bytes are not "GGUF"\./);
  });

  test('cut after it was linked: refused with both lengths, and the server answers on', async () => {
    truncateSync(await linkCopy('later.gguf'), 1_000_000);
    assert.match((await refusal('later')).detail, /^later cannot be used: .* has 1000000 bytes, expected 98362433: it is cut/);
    await answersOn();
  });

  test('changed after it was linked: refused until it is verified', async () => {
    utimesSync(await linkCopy('touched.gguf'), 1, 1);
    assert.match((await refusal('touched')).detail, /^touched cannot be used: .* was changed after it was checked\./);
    await oriel.weights.verify('touched');
    const { turn } = await oriel.answered('Say hello.', { model: 'local/touched', settings: { maxTokens: 2 } });
    assert.equal(turn.status, 'ended', JSON.stringify(turn.error));
  });

  test('gone after it was linked: refused with its path, and the server answers on', async () => {
    rmSync(await linkCopy('gone.gguf'));
    assert.match((await refusal('gone')).detail, /^gone cannot be used: The linked file .*gone\.gguf is gone\./);
    await answersOn();
  });
});
