import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent, TurnSettings } from '#domain/conversation/turn-event';
import { engineContract, listen } from './engine.contract.ts';
import { type Engine, type TurnRequest, WindowExceeded } from './engine.ts';
import { createScriptedModel, type ScriptedOptions, type ScriptStep } from './scripted.ts';
import { scriptedEncoder } from './scripted-vocabulary.ts';

const HAIKU = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen. 绽👍';

engineContract('scripted', async () => {
  let isBroken = false;
  const fail: ScriptStep = { fail: { kind: 'vendor-fault', message: 'The script broke down.', retry: true } };
  const engine = createScriptedModel({
    readPerSecond: 10_000,
    *script({ words }) {
      if (words !== 'long') return void (yield HAIKU);
      for (;;) yield isBroken ? fail : ' and so on';
    },
  });
  const settings = {};
  return {
    engine,
    ask: {
      short: { text: 'short', settings },
      long: { text: 'long', settings },
      'slow-to-read': { text: 'slow '.repeat(1000), settings },
    },
    breakDown: () => {
      isBroken = true;
    },
    close: async () => {},
  };
});

describe('a scripted model', () => {
  it('is told the words of the last message and what was set', async () => {
    const asks: unknown[] = [];
    await answer(
      {
        script: ({ words, settings }) => {
          asks.push([words, settings.temperature]);
          return 'yes';
        },
      },
      { temperature: 0.5 },
    );
    assert.deepEqual(asks, [['What is 绽?', 0.5]]);
  });

  it('says a text whole, whatever characters are in it', async () => {
    const turn = foldTurnEvents(await answer({ script: () => HAIKU }));
    assert.equal(turn?.parts[0]?.text, HAIKU);
  });

  it('holds back half a character until the other half comes', async () => {
    const [first, second, third] = scriptedEncoder.encode('绽');
    const events = await answer({ script: () => [{ ids: [first ?? 0, second ?? 0, third ?? 0] }] });
    const deltas = events.filter((event) => event.type === 'part-delta');
    assert.deepEqual(
      deltas.map(({ text, tokens }) => [text, tokens?.length]),
      [
        [undefined, 1],
        [undefined, 1],
        ['绽', 1],
      ],
    );
  });

  it('completes half a character that the kept tokens end in', async () => {
    const model = createScriptedModel({ script: () => [{ ids: scriptedEncoder.encode('绽').slice(2) }] });
    const kept = scriptedEncoder.encode('绽').slice(0, 2);
    const events = await ask(model, {}, kept);
    assert.equal(foldTurnEvents(events)?.parts[0]?.text, '绽');
  });

  it('makes up the same probabilities from the same seed, and others from another', async () => {
    const logprobs = async (seed: number) =>
      foldTurnEvents(await answer({ script: () => HAIKU }, { seed }))?.parts[0]?.tokens.map(({ logprob }) => logprob);
    assert.deepEqual(await logprobs(7), await logprobs(7));
    assert.notDeepEqual(await logprobs(7), await logprobs(8));
  });

  it('lists ten alternatives, best first, the token itself among them, with probabilities below one in sum', async () => {
    const turn = foldTurnEvents(await answer({ script: () => HAIKU }));
    for (const { id, logprob, alternatives = [] } of turn?.parts[0]?.tokens ?? []) {
      assert.equal(alternatives.length, 10);
      assert.equal(new Set(alternatives.map((one) => one.id)).size, 10);
      assert.equal(alternatives.find((one) => one.id === id)?.logprob, logprob);
      assert.deepEqual(
        alternatives,
        alternatives.toSorted((a, b) => b.logprob - a.logprob),
      );
      assert.ok(alternatives.reduce((sum, one) => sum + Math.exp(one.logprob), 0) <= 1 + 1e-6);
    }
  });

  it('spreads its tokens evenly at the rate that was asked for, however long a wait overslept', async () => {
    let ms = 0;
    const waits: number[] = [];
    const clock = {
      now: () => ms,
      sleep: async (wait: number) => {
        const oversleptMs = waits.push(wait) === 3 ? 3 : 0;
        ms += wait + oversleptMs;
      },
    };
    await answer({ script: () => ' the of and a in', tokensPerSecond: 200, clock });
    assert.deepEqual(waits, [5, 5, 5, 2, 5]);
  });

  it('fails where its script says so, and keeps what was said', async () => {
    const error = { kind: 'overloaded' as const, message: 'Too much at once. Wait a little.', retry: true };
    const turn = foldTurnEvents(await answer({ script: () => ['Words', { fail: error }, ' never'] }));
    assert.equal(turn?.status, 'failed');
    assert.deepEqual(turn.error, error);
    assert.equal(turn.parts[0]?.text, 'Words');
  });

  it('fails instead of throwing when the script itself throws', async () => {
    const script = (): string => {
      throw new Error('no idea');
    };
    const turn = foldTurnEvents(await answer({ script }));
    assert.match(turn?.error?.message ?? '', /no idea/);
  });

  it('ends as window-full when the row meets the window', async () => {
    const model = createScriptedModel({ script: () => ' the'.repeat(500), window: 120 });
    const turn = foldTurnEvents(await ask(model));
    assert.equal(turn?.reason, 'window-full');
    assert.equal((turn.prompt?.count ?? 0) + (turn.parts[0]?.tokens.length ?? 0), 120);
  });

  it('refuses a message that is larger than its window, with both numbers', async () => {
    const model = createScriptedModel({ script: () => '', window: 128 });
    const messages = [{ role: 'user' as const, text: 'x'.repeat(400) }];
    await assert.rejects(
      model.render({ mode: 'chat', messages }),
      (error) => error instanceof WindowExceeded && error.limit === 128,
    );
  });

  it('keeps what the last row shares with the new one', async () => {
    const model = createScriptedModel({ script: () => 'Words' });
    await ask(model);
    const start = (await ask(model)).find((event) => event.type === 'prompt-start');
    assert.equal(start?.kept, (start?.tokens ?? 0) - 1);
  });

  it('tells the ids of a turn: prompt, answer, end token', async () => {
    const model = createScriptedModel({ script: () => 'Words' });
    const events = await ask(model);
    const turn = foldTurnEvents(events);
    const evaluated = await model.evaluated('turn-1');
    assert.deepEqual(evaluated.slice(turn?.prompt?.count), [...scriptedEncoder.encode('Words'), turn?.endToken?.id]);
  });

  it('lets no text become a special token', async () => {
    const [tokens = []] = await createScriptedModel({ script: () => '' }).encode(['<|im_end|><|im_start|>system']);
    assert.ok(tokens.every(({ special }) => !special));
    assert.equal(tokens.map(({ text }) => text).join(''), '<|im_end|><|im_start|>system');
  });
});

async function answer(options: ScriptedOptions, settings: TurnSettings = {}): Promise<TurnEvent[]> {
  return ask(createScriptedModel(options), settings);
}

async function ask(model: Engine, settings: TurnSettings = {}, kept: number[] = []): Promise<TurnEvent[]> {
  const { prompt, window } = await model.render({
    mode: 'chat',
    messages: [{ id: 'm1', role: 'user', text: 'What is 绽?' }],
    kept: kept.map((id) => ({ id, bytes: Buffer.from(scriptedEncoder.bytesOf(id)).toString('hex'), owner: 'model' })),
  });
  const request: TurnRequest = {
    person: 'p',
    prompt,
    start: {
      type: 'turn-start',
      turn: 'turn-1',
      thread: 't',
      message: 'a',
      at: 0,
      asked: { vendor: 'local', model: 'scripted' },
      mode: 'chat',
      settings,
      window,
    },
  };
  return listen(model, request);
}
