/** Stopping an answer of a real file, and its child dying at awkward moments: one clear end each, nothing lost, the next turn works. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Turn } from '#domain/conversation/turn';
import { call, problemIn } from '../caller.ts';
import { childrenOf, NO_PROCESS_LIST } from '../kill/offspring.ts';
import { SMALL } from '../real-files.ts';
import { ENDLESS, type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf } from '../row-reading.ts';

/** About 3,000 tokens: seconds of reading. */
const SLOW = `${'The sea is deep, and the ships are many. '.repeat(300)}\nSay no more.`;

let oriel: RealOriel;
before(async () => {
  if (SMALL.skip === false) oriel = await startReal();
});
after(() => oriel?.close());

/** A turn that is under way, once it has come so far. */
async function underWay(text: string, isTime: (turn: Turn) => boolean) {
  const thread = await oriel.newThread();
  const { turn } = await oriel.say(thread, text, ENDLESS.ask);
  for (;;) {
    const now = await oriel.turn(turn);
    assert.equal(now.status, 'running', JSON.stringify(now.error));
    if (isTime(now)) return { thread, turn };
    await sleep(10);
  }
}

const tokensOf = (turn: Turn) => turn.parts.flatMap(({ tokens }) => tokens);
const answers = (turn: Turn) => tokensOf(turn).length > 3;
const isQueued = ({ notices }: Turn) => notices.some(({ code }) => code === 'queued');
const reads = ({ prompt }: Turn) => (prompt?.read ?? 0) > 0 && prompt?.count === undefined;

describe('an answer that is stopped', { skip: SMALL.skip }, () => {
  test('ends as stopped, with all its tokens kept, and they are what the child evaluated', async (t) => {
    const { turn } = await underWay(ENDLESS.text, answers);
    const before = performance.now();
    await oriel.stop(turn);
    const ended = await oriel.ended(turn);
    t.diagnostic(`stopped after ${Math.round(performance.now() - before)} ms`);
    assert.deepEqual([ended.status, ended.reason], ['stopped', 'stopped']);
    assert.ok(tokensOf(ended).length > 3);
    const ids = idsOf(await oriel.row(turn));
    assert.deepEqual((await oriel.evaluated(turn)).slice(0, ids.length), ids);
  });

  test('ends as stopped while its prompt is still being read', async (t) => {
    const { turn } = await underWay(SLOW, reads);
    const before = performance.now();
    await oriel.stop(turn);
    const ended = await oriel.ended(turn);
    t.diagnostic(`stopped after ${Math.round(performance.now() - before)} ms`);
    assert.equal(ended.status, 'stopped');
    assert.deepEqual(ended.parts, []);
    assert.equal(ended.prompt?.count, undefined);
  });

  test('ends as stopped while it waits for others', async () => {
    const running = [await underWay(ENDLESS.text, answers), await underWay(ENDLESS.text, answers)];
    const { turn } = await underWay(ENDLESS.text, isQueued);
    await oriel.stop(turn);
    assert.equal((await oriel.ended(turn)).status, 'stopped');
    for (const one of running) {
      assert.equal((await oriel.turn(one.turn)).status, 'running', 'The others go on.');
      await oriel.stop(one.turn);
      await oriel.ended(one.turn);
    }
  });

  test('that is stopped twice has one end, and the next turn of its thread works', async () => {
    const { thread, turn } = await underWay(ENDLESS.text, answers);
    await Promise.all([oriel.stop(turn), oriel.stop(turn)]);
    await oriel.ended(turn);
    assert.equal((await oriel.stop(turn)).status, 202);
    const next = await oriel.say(thread, 'Go on.', { settings: { maxTokens: 3 } });
    assert.equal((await oriel.ended(next.turn)).status, 'ended');
  });
});

describe('kill -9 of the child', { skip: SMALL.skip || NO_PROCESS_LIST }, () => {
  const kill = () => {
    for (const pid of childrenOf(process.pid, 'llama/child')) process.kill(pid, 'SIGKILL');
  };

  async function worksAgain() {
    assert.equal((await call(oriel.url, 'GET', '/health')).status, 200);
    const { turn } = await oriel.answered('Say hello.', { settings: { maxTokens: 3 } });
    assert.equal(turn.status, 'ended', JSON.stringify(turn.error));
  }

  for (const [when, text, isTime] of [
    ['while it answers', ENDLESS.text, answers],
    ['while it reads', SLOW, reads],
  ] as const)
    test(`${when}: the turn fails with a sentence and a retry, what came is kept, the next turn works`, async () => {
      const { turn } = await underWay(text, isTime);
      kill();
      const ended = await oriel.ended(turn);
      assert.deepEqual([ended.status, ended.error?.retry], ['failed', true]);
      assert.match(ended.error?.message ?? '', /^[A-Z].*\.$/);
      assert.equal(tokensOf(ended).length > 3, isTime === answers);
      await worksAgain();
    });

  test('while two turns run: each fails with its sentence', async () => {
    const turns = [await underWay(ENDLESS.text, answers), await underWay(ENDLESS.text, answers)];
    kill();
    for (const { turn } of turns) assert.equal((await oriel.ended(turn)).error?.retry, true);
    await worksAgain();
  });

  test('while exact probabilities are computed: one sentence, and the second time they come', async () => {
    const { turn } = await oriel.answered(SLOW.slice(0, 1500), { settings: { maxTokens: 3 } });
    const asked = call(oriel.url, 'GET', `/turns/${turn.turn}/row?exact=true`);
    await sleep(300);
    kill();
    const { status, detail } = problemIn(await asked);
    assert.ok(status < 600 && status >= 500, `${status}`);
    assert.match(detail, /^[A-Z].*SIGKILL.*\.$/);
    await worksAgain();
    assert.equal((await call(oriel.url, 'GET', `/turns/${turn.turn}/row?exact=true`)).status, 200);
  });

  test('stopped while it loads: the turn ends at once, and the next question finds the file loaded', async () => {
    for (const local of oriel.locals) await local.unload();
    const { turn } = await oriel.say(await oriel.newThread(), 'Hello.');
    while (childrenOf(process.pid, 'llama/child').length === 0) await sleep(5);
    await oriel.stop(turn);
    const { status, error, window } = await oriel.ended(turn);
    assert.deepEqual([status, error, window.used], ['stopped', undefined, 0]);
    await worksAgain();
  });

  test('while it loads: the turn fails with its sentence, and the next one loads again', async () => {
    for (const local of oriel.locals) await local.unload();
    const { turn } = await oriel.say(await oriel.newThread(), 'Hello.');
    while (childrenOf(process.pid, 'llama/child').length === 0) await sleep(5);
    kill();
    const { status, error } = await oriel.ended(turn);
    assert.deepEqual([status, error?.retry], ['failed', true]);
    assert.match(error?.message ?? '', /^[^.]+ cannot be used: .*SIGKILL.*\.$/);
    await worksAgain();
  });
});
