/** What every database must do with turns: start, end, continue, repeat, recover. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '#domain/conversation/part';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import {
  answered,
  type Bench,
  batchesOf,
  delta,
  eventsOf,
  exchangeIn,
  hexOf,
  partStart,
  promptOf,
  startOf,
  tokenOf,
  turnEnd,
} from './harness.contract.ts';
import { newId } from './id.ts';
import { Conflict, NotFound, type Store } from './store.ts';

export function turnsContract(open: () => Promise<Bench>): void {
  async function withThread(use: (store: Store, thread: string, bench: Bench) => Promise<void>): Promise<void> {
    const bench = await open();
    try {
      await use(bench.store, (await bench.store.threads.create(bench.store.person, {})).id, bench);
    } finally {
      await bench.close();
    }
  }

  async function textIn(store: Store, thread: string, message: string): Promise<string> {
    const found = (await store.threads.messages(store.person, thread)).find((one) => one.id === message);
    return textOf(found?.parts ?? []);
  }

  test('a start writes messages, head, turn, prompt and the first batch', () =>
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
    }));

  test('the end writes the parts of the answer; the turn is the fold of its events', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'Hi');
      const { turn } = exchange.start;
      await store.turns.start(store.person, exchange);
      const events: TurnEvent[] = [
        { type: 'prompt-start', tokens: 3, kept: 0 },
        { type: 'answered-by', vendor: 'local', snapshot: 'abc' },
        { type: 'notice', code: 'dropped-setting', detail: 'topK' },
        { type: 'part-start', index: 0, kind: 'reasoning' },
        { type: 'part-delta', index: 0, text: 'hm' },
        { type: 'part-end', index: 0, replay: { signature: 's' } },
        partStart(1),
        delta('Hello', 1),
        delta(' wörld', 1),
        { type: 'end-token', id: 2, bytes: hexOf('</s>') },
        { type: 'usage', kinds: { inputUncached: 3, outputText: 2 }, raw: { big: '9007199254740993' } },
        turnEnd(),
      ];
      for (const event of events) await store.turns.append(turn, [event]);
      assert.deepEqual(await store.turns.get(store.person, turn), foldTurnEvents([exchange.start, ...events]));
      const [, answer] = await store.threads.messages(store.person, thread);
      assert.deepEqual(answer?.parts, [
        { kind: 'reasoning', text: 'hm', replay: { signature: 's' } },
        { kind: 'text', text: 'Hello wörld' },
      ]);
    }));

  test('the turns of a thread are those of its answers, whole but for their tokens, running ones too', () =>
    withThread(async (store, thread) => {
      const first = await answered(store, thread, 'one', 'first');
      const second = exchangeIn(thread, 'two', { parent: first.answer.id });
      await store.turns.start(store.person, second);
      await store.turns.append(second.start.turn, [partStart(), delta('half')]);
      const turns = await store.turns.ofThread(store.person, thread);
      const whole = await Promise.all(turns.map((turn) => store.turns.get(store.person, turn.turn)));
      assert.deepEqual(
        turns,
        whole.map((turn) => ({ ...turn, parts: turn.parts.map((part) => ({ ...part, tokens: [] })) })),
      );
      assert.deepEqual(
        turns.map((turn) => [turn.turn, turn.status, turn.parts[0]?.text]),
        [
          [first.start.turn, 'ended', 'first'],
          [second.start.turn, 'running', 'half'],
        ],
      );
    }));

  test('the same request id gives the first answer, later and in a race', () =>
    withThread(async (store, thread) => {
      const calls = Array.from({ length: 8 }, () => exchangeIn(thread, 'again', { requestId: 'r-1' }));
      const racing = await Promise.all(calls.map((call) => store.turns.start(store.person, call)));
      const first = racing.find((started) => !started.isRepeat);
      assert.ok(first);
      assert.equal(racing.filter((started) => !started.isRepeat).length, 1);
      const late = await store.turns.start(store.person, exchangeIn(thread, 'again', { requestId: 'r-1' }));
      for (const started of [...racing.filter((one) => one.isRepeat), late])
        assert.deepEqual(started, { ...first, isRepeat: true });
      assert.equal((await store.threads.messages(store.person, thread)).length, 2);
    }));

  test('request ids of two persons do not meet', () =>
    withThread(async (store, thread, { addPerson }) => {
      const stranger = await addPerson();
      const theirs = await store.threads.create(stranger, {});
      await store.turns.start(store.person, exchangeIn(thread, 'mine', { requestId: 'r' }));
      const started = await store.turns.start(stranger, exchangeIn(theirs.id, 'theirs', { requestId: 'r' }));
      assert.equal(started.isRepeat, false);
    }));

  test('a start that is refused leaves nothing behind', () =>
    withThread(async (store, thread) => {
      const bad = exchangeIn(thread, 'q', { parent: newId() });
      await assert.rejects(store.turns.start(store.person, bad), NotFound);
      assert.deepEqual(await store.threads.messages(store.person, thread), []);
      assert.equal((await store.threads.get(store.person, thread)).head, undefined);
      await assert.rejects(store.turns.get(store.person, bad.start.turn), NotFound);
    }));

  test('a parent in another thread is refused', () =>
    withThread(async (store, thread) => {
      const other = await store.threads.create(store.person, {});
      const there = await answered(store, other.id, 'q', 'a');
      await assert.rejects(store.turns.start(store.person, exchangeIn(thread, 'q', { parent: there.answer.id })), NotFound);
    }));

  test('a turn id that is there already is a conflict and not a repeat', () =>
    withThread(async (store, thread) => {
      const exchange = await answered(store, thread, 'q', 'a');
      const again = exchangeIn(thread, 'other');
      await assert.rejects(
        store.turns.start(store.person, { ...again, start: { ...again.start, turn: exchange.start.turn } }),
        Conflict,
      );
    }));

  test('nobody starts a turn in the thread of another person', () =>
    withThread(async (store, thread, { addPerson }) => {
      const exchange = await answered(store, thread, 'q', 'a');
      const stranger = await addPerson();
      await assert.rejects(store.turns.start(stranger, exchangeIn(thread, 'q')), NotFound);
      const own = await store.threads.create(stranger, {});
      const stolen = startOf(newId(), own.id, exchange.answer.id);
      await assert.rejects(store.turns.start(stranger, { start: stolen, prompt: promptOf(), messages: [] }));
      assert.equal(await textIn(store, thread, exchange.answer.id), 'a');
    }));

  test('another person reads no turn, prompt, row or event', () =>
    withThread(async (store, thread, { addPerson }) => {
      const { start } = await answered(store, thread, 'q', 'a');
      await store.turns.saveExact(store.person, start.turn, [1]);
      const stranger = await addPerson();
      await assert.rejects(store.turns.get(stranger, start.turn), NotFound);
      await assert.rejects(store.turns.prompt(stranger, start.turn), NotFound);
      await assert.rejects(store.turns.saveExact(stranger, start.turn, [2]), NotFound);
      await assert.rejects(batchesOf(store, start.turn, 0, stranger), NotFound);
      assert.equal(await store.turns.exact(stranger, start.turn), undefined);
      assert.deepEqual(await store.turns.ofThread(stranger, thread), []);
      assert.equal((await store.turns.ownTokens(stranger, thread)).size, 0);
      assert.deepEqual(await store.turns.exact(store.person, start.turn), [1]);
    }));

  test('exact probabilities are unknown until saved, and replaced when saved again', () =>
    withThread(async (store, thread) => {
      const { start } = await answered(store, thread, 'q', 'a');
      assert.equal(await store.turns.exact(store.person, start.turn), undefined);
      await store.turns.saveExact(store.person, start.turn, [{ logprob: -0.25 }]);
      await store.turns.saveExact(store.person, start.turn, [{}, { logprob: -1 }]);
      assert.deepEqual(await store.turns.exact(store.person, start.turn), [{}, { logprob: -1 }]);
    }));

  test('own words keep their ids where these spell the text exactly, and only there', () =>
    withThread(async (store, thread) => {
      const spelled = await answered(store, thread, 'q', 'exactly');
      const half = exchangeIn(thread, 'q');
      await store.turns.start(store.person, half);
      const brokenToken = { id: 9, bytes: 'f09f' };
      await store.turns.append(half.start.turn, [
        partStart(),
        { type: 'part-delta', index: 0, text: 'x', tokens: [tokenOf('x'), brokenToken] },
      ]);
      await store.turns.append(half.start.turn, [turnEnd('stopped')]);
      const running = exchangeIn(thread, 'q');
      await store.turns.start(store.person, running);
      assert.deepEqual(await store.turns.ownTokens(store.person, thread), new Map([[spelled.answer.id, [7]]]));
    }));

  test('a turn that continues an answer adds to its text, and to its own ids', () =>
    withThread(async (store, thread) => {
      const { answer } = await answered(store, thread, 'q', 'Once upon');
      const turn = newId();
      const prompt = promptOf({ id: 1, bytes: hexOf('q'), owner: 'person' }, { ...tokenOf('Once upon'), owner: 'model' });
      const started = await store.turns.start(store.person, {
        start: startOf(turn, thread, answer.id),
        prompt,
        messages: [answer],
      });
      assert.equal(started.message, answer.parent);
      assert.equal(await textIn(store, thread, answer.id), 'Once upon');
      await store.turns.append(turn, eventsOf(' a time'));
      const messages = await store.threads.messages(store.person, thread);
      const continued = messages.find((message) => message.id === answer.id);
      assert.deepEqual(continued?.parts, [{ kind: 'text', text: 'Once upon a time' }]);
      assert.equal(continued?.turn, turn);
      assert.deepEqual((await store.turns.ownTokens(store.person, thread)).get(answer.id), [9, 7]);
      assert.deepEqual(
        (await store.turns.ofThread(store.person, thread)).map((one) => one.turn),
        [turn],
      );
    }));

  test('a new answer that begins with kept text ends with both, without its ids when the prompt does not spell them', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      const answer = { ...exchange.answer, parts: [{ kind: 'text' as const, text: 'Kept' }] };
      await store.turns.start(store.person, { ...exchange, messages: [exchange.question, answer] });
      await store.turns.append(exchange.start.turn, eventsOf(' words'));
      assert.equal(await textIn(store, thread, answer.id), 'Kept words');
      assert.equal((await store.turns.ownTokens(store.person, thread)).size, 0);
    }));

  test('an answer that is still being written is not continued by a second turn', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      await store.turns.start(store.person, exchange);
      const second = startOf(newId(), thread, exchange.answer.id);
      await assert.rejects(store.turns.start(store.person, { start: second, prompt: promptOf(), messages: [] }), Conflict);
    }));

  test('a message of five megabytes, with U+0000, emoji and every plane, is kept whole but for U+0000', () =>
    withThread(async (store, thread) => {
      const text = `\0${'👩‍👩‍👧 \u{10ffff} 水 a '.repeat(200_000)}`;
      const { question } = await answered(store, thread, text, 'ok');
      assert.equal(await textIn(store, thread, question.id), text.replace('\0', '\u2400'));
    }));

  test('after a restart a running turn is interrupted with all that was committed, once', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      const { turn } = exchange.start;
      await store.turns.start(store.person, exchange);
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

  test('a crash in a continued answer doubles nothing of what was kept', () =>
    withThread(async (store, thread, bench) => {
      const { answer } = await answered(store, thread, 'q', 'One.');
      const turn = newId();
      await store.turns.start(store.person, { start: startOf(turn, thread, answer.id), prompt: promptOf(), messages: [answer] });
      await store.turns.append(turn, [partStart(), delta(' Two.')]);
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      assert.equal(await textIn(again, thread, answer.id), 'One. Two.');
    }));

  test('a vendor that was cut off by a crash has an unknown cost, and not none', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      const start = { ...exchange.start, asked: { vendor: 'openai', model: 'gpt' } };
      await store.turns.start(store.person, { ...exchange, start });
      const again = await bench.reopen();
      await again.recover(bench.clock.now);
      assert.equal((await again.turns.get(again.person, start.turn)).cost?.kind, 'unknown');
    }));

  test('recovery leaves the turns of this process alone', () =>
    withThread(async (store, thread, { clock }) => {
      const exchange = exchangeIn(thread, 'q');
      await store.turns.start(store.person, exchange);
      assert.equal(await store.recover(clock.now), 0);
      await store.turns.append(exchange.start.turn, eventsOf('goes on'));
      assert.equal(await textIn(store, thread, exchange.answer.id), 'goes on');
    }));

  test('a turn of an earlier process cannot be appended to', () =>
    withThread(async (store, thread, bench) => {
      const exchange = exchangeIn(thread, 'q');
      await store.turns.start(store.person, exchange);
      const again = await bench.reopen();
      await assert.rejects(again.turns.append(exchange.start.turn, [partStart()]), Conflict);
    }));
}
