/** What every database must do with turns: start, end, continue, repeat. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
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
  hexOf,
  inThread,
  partStart,
  promptOf,
  startOf,
  textIn,
  tokenOf,
  turnEnd,
} from './harness.contract.ts';
import { newId } from './id.ts';
import { Conflict, NotFound } from './store.ts';

export function turnsContract(open: () => Promise<Bench>): void {
  const withThread = inThread(open);

  test('the end writes the parts of the answer; the turn is the fold of its events', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'Hi');
      const { turn } = exchange.start;
      await begin(store, exchange);
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
      await begin(store, second);
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
      await begin(store, exchangeIn(thread, 'mine', { requestId: 'r' }));
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
      await assert.rejects(store.turns.promptInColumns(stranger, start.turn), NotFound);
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
      await begin(store, half);
      const brokenToken = { id: 9, bytes: 'f09f' };
      await store.turns.append(half.start.turn, [
        partStart(),
        { type: 'part-delta', index: 0, text: 'x', tokens: [tokenOf('x'), brokenToken] },
      ]);
      await store.turns.append(half.start.turn, [turnEnd('stopped')]);
      const running = exchangeIn(thread, 'q');
      await begin(store, running);
      assert.deepEqual(await store.turns.ownTokens(store.person, thread), new Map([[spelled.answer.id, [7]]]));
    }));

  test('a turn that continues an answer adds to its text, and to its own ids', () =>
    withThread(async (store, thread) => {
      const { answer } = await answered(store, thread, 'q', 'Once upon');
      const turn = newId();
      const prompt = promptOf({ id: 1, bytes: hexOf('q'), owner: 'person' }, { ...tokenOf('Once upon'), owner: 'model' });
      const started = await begin(store, {
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
        (await store.turns.ofThread(store.person, thread)).map((one) => [one.turn, one.continues]),
        [[turn, answer.turn]],
      );
    }));

  test('a new answer that begins with kept text ends with both, without its ids when the prompt does not spell them', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      const answer = { ...exchange.answer, parts: [{ kind: 'text' as const, text: 'Kept' }] };
      await begin(store, { ...exchange, messages: [exchange.question, answer] });
      await store.turns.append(exchange.start.turn, eventsOf(' words'));
      assert.equal(await textIn(store, thread, answer.id), 'Kept words');
      assert.equal((await store.turns.ownTokens(store.person, thread)).size, 0);
    }));

  test('an answer that is still being written is not continued by a second turn', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      await begin(store, exchange);
      const second = startOf(newId(), thread, exchange.answer.id);
      await assert.rejects(store.turns.start(store.person, { start: second, prompt: promptOf(), messages: [] }), Conflict);
    }));

  test('a message of five megabytes, with U+0000, emoji and every plane, is kept whole but for U+0000', () =>
    withThread(async (store, thread) => {
      const text = `\0${'👩‍👩‍👧 \u{10ffff} 水 a '.repeat(200_000)}`;
      const { question } = await answered(store, thread, text, 'ok');
      assert.equal(await textIn(store, thread, question.id), text.replace('\0', '\u2400'));
    }));

  test('another answer to the same question stands beside the first', () =>
    withThread(async (store, thread) => {
      const { question, answer } = await answered(store, thread, 'q', 'first');
      const turn = newId();
      const second: Message = { ...answer, id: newId(), at: 5_000, turn };
      const started = await begin(store, {
        start: startOf(turn, thread, second.id),
        prompt: promptOf(),
        messages: [second],
      });
      assert.deepEqual([started.message, started.answer], [question.id, second.id]);
      await store.turns.append(turn, eventsOf('second'));
      const messages = await store.threads.messages(store.person, thread);
      assert.deepEqual(
        messages.map((message) => textOf(message.parts)),
        ['q', 'first', 'second'],
      );
      assert.deepEqual(
        (await store.turns.ofThread(store.person, thread)).map((one) => one.message),
        [answer.id, second.id],
      );
    }));

  test('an answer without a question stands at the root, and is its own question', () =>
    withThread(async (store, thread) => {
      const turn = newId();
      const answer: Message = { id: newId(), role: 'assistant', parts: [{ kind: 'text', text: 'The sea ' }], at: 1, turn };
      const start = { ...startOf(turn, thread, answer.id), mode: 'document' as const };
      assert.deepEqual(await begin(store, { start, prompt: promptOf(), messages: [answer] }), {
        turn,
        message: answer.id,
        answer: answer.id,
        isRepeat: false,
      });
      await store.turns.append(turn, eventsOf('is blue.'));
      assert.equal(await textIn(store, thread, answer.id), 'The sea is blue.');
    }));

  test('a system message, a question and an answer are written parents first, in one start', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      const system: Message = { id: newId(), role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }], at: 1 };
      const question = { ...exchange.question, parent: system.id };
      await begin(store, { ...exchange, messages: [system, question, exchange.answer] });
      assert.deepEqual(
        (await store.threads.messages(store.person, thread)).map((message) => [message.role, message.parent]),
        [
          ['system', undefined],
          ['user', system.id],
          ['assistant', question.id],
        ],
      );
    }));

  test('a failed turn keeps its error and all that it had', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q');
      const { turn } = exchange.start;
      await begin(store, exchange);
      const error = { kind: 'vendor-fault', message: 'The engine ended.', retry: true } as const;
      await store.turns.append(turn, [partStart(), delta('half')]);
      await store.turns.append(turn, [
        {
          type: 'turn-end',
          reason: 'failed',
          error,
          timing: { totalMs: 3 },
          cost: { kind: 'unknown', because: 'b', atLeastPicoUsd: '9007199254740993' },
        },
      ]);
      const [listed] = await store.turns.ofThread(store.person, thread);
      assert.deepEqual(
        [listed?.status, listed?.error, listed?.cost],
        ['failed', error, { kind: 'unknown', because: 'b', atLeastPicoUsd: '9007199254740993' }],
      );
      assert.equal(await textIn(store, thread, exchange.answer.id), 'half');
    }));

  test('times up to 2^53 - 1, fractions of a millisecond and the largest seed come back as they were', () =>
    withThread(async (store, thread) => {
      const exchange = exchangeIn(thread, 'q', { at: Number.MAX_SAFE_INTEGER - 1 });
      const start = { ...exchange.start, settings: { seed: 0xffff_ffff, temperature: 0.1 + 0.2 } };
      await begin(store, { ...exchange, start });
      await store.turns.append(start.turn, eventsOf('a'));
      const [turn] = await store.turns.ofThread(store.person, thread);
      assert.deepEqual([turn?.settings, turn?.timing], [start.settings, { firstTokenMs: 12.5, totalMs: 80.25 }]);
      assert.deepEqual(
        (await store.threads.messages(store.person, thread)).map((message) => message.at),
        [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER],
      );
    }));

  test('many turns of one thread are written at the same time, each its own', () =>
    withThread(async (store, thread) => {
      const exchanges = Array.from({ length: 40 }, (_, at) => ({
        exchange: exchangeIn(thread, `q${at}`),
        words: `answer ${at}`,
      }));
      await Promise.all(
        exchanges.map(async ({ exchange, words }) => {
          await begin(store, exchange);
          for (const event of eventsOf(...words)) void store.turns.append(exchange.start.turn, [event]);
          await batchesOf(store, exchange.start.turn);
        }),
      );
      for (const { exchange, words } of exchanges) assert.equal(await textIn(store, thread, exchange.answer.id), words);
    }));
}
