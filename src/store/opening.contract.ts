/** What every database must do with turns before their prompt is made, while a model is still being loaded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadEventOrder, foldTurnEvents } from '#domain/conversation/turn';
import { columnsOf } from '#domain/tokens/row-columns';
import {
  answered,
  type Bench,
  batchesOf,
  eventsOf,
  exchangeIn,
  foldBatches,
  inThread,
  promptOf,
  startOf,
  textIn,
  tokenOf,
  turnEnd,
} from './harness.contract.ts';
import { newId } from './id.ts';

export function openingContract(open: () => Promise<Bench>): void {
  const withThread = inThread(open);

  test('a start writes messages, head, turn and what is known of its prompt; its log is still empty', () =>
    withThread(async (store, thread, { clock }) => {
      clock.now += 60_000;
      const prompt = promptOf({ id: 7, bytes: '0ff0', owner: ['template', 'person'], special: true });
      const exchange = { ...exchangeIn(thread, 'Hello?'), prompt };
      const started = await store.turns.start(store.person, exchange);
      const { start, question, answer } = exchange;
      assert.deepEqual(started, { turn: start.turn, message: question.id, answer: answer.id, isRepeat: false });
      assert.deepEqual(await store.threads.messages(store.person, thread), [question, answer]);
      const { head, updatedAt } = await store.threads.get(store.person, thread);
      assert.deepEqual([head, updatedAt], [answer.id, clock.now]);
      assert.deepEqual(await store.turns.get(store.person, start.turn), foldTurnEvents([start]));
      assert.deepEqual(await store.turns.prompt(store.person, start.turn), prompt);
      const { tokens, ...facts } = prompt;
      const stored = await store.turns.promptInColumns(store.person, start.turn);
      assert.deepEqual(stored, { ...facts, columns: columnsOf(tokens) });
      assert.deepEqual(await store.turns.ofThread(store.person, thread), [foldTurnEvents([start])]);
      await assert.rejects(store.turns.follow(store.person, start.turn, 1, new AbortController().signal), RangeError);
    }));

  test('opening a turn writes its prompt and its first batch, and readers who waited get it', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'Hello?');
      const { turn } = exchange.start;
      await store.turns.start(store.person, exchange);
      const waiting = batchesOf(store, turn);
      const prompt = promptOf({ id: 7, bytes: '61', owner: 'person' });
      const start = { ...exchange.start, template: 'ab', window: { limit: 100, used: 1, reserve: 9, left: [] } };
      await store.turns.open(start, prompt);
      assert.deepEqual(await store.turns.get(store.person, turn), foldTurnEvents([start]));
      assert.deepEqual(await store.turns.prompt(store.person, turn), prompt);
      await assert.rejects(store.turns.open(start, prompt), BadEventOrder);
      await store.turns.append(turn, eventsOf('Hi'));
      const [first] = await waiting;
      assert.deepEqual(first, { seq: 1, json: JSON.stringify([start]) });
    }));

  test('a turn that ends before its prompt is made has a log all the same: its start and its end', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'Hello?');
      const { start, answer } = exchange;
      await store.turns.start(store.person, exchange);
      await store.turns.append(start.turn, [start, turnEnd('stopped')]);
      assert.deepEqual(foldBatches(await batchesOf(store, start.turn)), await store.turns.get(store.person, start.turn));
      assert.equal((await store.turns.get(store.person, start.turn)).status, 'stopped');
      assert.equal(await textIn(store, thread, answer.id), '');
    }));

  test('a continued answer that is stopped before its prompt is made keeps its text and the ids of it', () =>
    withThread(async (store, thread) => {
      const { answer } = await answered(store, thread, 'q', 'Once upon');
      const turn = newId();
      const prompt = promptOf({ ...tokenOf('Once upon'), owner: 'model' });
      const start = startOf(turn, thread, answer.id);
      await store.turns.start(store.person, { start, prompt, messages: [answer] });
      await store.turns.append(turn, [start, turnEnd('stopped')]);
      assert.equal(await textIn(store, thread, answer.id), 'Once upon');
      assert.deepEqual((await store.turns.ownTokens(store.person, thread)).get(answer.id), [9]);
      assert.deepEqual(await store.turns.prompt(store.person, turn), prompt);
    }));
}
