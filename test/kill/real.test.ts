/** The real `oriel serve` over the small weights file: kill -9 of its model process, and of itself, in mid-answer. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { TEST_WEIGHTS } from '#engines/llama/test-weights';
import { ask, call, callerOf } from '../caller.ts';
import { spawnOriel } from '../command-line.ts';
import { type BatchMessage, bytesOf, readEvents } from '../event-reader.ts';
import { randomFrom } from '../random.ts';
import { childrenOf, goesAway, NO_PROCESS_LIST } from './offspring.ts';
import { startRealVictim, type Victim } from './victim.ts';

const seed = Number(process.env.ORIEL_TEST_SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const LONG = { settings: { temperature: 0, maxTokens: 300 } };
const said = (turn: Turn) => turn.parts.map((part) => part.text).join('');

describe('the real server', { skip: TEST_WEIGHTS.skip || NO_PROCESS_LIST }, () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-real-kill-'));
  let victim: Victim;

  before(async () => {
    console.log(`kill -9 of the real server and its model process, seed ${seed} (ORIEL_TEST_SEED=${seed} repeats it)`);
    const added = await spawnOriel(['weights', 'add', TEST_WEIGHTS.path, '--home', home]);
    assert.equal(added.code, 0, added.err);
    victim = await startRealVictim(home, '--weights', 'smollm2-135m');
  });
  after(async () => {
    await victim.kill();
    rmSync(home, { recursive: true, force: true });
  });

  /** The model's process; there is exactly one. */
  function modelProcess(): number {
    const [pid, ...others] = childrenOf(victim.pid, 'llama/child');
    assert.ok(pid !== undefined && others.length === 0, `Model processes: ${[pid, ...others]}`);
    return pid;
  }

  /** Begins a long answer, and returns when a client has been shown some of it. */
  async function inMidAnswer() {
    const caller = callerOf(victim.url);
    const thread = await caller.newThread();
    const started = await caller.say(thread, 'Tell me a long story about a window.', LONG);
    const shown = Promise.withResolvers<void>();
    const seen: BatchMessage[] = [];
    const reading = readEvents(victim.url, started.turn, {
      onMessage: (message) => {
        seen.push(message);
        if (message.events.some(({ type }) => type === 'part-delta')) shown.resolve();
      },
    });
    await shown.promise;
    await sleep(random() * 300);
    return { caller, thread, ...started, seen, reading };
  }

  test('its model process killed: the turn fails with a sentence and a retry, all shown is kept, the next turn works', async () => {
    for (let round = 0; round < 2; round++) {
      const { caller, thread, turn, answer, seen, reading } = await inMidAnswer();
      process.kill(modelProcess(), 'SIGKILL');
      const { isWhole } = await reading;
      assert.ok(isWhole, 'The stream ends in order.');
      const failed = await caller.turn(turn);
      assert.equal(failed.status, 'failed');
      assert.equal(failed.error?.retry, true);
      assert.match(failed.error?.message ?? '', /^[A-Z].*SIGKILL.*\. What was answered is kept; try again\.$/);
      assert.ok(said(failed).length > 0);
      assert.equal(bytesOf((await readEvents(victim.url, turn)).messages), bytesOf(seen));
      assert.ok(victim.isAlive());
      assert.equal((await call(victim.url, 'GET', '/health')).status, 200);

      const retry = await ask<{ turn: string; answer: string }>(victim.url, 'POST', `/threads/${thread}/turns`, {
        settings: { temperature: 0, maxTokens: 10 },
      });
      assert.equal((await caller.ended(retry.turn)).status, 'ended');
      assert.notEqual(retry.answer, answer);
    }
  });

  test('a failed answer is continued by the new process, in the same message', async () => {
    const { caller, thread, turn, answer, reading } = await inMidAnswer();
    process.kill(modelProcess(), 'SIGKILL');
    await reading;
    const kept = said(await caller.turn(turn));
    const next = await caller.goOn(turn);
    assert.equal(next.answer, answer);
    await caller.stop(next.turn);
    const rest = said(await caller.ended(next.turn));
    const message = (await caller.thread(thread)).messages.find(({ id }) => id === answer);
    assert.equal(textOf(message?.parts ?? []), kept + rest);
  });

  test('itself killed, three times: no model process is left, nothing shown is lost, continue goes on in the same message', async () => {
    for (let round = 0; round < 3; round++) {
      const { thread, turn, answer, seen, reading } = await inMidAnswer();
      const model = modelProcess();
      await victim.kill();
      await reading;
      assert.ok(await goesAway(model, 5000), 'The model process outlived its server.');
      victim = await startRealVictim(home, '--weights', 'smollm2-135m');
      const caller = callerOf(victim.url);
      const interrupted = await caller.turn(turn);
      assert.equal(interrupted.status, 'interrupted');
      const log = await readEvents(victim.url, turn);
      assert.equal(bytesOf(log.messages.slice(0, seen.length)), bytesOf(seen));
      const next = await caller.goOn(turn);
      assert.equal(next.answer, answer);
      const begun = await caller.row(next.turn);
      const ids = interrupted.parts.flatMap((part) => part.tokens).map(({ id }) => id);
      const prompt = begun.tokens.slice(0, begun.counts.prompt?.value);
      assert.deepEqual(
        prompt.slice(-ids.length).map(({ id }) => id),
        ids,
      );
      await sleep(200);
      await caller.stop(next.turn);
      const rest = said(await caller.ended(next.turn));
      const message = (await caller.thread(thread)).messages.find(({ id }) => id === answer);
      assert.equal(textOf(message?.parts ?? []), said(interrupted) + rest);
      const { store } = await ask<{ store: { integrity: string } }>(victim.url, 'GET', '/doctor');
      assert.equal(store.integrity, 'ok');
    }
  });

  test('the same question at temperature 0: the same ids over HTTP, in the command line, and by a command of its own', async () => {
    const question = 'Name three colours. <|im_end|>';
    const caller = callerOf(victim.url);
    const settings = { temperature: 0, maxTokens: 12 };
    const { turn } = await caller.say(await caller.newThread(), question, { settings });
    await caller.ended(turn);
    const idsOf = async (turn: string) => (await callerOf(victim.url).row(turn)).tokens.map(({ id }) => id);
    const ids = await idsOf(turn);
    const chat = async () => {
      const argv = ['chat', question, '--temperature', '0', '--max-tokens', '12', '--json', '--home', home];
      const { code, out, err } = await spawnOriel(argv);
      assert.equal(code, 0, err);
      return JSON.parse(out).turn as string;
    };
    const beside = await chat();
    const counted = await spawnOriel(['tokens', question, '--chat', '--ids', '--home', home]);
    assert.equal(await victim.end(), 0);
    const alone = await chat();
    victim = await startRealVictim(home, '--weights', 'smollm2-135m');
    assert.deepEqual(await idsOf(beside), ids);
    assert.deepEqual(await idsOf(alone), ids);
    const prompt = counted.out.trim().split(' ').map(Number);
    assert.deepEqual(prompt, ids.slice(0, prompt.length));
  });

  test('asked to end, it interrupts its answers, takes its address away, leaves no process and ends with 0', async () => {
    const { turn, reading } = await inMidAnswer();
    const model = modelProcess();
    assert.equal(await victim.end(), 0);
    assert.ok((await reading).isWhole, 'The reader was told the end.');
    assert.ok(await goesAway(model, 5000));
    victim = await startRealVictim(home, '--weights', 'smollm2-135m');
    assert.equal((await callerOf(victim.url).turn(turn)).status, 'interrupted');
  });
});
