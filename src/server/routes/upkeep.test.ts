/** Upkeep and models over HTTP. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireModel } from '#wire/model';
import { ask, call, callerOf, problemIn } from '../../../test/caller.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;

before(async () => {
  oriel = await startScripted({ names: ['first', 'second'], tokensPerSecond: 200, script: ({ words }) => words });
});
after(() => oriel.close());

const backup = (file: string) => call(oriel.url, 'POST', '/backup', { file });

test('a backup is made while a turn runs, and says what is in it', async () => {
  const caller = callerOf(oriel.url);
  const { turn } = await caller.say(await caller.newThread(), 'z'.repeat(200));
  const file = join(oriel.home, 'copy.sqlite');
  const answer = await backup(file);
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.text), { bytes: statSync(file).size, threads: 1, turns: 1 });
  assert.equal((await caller.ended(turn)).status, 'ended');
});

test('no backup fails because a turn is written meanwhile', async () => {
  const caller = callerOf(oriel.url);
  for (let at = 0; at < 20; at++) {
    const { turn } = await caller.say(await caller.newThread(), 'z'.repeat(200));
    await sleep(at % 3);
    assert.equal((await backup(join(oriel.home, `copy-${at}.sqlite`))).status, 200, `backup ${at}`);
    await caller.ended(turn);
  }
});

test('a path that is not whole is refused: nobody knows from where the server was started', async () => {
  for (const file of ['copy.sqlite', './copy.sqlite', '../copy.sqlite']) {
    const answer = await backup(file);
    assert.deepEqual([answer.status, problemIn(answer).kind], [400, 'bad-request']);
    assert.equal(existsSync(file), false);
  }
});

test('a file that is there already is a conflict, and stays', async () => {
  const file = join(oriel.home, 'oriel.db');
  const { size } = statSync(file);
  const answer = await backup(file);
  assert.deepEqual([answer.status, statSync(file).size >= size], [409, true]);
});

test('doctor says what the store, the disk and the memory are like', async () => {
  const health = await ask<{
    home: string;
    store: Record<string, unknown>;
    disk: { freeBytes: number };
    memory: { ownBytes: number };
  }>(oriel.url, 'GET', '/doctor');
  assert.equal(health.home, oriel.home);
  assert.equal(health.store.integrity, 'ok');
  assert.ok(health.disk.freeBytes > 0 && health.memory.ownBytes > 0);
});

test('models: the alias first, then each with what is known of it', async () => {
  const list = await ask<{ models: WireModel[]; default: string }>(oriel.url, 'GET', '/models');
  assert.deepEqual(
    list.models.map(({ vendor, model, aliasOf }) => [vendor, model, aliasOf]),
    [
      ['local', 'default', 'local/first'],
      ['local', 'first', undefined],
      ['local', 'second', undefined],
    ],
  );
  assert.equal(list.default, 'local/default');
});

test('one model by its name, the alias too; one that is not there is named', async () => {
  assert.equal((await ask<WireModel>(oriel.url, 'GET', '/models/local/second')).model, 'second');
  assert.equal((await ask<WireModel>(oriel.url, 'GET', '/models/local/default')).aliasOf, 'local/first');
  for (const name of ['local/nobody', 'openai/first', 'local/toString']) {
    const answer = await call(oriel.url, 'GET', `/models/${name}`);
    assert.deepEqual([answer.status, problemIn(answer).detail.includes(name)], [404, true], name);
  }
});
