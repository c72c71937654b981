/** The one suite that every engine passes. What an engine is asked comes from whoever calls it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import { fromHex } from '#domain/tokens/token';
import type { Engine, TurnRequest } from './engine.ts';

export type ContractEngine = {
  engine: Engine;
  /** A question whose answer is short and comes to its end, one that goes on for long, one that takes long to read. */
  ask: Record<'short' | 'long' | 'slow-to-read', { text: string; settings: TurnSettings }>;
  /** Makes the engine fail in the middle of an answer, if that can be done. */
  breakDown?: () => void;
  close: () => Promise<void>;
};

/** The contract gives 200 ms from signal to end; a busy machine is forgiven more, a wait for the answer is not. */
const STOP_MS = 2000;

export function engineContract(name: string, makeEngine: () => Promise<ContractEngine>, skip?: string | false): void {
  describe(`${name} is an engine`, { skip: skip ?? false }, () => {
    let made: ContractEngine;
    let turns = 0;
    before(async () => {
      made = await makeEngine();
    });
    after(() => made?.close());

    async function requestOf(kind: keyof ContractEngine['ask'], settings: TurnSettings = {}): Promise<TurnRequest> {
      const { text, settings: own } = made.ask[kind];
      const message = { id: `message-${kind}`, role: 'user' as const, text };
      const { prompt, window } = await made.engine.render({ mode: 'chat', messages: [message] });
      return {
        person: 'person-1',
        prompt,
        start: {
          type: 'turn-start',
          turn: `turn-${name}-${++turns}`,
          thread: 'thread-1',
          message: 'answer-1',
          at: 1,
          asked: { vendor: 'local', model: name },
          mode: 'chat',
          settings: { ...own, ...settings },
          window,
        },
      };
    }

    it('begins with the turn-start it was given, ends with one turn-end, and folds', async () => {
      const request = await requestOf('short');
      const events = await listen(made.engine, request);
      assert.deepEqual(events[0], request.start);
      assert.equal(events.filter(({ type }) => type === 'turn-start').length, 1);
      assert.equal(events.filter(({ type }) => type === 'turn-end').length, 1);
      assert.equal(foldTurnEvents(events)?.status, 'ended');
    });

    it('says who answered before the first word', async () => {
      const types = (await listen(made.engine, await requestOf('short'))).map(({ type }) => type);
      assert.ok(types.indexOf('answered-by') > 0 && types.indexOf('answered-by') < types.indexOf('part-delta'));
    });

    it('reads the prompt before it answers, and counts it as it was sent', async () => {
      const request = await requestOf('short');
      const events = await listen(made.engine, request);
      const types = events.map(({ type }) => type);
      const end = events.find((event) => event.type === 'prompt-end');
      assert.ok(types.indexOf('prompt-start') < types.indexOf('prompt-end'));
      assert.ok(types.indexOf('prompt-end') < types.indexOf('part-start'));
      assert.equal(end?.count, request.prompt.tokens.length);
    });

    it('gives text in whole characters, which its tokens spell', async () => {
      const turn = foldTurnEvents(await listen(made.engine, await requestOf('short')));
      const [part] = turn?.parts ?? [];
      assert.ok(part && part.text.length > 0 && part.text.isWellFormed() && part.isEnded);
      const spelt = Buffer.concat(part.tokens.map(({ bytes }) => fromHex(bytes)));
      assert.equal(spelt.subarray(0, Buffer.byteLength(part.text)).toString('utf8'), part.text);
      assert.ok(spelt.length - Buffer.byteLength(part.text) < 4, 'no more than half a character is left out');
    });

    it('hands the word back with an end token that is no part of the text', async () => {
      const turn = foldTurnEvents(await listen(made.engine, await requestOf('short')));
      assert.equal(turn?.reason, 'end');
      assert.ok(turn.endToken && !turn.parts[0]?.tokens.some(({ id }) => id === turn.endToken?.id));
    });

    it('sends usage, with its raw source, before the end', async () => {
      const request = await requestOf('short');
      const events = await listen(made.engine, request);
      const usage = events.findLast((event) => event.type === 'usage');
      const tokens = foldTurnEvents(events)?.parts[0]?.tokens.length ?? 0;
      assert.ok(usage && usage.raw !== undefined);
      assert.equal((usage.kinds.inputUncached ?? 0) + (usage.kinds.cacheRead ?? 0), request.prompt.tokens.length);
      assert.equal(usage.kinds.outputText, tokens + 1, 'the answer and its end token');
      assert.equal(events.at(-1)?.type, 'turn-end');
    });

    it('ends at the most tokens that were asked for, as length', async () => {
      const turn = foldTurnEvents(await listen(made.engine, await requestOf('long', { maxTokens: 5 })));
      assert.equal(turn?.reason, 'length');
      assert.equal(turn.parts[0]?.tokens.length, 5);
    });

    it('leaves out a stop string and what follows it', async () => {
      const whole = foldTurnEvents(await listen(made.engine, await requestOf('short')))?.parts[0]?.text ?? '';
      const stop = whole.slice(3, 6);
      const turn = foldTurnEvents(await listen(made.engine, await requestOf('short', { stop: [stop] })));
      assert.equal(turn?.reason, 'end');
      assert.equal(turn.parts[0]?.text, whole.slice(0, whole.indexOf(stop)));
      assert.equal(turn.endToken, undefined);
    });

    it('stops at once when the signal comes while it answers, and keeps what it has', async () => {
      const stop = new AbortController();
      const events = await listen(made.engine, await requestOf('long'), stop, (event, before) => {
        return event.type === 'part-delta' && before.filter(({ type }) => type === 'part-delta').length > 2;
      });
      const turn = foldTurnEvents(events);
      assert.equal(turn?.status, 'stopped');
      assert.ok((turn.parts[0]?.tokens.length ?? 0) > 0);
    });

    it('stops at once when the signal comes while it reads', async () => {
      const stop = new AbortController();
      const request = await requestOf('slow-to-read');
      const turn = foldTurnEvents(await listen(made.engine, request, stop, (event) => event.type === 'prompt-start'));
      assert.equal(turn?.status, 'stopped');
    });

    it('ends as stopped when the signal had come before', async () => {
      const stop = new AbortController();
      stop.abort();
      const turn = foldTurnEvents(await listen(made.engine, await requestOf('long'), stop));
      assert.equal(turn?.status, 'stopped');
      assert.deepEqual(turn.parts, []);
    });

    it('answers the next question after one that was stopped', async () => {
      assert.equal(foldTurnEvents(await listen(made.engine, await requestOf('short')))?.status, 'ended');
    });

    it('ends as failed, with a sentence, when it breaks down in the middle', async (test) => {
      const { breakDown } = made;
      if (!breakDown) return test.skip('this engine cannot be made to break down');
      const events: TurnEvent[] = [];
      for await (const event of made.engine.answer(await requestOf('long'), new AbortController().signal)) {
        events.push(event);
        if (event.type === 'part-delta') breakDown();
      }
      const turn = foldTurnEvents(events);
      assert.equal(turn?.status, 'failed');
      assert.match(turn.error?.message ?? '', /\.$/);
      assert.ok((turn.parts[0]?.tokens.length ?? 0) > 0, 'what it had is kept');
    });
  });
}

/** All events of a turn. `isTime` says when to stop it; then the end must not wait for the answer's. */
export async function listen(
  engine: Engine,
  request: TurnRequest,
  stop = new AbortController(),
  isTime: (event: TurnEvent, before: readonly TurnEvent[]) => boolean = () => false,
): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  let tooLate: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => {
      tooLate = setTimeout(() => reject(new Error(`${STOP_MS} ms after the signal the turn had not ended.`)), STOP_MS);
    });
  });
  const heard = (async () => {
    for await (const event of engine.answer(request, stop.signal)) {
      if (isTime(event, events)) stop.abort();
      events.push(event);
    }
  })();
  await Promise.race([heard, late]).finally(() => clearTimeout(tooLate));
  return events;
}
