/** What every database must do with turns that a crash left running. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import {
  answered,
  type Bench,
  batchesOf,
  begin,
  delta,
  eventsOf,
  exchangeIn,
  foldBatches,
  hexOf,
  inThread,
  partStart,
  promptOf,
  startOf,
  textIn,
  tokenOf,
} from './harness.contract.ts';
import { newId } from './id.ts';
import { Conflict } from './store.ts';

export function recoveryContract(open: () => Promise<Bench>): void {
  const withThread = inThread(open);

  test('after a restart a running turn is interrupted with all that was committed, once', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      const { turn } = exchange.start;
      await begin(store, exchange);
      bench.clock.now += 70;
      await store.turns.append(turn, [partStart(), delta('so far')]);
      const seen = foldTurnEvents([exchange.start, partStart(), delta('so far')]);
      const again = await bench.reopen();
      bench.clock.now += 1_000_000;
      assert.equal(await again.recover(bench.clock.now), 1);
      assert.equal(await again.recover(bench.clock.now), 0);
      const folded = await again.turns.get(again.person, turn);
      assert.deepEqual([folded.status, folded.reason, folded.timing], ['interrupted', 'interrupted', { totalMs: 70 }]);
      assert.deepEqual(folded.cost, { kind: 'local' });
      assert.deepEqual(folded.parts, seen?.parts);
      assert.equal(await textIn(again, thread, exchange.answer.id), 'so far');
      assert.deepEqual((await again.turns.ownTokens(again.person, thread)).get(exchange.answer.id), [6]);
      assert.deepEqual(
        (await batchesOf(again, turn)).map((batch) => batch.seq),
        [1, 2, 3],
      );
    }));

  test('what a local answer took before a crash is counted from its log, once, and not where it was said already', () =>
    withThread(async (store, thread, bench) => {
      const usage = { type: 'usage' as const, kinds: { outputText: 2 }, raw: 'said' };
      const ends: string[] = [];
      for (const said of [[], [usage]]) {
        const exchange = exchangeIn(thread, 'q');
        await begin(store, exchange);
        const read = { type: 'prompt-start' as const, tokens: 9, kept: 4 };
        await store.turns.append(exchange.start.turn, [read, partStart(), delta('so'), delta(' far'), ...said]);
        ends.push(exchange.start.turn);
      }
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      const [counted, told] = await Promise.all(ends.map((turn) => again.turns.get(again.person, turn)));
      assert.deepEqual(counted?.usage?.kinds, { inputUncached: 5, cacheRead: 4, outputText: 2 });
      assert.deepEqual(told?.usage, { kinds: usage.kinds, raw: 'said' });
    }));

  test('a crash in a continued answer doubles nothing of what was kept', () =>
    withThread(async (store, thread, bench) => {
      const { answer } = await answered(store, thread, 'q', 'One.');
      const turn = newId();
      await begin(store, { start: startOf(turn, thread, answer.id), prompt: promptOf(), messages: [answer] });
      await store.turns.append(turn, [partStart(), delta(' Two.')]);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      assert.equal(await textIn(again, thread, answer.id), 'One. Two.');
    }));

  test('a vendor that was cut off by a crash has an unknown cost, and not none', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      const start = { ...exchange.start, asked: { vendor: 'openai', model: 'gpt' } };
      await begin(store, { ...exchange, start });
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      assert.equal((await again.turns.get(again.person, start.turn)).cost?.kind, 'unknown');
    }));

  test('recovery leaves the turns of this process alone', () =>
    withThread(async (store, thread, { clock }) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      assert.equal(await store.recover(clock.now), 0);
      await store.turns.append(exchange.start.turn, eventsOf('goes on'));
      assert.equal(await textIn(store, thread, exchange.answer.id), 'goes on');
    }));

  test('a turn of an earlier process cannot be appended to', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      const again = await bench.reopen();
      await assert.rejects(again.turns.append(exchange.start.turn, [partStart()]), Conflict);
    }));

  test('a turn that had only begun is interrupted with an empty answer', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      const turn = await again.turns.get(again.person, exchange.start.turn);
      assert.deepEqual([turn.status, turn.parts, turn.timing], ['interrupted', [], { totalMs: 0 }]);
      assert.equal((await again.turns.ownTokens(again.person, thread)).size, 0);
    }));

  test('a turn whose model was still being loaded is interrupted with an empty answer', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await store.turns.start(store.person, exchange);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      const turn = await again.turns.get(again.person, exchange.start.turn);
      assert.deepEqual([turn.status, turn.parts, turn.timing], ['interrupted', [], { totalMs: 0 }]);
      const { start } = exchange;
      const log = await batchesOf(again, start.turn);
      const end = { type: 'turn-end', reason: 'interrupted', timing: { totalMs: 0 }, cost: { kind: 'local' } };
      assert.deepEqual(log, [{ seq: 1, json: JSON.stringify([start, end]) }]);
      assert.equal((await again.turns.ownTokens(again.person, thread)).size, 0);
    }));

  test('an interrupted answer is continued to its end, its ids those of both turns', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      await store.turns.append(exchange.start.turn, [partStart(), delta('Once upon')]);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      const turn = newId();
      const prompt = promptOf({ id: 1, bytes: hexOf('q'), owner: 'person' }, { ...tokenOf('Once upon'), owner: 'model' });
      await begin(again, { start: startOf(turn, thread, exchange.answer.id), prompt, messages: [] });
      await again.turns.append(turn, [partStart(), delta(' a time')]);
      const third = await bench.reopen();
      assert.equal(await third.recover(bench.clock.now), 1);
      assert.equal(await textIn(third, thread, exchange.answer.id), 'Once upon a time');
      assert.deepEqual((await third.turns.ownTokens(third.person, thread)).get(exchange.answer.id), [9, 7]);
    }));

  test('what an interrupted answer says is found by search', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      await store.turns.append(exchange.start.turn, [partStart(), delta('lighthouse 灯塔')]);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      for (const query of ['lighthouse', '灯塔']) {
        assert.deepEqual(
          (await again.threads.list(again.person, { query, limit: 5 })).rows.map((row) => row.id),
          [thread],
        );
      }
    }));

  test('turns that have ended are left as they were', () =>
    withThread(async (store, thread, bench) => {
      const { start } = await answered(store, thread, 'q', 'a');
      const before = await batchesOf(store, start.turn);
      const again = await bench.reopen();
      assert.equal(await again.recover(bench.clock.now), 0);
      assert.deepEqual(await batchesOf(again, start.turn), before);
    }));

  test('a reader that comes back after the crash goes on where it was, to the end', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      const seen = await store.turns.append(exchange.start.turn, [partStart(), delta('a')]);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      assert.deepEqual(
        (await batchesOf(again, exchange.start.turn, seen)).map((batch) => [batch.seq, JSON.parse(batch.json)[0].type]),
        [[seen + 1, 'turn-end']],
      );
    }));

  test('wherever a turn is cut, what was committed is kept, and the fold ends as interrupted', () =>
    withThread(async (store, thread, bench) => {
      const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
      let current = store;
      await fc.assert(
        fc.asyncProperty(words, fc.nat(), async (texts, cut) => {
          const exchange = exchangeIn(thread, 'q');
          const events: TurnEvent[] = eventsOf(...texts).slice(0, -1);
          const kept = events.slice(0, cut % (events.length + 1));
          await begin(current, exchange);
          for (const event of kept) await current.turns.append(exchange.start.turn, [event]);
          current = await bench.reopen();
          assert.equal(await current.recover(bench.clock.now), 1);
          const turn = foldBatches(await batchesOf(current, exchange.start.turn));
          const expected = foldTurnEvents([exchange.start, ...kept]);
          assert.deepEqual([turn?.status, turn?.parts], ['interrupted', expected?.parts]);
          assert.equal(await textIn(current, thread, exchange.answer.id), expected?.parts.map((part) => part.text).join(''));
        }),
        { numRuns: 12 },
      );
    }));
}
