/** A better file arrives: new chats use it, threads begun before stay with the file that they were begun with. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { digestOf } from '#engines/llama/weights/digest';
import { weightsTable } from '#engines/llama/weights/table';
import { ask } from '../caller.ts';
import { SMALL } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';
import { makeVariant } from '../real-variant.ts';

const ASK = { settings: { temperature: 0, maxTokens: 6 } };

describe('the default model', { skip: SMALL.skip }, () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-alias-'));
  let oriel: RealOriel;
  let better: { path: string; sha256: string };
  let old: { thread: string; turn: string; snapshot: string | undefined };

  before(async () => {
    const path = makeVariant(home, 'better');
    better = { path, sha256: await digestOf(path) };
    await restart();
    const started = await oriel.say(await oriel.newThread(), 'Hello.', ASK);
    const { thread, answeredBy } = await oriel.ended(started.turn);
    old = { thread, turn: started.turn, snapshot: answeredBy?.snapshot };
    await oriel.weights.link(better.path);
  });
  after(async () => {
    await oriel.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function restart(): Promise<void> {
    await oriel?.close();
    const [small] = weightsTable;
    assert.ok(small);
    const row = { ...small, id: 'better', model: 'better', sha256: better.sha256, bytes: statSync(better.path).size };
    oriel = await startReal({ home, files: [SMALL.path], table: [small, { ...row, isRecommended: true, sources: [] }] });
  }

  async function answeredBy(thread: string, more: object = {}) {
    const { turn } = await oriel.say(thread, 'And then?', { ...ASK, ...more });
    const { asked, answeredBy, error } = await oriel.ended(turn);
    assert.equal(error, undefined);
    return [asked.model, answeredBy?.snapshot];
  }

  test('was the small file while it was the only one', () => {
    assert.notEqual(old.snapshot, better.sha256);
  });

  test('is the better file in a new chat, asked by its alias', async () => {
    assert.deepEqual(await answeredBy(await oriel.newThread()), ['default', better.sha256]);
  });

  test('is named as such by health and list', async () => {
    assert.equal((await ask<{ model: string }>(oriel.url, 'GET', '/health')).model, 'local/better');
    assert.equal(await oriel.model(), 'local/better');
  });

  test('leaves a thread begun before with the file that answered it', async () => {
    assert.equal((await answeredBy(old.thread))[1], old.snapshot);
  });

  test('leaves it so when its answer is asked again, edited, and continued', async () => {
    const { messages } = await oriel.thread(old.thread);
    const question = messages.find(({ role }) => role === 'user')?.id;
    const snapshots: unknown[] = [];
    for (const begin of [
      () => ask<{ turn: string }>(oriel.url, 'POST', `/threads/${old.thread}/turns`, { ...ASK, parent: question }),
      () => oriel.say(old.thread, 'Hello again.', { ...ASK, edits: question }),
      () => oriel.goOn(old.turn),
    ]) {
      const { turn } = await begin();
      snapshots.push((await oriel.ended(turn)).answeredBy?.snapshot);
    }
    assert.deepEqual(snapshots, [old.snapshot, old.snapshot, old.snapshot]);
  });

  test('answers an old thread when it is asked for by name, and then stays', async () => {
    assert.equal((await answeredBy(old.thread, { model: 'local/default' }))[1], better.sha256);
    assert.equal((await answeredBy(old.thread))[1], better.sha256);
  });

  test('is the same after a restart, for new chats and old ones', async () => {
    const started = await oriel.say(await oriel.newThread(), 'Hello.', { ...ASK, model: 'local/smollm2-135m' });
    const { thread } = await oriel.ended(started.turn);
    await restart();
    assert.equal((await answeredBy(thread))[1], old.snapshot);
    assert.equal((await answeredBy(await oriel.newThread()))[1], better.sha256);
  });

  test('never counts another file’s tokens as its own: its prompt spells the old answer as text', async () => {
    const first = await oriel.say(await oriel.newThread(), 'Say hello.', { ...ASK, model: 'local/smollm2-135m' });
    const { thread } = await oriel.ended(first.turn);
    const second = await oriel.say(thread, 'And again.', { ...ASK, model: 'local/better' });
    await oriel.ended(second.turn);
    const row = await oriel.row(second.turn);
    assert.deepEqual(
      await oriel.evaluated(second.turn),
      row.tokens.map(({ id }) => id),
    );
    const text = (await oriel.turn(first.turn)).parts[0]?.text ?? '?';
    assert.ok(row.text?.includes(`assistant\n${text}<|im_end|>`), `${row.text}`);
  });
});
