/** What every database must do with the event log: commit before emit, no gap, the same bytes for every reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { BadEventOrder, foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import {
  type Bench,
  batchesOf,
  begin,
  collect,
  delta,
  type Exchange,
  eventsOf,
  exchangeIn,
  foldBatches,
  partStart,
  turnEnd,
} from './harness.contract.ts';
import { newId } from './id.ts';
import { type Batch, Conflict, NotFound, type Store } from './store.ts';

const never = new AbortController().signal;

export function eventLogContract(open: () => Promise<Bench>): void {
  async function withTurn(use: (store: Store, turn: string, exchange: Exchange) => Promise<void>): Promise<void> {
    const bench = await open();
    const { store } = bench;
    try {
      const { id } = await store.threads.create(store.person, {});
      const exchange = exchangeIn(id, 'q');
      await begin(store, exchange);
      await use(store, exchange.start.turn, exchange);
    } finally {
      await bench.close();
    }
  }

  test('seq counts from 1 without gaps, and append resolves with it', () =>
    withTurn(async (store, turn) => {
      assert.equal(await store.turns.append(turn, [partStart()]), 2);
      assert.equal(await store.turns.append(turn, [delta('a')]), 3);
      assert.equal(await store.turns.append(turn, [delta('b')]), 4);
      assert.equal(await store.turns.append(turn, [turnEnd()]), 5);
      assert.deepEqual(
        (await batchesOf(store, turn)).map((batch) => batch.seq),
        [1, 2, 3, 4, 5],
      );
    }));

  test('what is appended within one tick is one batch, in order', () =>
    withTurn(async (store, turn) => {
      await store.turns.append(turn, [partStart(), delta('0')]);
      const seqs = await Promise.all(['1', '2', '3'].map((text) => store.turns.append(turn, [delta(text)])));
      assert.deepEqual(seqs, [3, 3, 3]);
      assert.equal((await store.turns.get(store.person, turn)).parts[0]?.text, '0123');
    }));

  test('a batch that has grown to 64 KiB does not wait for the others', () =>
    withTurn(async (store, turn) => {
      await store.turns.append(turn, [partStart(), delta('0')]);
      const seqs = await Promise.all([delta('x'.repeat(70_000)), delta('y')].map((event) => store.turns.append(turn, [event])));
      assert.deepEqual(seqs, [3, 4]);
    }));

  test('when append resolves, the events are in the log', () =>
    withTurn(async (store, turn) => {
      for (const text of ['a', 'b', 'c']) {
        await store.turns.append(turn, text === 'a' ? [partStart(), delta(text)] : [delta(text)]);
        assert.equal((await store.turns.get(store.person, turn)).parts[0]?.text.at(-1), text);
      }
    }));

  test('a reader sees nothing before it is committed, and everything after', () =>
    withTurn(async (store, turn) => {
      const committed = new Set([1]);
      const early: number[] = [];
      const reading = (async () => {
        for await (const batch of await store.turns.follow(store.person, turn, 0, never)) {
          const inLog = await batchesUpTo(store, turn, batch.seq);
          if (inLog.at(-1)?.json !== batch.json) early.push(batch.seq);
        }
      })();
      for (const events of [[partStart()], [delta('a')], [delta('b')], [turnEnd()]])
        committed.add(await store.turns.append(turn, events));
      await reading;
      assert.deepEqual([early, [...committed]], [[], [1, 2, 3, 4, 5]]);
    }));

  test('a reader that leaves and returns at every seq gets the bytes of one that stayed', () =>
    withTurn(async (store, turn, { start }) => {
      const texts = ['Er', ' sagte', ' 你', '好', ' 👋'];
      const staying = batchesOf(store, turn);
      const returning: Promise<Batch[]>[] = [batchesOf(store, turn)];
      for (const events of [
        [partStart()],
        ...texts.map((text) => [delta(text)]),
        [{ type: 'part-end', index: 0 }, turnEnd()] as TurnEvent[],
      ]) {
        returning.push(batchesOf(store, turn, await store.turns.append(turn, events)));
      }
      const whole = await staying;
      assert.deepEqual(foldBatches(whole), foldTurnEvents([start, ...eventsOf(...texts)]));
      for (const [seq, reading] of returning.entries()) {
        const from = seq === 0 ? 0 : seq + 1;
        assert.deepEqual(await reading, whole.slice(from), `during, after ${from}`);
      }
      for (let after = 0; after <= whole.length; after++)
        assert.deepEqual(await batchesOf(store, turn, after), whole.slice(after), `after ${after}`);
    }));

  test('a turn that has ended gives the reader at its end nothing, and ends', () =>
    withTurn(async (store, turn) => {
      const last = await store.turns.append(turn, eventsOf('x'));
      assert.deepEqual(await batchesOf(store, turn, last), []);
    }));

  test('a seq beyond the end is a RangeError before the first batch', () =>
    withTurn(async (store, turn) => {
      await assert.rejects(store.turns.follow(store.person, turn, 2, never), RangeError);
      await assert.rejects(store.turns.follow(store.person, turn, -1, never), RangeError);
      await assert.rejects(store.turns.follow(store.person, turn, 0.5, never), RangeError);
      await assert.rejects(store.turns.follow(store.person, newId(), 0, never), NotFound);
    }));

  test('a reader leaves when its signal aborts, and the turn goes on', () =>
    withTurn(async (store, turn) => {
      const leaving = new AbortController();
      const reading = collect(await store.turns.follow(store.person, turn, 0, leaving.signal));
      await sleep(20);
      leaving.abort();
      assert.deepEqual(
        (await reading).map((batch) => batch.seq),
        [1],
      );
      assert.equal(await store.turns.append(turn, eventsOf('on')), 2);
    }));

  test('a signal that was aborted before gives no batch', () =>
    withTurn(async (store, turn) => {
      assert.deepEqual(await collect(await store.turns.follow(store.person, turn, 0, AbortSignal.abort())), []);
    }));

  test('a hundred readers get the same batches, the slow ones later', () =>
    withTurn(async (store, turn) => {
      const slow = (async () => {
        const batches: Batch[] = [];
        for await (const batch of await store.turns.follow(store.person, turn, 0, never)) {
          batches.push(batch);
          await sleep(5);
        }
        return batches;
      })();
      const fast = Array.from({ length: 99 }, () => batchesOf(store, turn));
      await store.turns.append(turn, [partStart()]);
      // 3 MiB: more than is held for one reader.
      for (let at = 0; at < 50; at++) await store.turns.append(turn, [delta(`${at}${'z'.repeat(66_000)}`)]);
      await store.turns.append(turn, [turnEnd()]);
      const whole = await batchesOf(store, turn);
      for (const reading of [slow, ...fast]) assert.deepEqual(await reading, whole);
    }));

  test('events out of order are refused, and the turn goes on as if they had not come', () =>
    withTurn(async (store, turn, { start }) => {
      await assert.rejects(store.turns.append(turn, [delta('no part yet')]), BadEventOrder);
      await assert.rejects(store.turns.append(turn, [{ type: 'notice', code: 'a', detail: 'b' }, partStart(3)]), BadEventOrder);
      await store.turns.append(turn, eventsOf('fine'));
      assert.deepEqual(await store.turns.get(store.person, turn), foldTurnEvents([start, ...eventsOf('fine')]));
    }));

  test('nothing follows the end of a turn', () =>
    withTurn(async (store, turn) => {
      const ending = store.turns.append(turn, eventsOf('x'));
      await assert.rejects(store.turns.append(turn, [partStart(1)]), BadEventOrder);
      await ending;
      await assert.rejects(store.turns.append(turn, [partStart(1)]), Conflict);
    }));

  test('any cut of any event list folds to the same turn', () =>
    withTurn(async (store, _turn, exchange) => {
      const thread = exchange.start.thread;
      const lists = fc.array(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 4 }), {
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(lists, async (cuts) => {
          const one = exchangeIn(thread, 'q');
          await begin(store, one);
          const events = cuts.map((texts) => texts.map((text) => delta(text)));
          const all = [[partStart()], ...events, [turnEnd()]];
          await Promise.all(all.filter((batch) => batch.length > 0).map((batch) => store.turns.append(one.start.turn, batch)));
          const batches = await batchesOf(store, one.start.turn);
          assert.deepEqual(foldBatches(batches), foldTurnEvents([one.start, ...all.flat()]));
        }),
        { numRuns: 25 },
      );
    }));

  async function batchesUpTo(store: Store, turn: string, seq: number): Promise<Batch[]> {
    const found: Batch[] = [];
    for await (const batch of await store.turns.follow(store.person, turn, seq - 1, never)) {
      found.push(batch);
      break;
    }
    return found;
  }
}
