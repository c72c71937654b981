import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import type { TurnCall } from './call.ts';
import { decode } from './decode.ts';
import { FAKE_VOCABULARY, fakeCandidates, fakeNative, fakeVocabulary } from './fake-native.ts';
import { createProcessor } from './processor.ts';
import { createReader } from './reader.ts';

const row = [5, 6, 7, 8];

type Options = {
  settings?: TurnSettings;
  window?: number;
  endsAfter?: number;
  stop?: (events: TurnEvent[]) => boolean;
  turn?: Partial<TurnCall>;
};

async function decoded({ settings = {}, window = 1000, endsAfter, stop, turn }: Options = {}) {
  const native = fakeNative(endsAfter === undefined ? {} : { endsAfter });
  const [first] = native.sequences;
  assert.ok(first);
  const events: TurnEvent[] = [];
  const abort = new AbortController();
  const pace = {
    sliceTokens: 8,
    stepMs: undefined,
    time: <T>(_: string, __: number, call: (threads: number) => Promise<T>) => call(1),
  };
  const call: TurnCall = {
    turn: 't',
    ids: row,
    answerFrom: row.length,
    tail: [],
    settings: { maxTokens: 12, ...settings },
    ...turn,
  };
  const result = await decode(call, 0, {
    reader: createReader(first, createProcessor(), pace),
    vocabulary: fakeVocabulary,
    isEnd: native.isEnd,
    window,
    candidates: 10,
    emit(event) {
      events.push(event);
      if (stop?.(events)) abort.abort();
    },
    signal: abort.signal,
  });
  return { ...result, events, native, evaluated: first.evaluated() };
}

/** What a model that always takes its best would say. */
function best(count: number): number[] {
  const said: number[] = [];
  for (let at = 0; at < count; at++) said.push(fakeCandidates([...row, ...said], 1).ids[0] ?? 0);
  return said;
}

describe('decoding', () => {
  it('takes the best token at temperature 0, step after step', async () => {
    assert.deepEqual((await decoded()).drawn, best(12));
  });

  it('reads the prompt, then evaluates each drawn token once, the last one not', async () => {
    const { evaluated, drawn } = await decoded();
    assert.deepEqual(evaluated, [...row, ...drawn.slice(0, -1)]);
  });

  it('gives each token with its own probability and the ten best, which hold it where it is among them', async () => {
    const { events, drawn } = await decoded();
    const tokens = events.flatMap((event) => (event.type === 'part-delta' ? (event.tokens ?? []) : []));
    tokens.forEach((token, at) => {
      const { ids, logprobs } = fakeCandidates([...row, ...drawn.slice(0, at)], 10);
      assert.equal(token.logprob, logprobs[ids.indexOf(token.id)]);
      assert.deepEqual(
        token.alternatives?.map(({ id, logprob }) => [id, logprob]),
        ids.map((id, place) => [id, logprobs[place]]),
      );
    });
  });

  it('draws the same from the same seed, and something else from another', async () => {
    const drawnWith = async (seed: number) => (await decoded({ settings: { temperature: 1, seed } })).drawn;
    assert.deepEqual(await drawnWith(3), await drawnWith(3));
    assert.notDeepEqual(await drawnWith(3), await drawnWith(4));
  });

  it('goes on from kept tokens as if it had never stopped', async () => {
    const settings = { temperature: 1, seed: 3, repeatPenalty: 1.3 };
    const whole = (await decoded({ settings })).drawn;
    const kept = whole.slice(0, 5);
    const rest = await decoded({ settings: { ...settings, maxTokens: 7 }, turn: { ids: [...row, ...kept] } });
    assert.deepEqual([...kept, ...rest.drawn], whole);
  });

  it('ends at an end token, which is an event and no text', async () => {
    const { reason, events, drawn } = await decoded({ endsAfter: 7 });
    assert.equal(reason, 'end');
    assert.equal(drawn.at(-1), 0);
    assert.deepEqual(events.at(-1), { type: 'end-token', id: 0, bytes: '40' });
    assert.ok(!events.some((event) => event.type === 'part-delta' && event.tokens?.some(({ id }) => id === 0)));
  });

  it('opens no part when the first token ends the answer', async () => {
    const { events } = await decoded({ endsAfter: 0 });
    assert.deepEqual(
      events.map(({ type }) => type),
      ['prompt-start', 'prompt-delta', 'prompt-end', 'end-token'],
    );
  });

  it('ends as length at the most tokens asked for', async () => {
    const { reason, drawn } = await decoded({ settings: { maxTokens: 3 } });
    assert.deepEqual([reason, drawn.length], ['length', 3]);
  });

  it('ends as window-full when the row fills the window, before anything would have to leave it', async () => {
    const { reason, drawn } = await decoded({ window: 9 });
    assert.deepEqual([reason, drawn.length], ['window-full', 5]);
  });

  it('ends at a stop string, without an end token', async () => {
    const text = best(4).map((id) => String.fromCharCode(64 + id));
    const { reason, events } = await decoded({ settings: { stop: [text.slice(2, 4).join('')] } });
    assert.equal(reason, 'end');
    assert.equal(events.at(-1)?.type, 'part-end');
  });

  it('stops between two steps and keeps what was said', async () => {
    const { reason, drawn, events } = await decoded({
      stop: (all) => all.filter(({ type }) => type === 'part-delta').length === 3,
    });
    assert.deepEqual([reason, drawn.length, events.at(-1)?.type], ['stopped', 3, 'part-end']);
  });

  it('looks at as many candidates as top-k needs', async () => {
    const all = await decoded({ settings: { temperature: 5, topK: FAKE_VOCABULARY, seed: 1, maxTokens: 200 } });
    const few = await decoded({ settings: { temperature: 5, seed: 1, maxTokens: 200 } });
    const outside = ({ drawn }: { drawn: number[] }) =>
      drawn.filter((id, at) => !fakeCandidates([...row, ...drawn.slice(0, at)], 10).ids.includes(id)).length;
    assert.ok(outside(all) > 0);
    assert.equal(outside(few), 0);
  });

  it('punishes repetition in the answer alone, not words of the prompt', async () => {
    const [first = 0] = best(1);
    const settings = { repeatPenalty: 10, maxTokens: 1 };
    const asPrompt = await decoded({ settings, turn: { ids: [...row, first], answerFrom: row.length + 1 } });
    const asAnswer = await decoded({ settings, turn: { ids: [...row, first], answerFrom: row.length } });
    assert.deepEqual(asPrompt.drawn, fakeCandidates([...row, first], 1).ids);
    assert.ok(asAnswer.drawn.length === 1);
  });
});
