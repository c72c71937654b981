import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { engineContract, listen } from '../engine.contract.ts';
import { ModelUnusable, type TurnRequest, WindowExceeded } from '../engine.ts';
import type { LocalModel } from '../local-model.ts';
import { createLlamaModel, type LlamaOptions } from './engine.ts';
import { LETTERS, madeGguf } from './made-gguf.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oriel-crash-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const models: LocalModel[] = [];
afterEach(() => Promise.all(models.splice(0).map((model) => model.unload())));

/** A model over the child without native code; its fate is the name of its file. */
async function modelWith(fate: string, options: Partial<LlamaOptions> = {}): Promise<LocalModel> {
  const path = join(folder, `${fate}.gguf`);
  await writeFile(path, madeGguf(LETTERS));
  const entry = new URL('./fake-child.ts', import.meta.url);
  const model = createLlamaModel({ name: fate, path, snapshot: 'f'.repeat(64), entry, threads: 1, pausesMs: [0], ...options });
  models.push(model);
  return model;
}

let turns = 0;
async function requestOf(model: LocalModel, text = 'HELLO', person = 'ada'): Promise<TurnRequest> {
  const { prompt, window } = await model.render({ mode: 'chat', messages: [{ id: 'm', role: 'user', text }] });
  return {
    person,
    prompt,
    start: {
      type: 'turn-start',
      turn: `turn-${++turns}`,
      thread: 't',
      message: 'a',
      at: 0,
      asked: { vendor: 'local', model: model.name },
      mode: 'chat',
      settings: {},
      window,
    },
  };
}

async function ask(model: LocalModel): Promise<Turn | null> {
  return foldTurnEvents(await listen(model, await requestOf(model)));
}

engineContract('the engine over a child without native code', async () => {
  folder ||= await mkdtemp(join(tmpdir(), 'oriel-crash-'));
  const engine = await modelWith('slow');
  models.length = 0;
  const settings = {};
  return {
    engine,
    ask: {
      short: { text: 'HELLO', settings },
      long: { text: 'A', settings },
      'slow-to-read': { text: 'SLOW'.repeat(90), settings },
    },
    close: () => engine.unload(),
  };
});

describe('when the child dies in an answer', () => {
  it('the turn fails with what ended it and its last line, and keeps what it had', async () => {
    const turn = await ask(await modelWith('crash'));
    assert.equal(turn?.status, 'failed');
    assert.equal(turn.error?.retry, true);
    assert.match(turn.error?.message ?? '', /ended by SIGKILL \("GGML_ASSERT\(n_tokens > 0\) failed"\)\. .*try again\.$/);
    assert.equal(turn.parts[0]?.tokens.length, 3);
  });

  it('the next turn starts it again', async () => {
    const model = await modelWith('crash');
    const states: string[] = [];
    model.onState(({ state }) => states.push(state));
    await ask(model);
    await ask(model);
    assert.deepEqual(
      states.filter((state, at) => state !== states[at - 1]),
      ['loading', 'ready', 'failed', 'loading', 'ready', 'failed'],
    );
  });

  it('three times in a row, the file is set aside with a sentence', async () => {
    const model = await modelWith('crash');
    for (let time = 0; time < 3; time++) await ask(model);
    await assert.rejects(model.load(), /crashed 3 times in a row within five minutes and is set aside/);
  });

  it('turns that wait in the queue go on', async () => {
    const model = await modelWith('crash', { turns: 1 });
    const [first, second] = await Promise.all([requestOf(model), requestOf(model, 'BYE', 'bob')]);
    const [one, two] = (await Promise.all([listen(model, first), listen(model, second)])).map((events) => foldTurnEvents(events));
    assert.match(one?.error?.message ?? '', /SIGKILL/);
    assert.match(two?.error?.message ?? '', /SIGKILL/);
    assert.ok((two?.parts[0]?.tokens.length ?? 0) > 0, 'the second had its own child');
  });

  it('an answer to its end clears the count', async () => {
    const model = await modelWith('letters');
    for (let time = 0; time < 4; time++) {
      const events: TurnEvent[] = [];
      for await (const event of model.answer(await requestOf(model), new AbortController().signal)) events.push(event);
      assert.equal(foldTurnEvents(events)?.status, 'ended');
      await model.unload();
    }
  });
});

describe('when the child cannot load the file', () => {
  it('because it dies over it, loading is refused with the reason', async () => {
    const model = await modelWith('crash-at-load');
    await assert.rejects(
      model.load(),
      (error) => error instanceof ModelUnusable && /crash-at-load cannot be used: .* SIGKILL/.test(error.message),
    );
    assert.equal(model.state.state, 'failed');
  });

  it('because it is cut short, the sentence says so and no crash is counted', async () => {
    const path = join(folder, 'cut.gguf');
    await writeFile(path, madeGguf(LETTERS).subarray(0, 600));
    const entry = new URL('./fake-child.ts', import.meta.url);
    const model = createLlamaModel({ name: 'cut', path, snapshot: '0', entry });
    for (let time = 0; time < 4; time++) await assert.rejects(model.load(), /cut cannot be used: The file ends after 600 bytes/);
  });

  it('because it is not there, the sentence names the path', async () => {
    const entry = new URL('./fake-child.ts', import.meta.url);
    const model = createLlamaModel({ name: 'gone', path: join(folder, 'gone.gguf'), snapshot: '0', entry });
    await assert.rejects(model.load(), /gone\.gguf/);
  });
});

describe('when the child hangs', () => {
  it('in a loop, it is ended after its silence, with a sentence', async () => {
    const turn = await ask(await modelWith('hang', { silenceMs: 2500 }));
    assert.match(turn?.error?.message ?? '', /gave no sign of life for 3 s and was ended/);
  });

  it('in one native call, a stop still ends the turn at once', async () => {
    const model = await modelWith('stuck');
    const stop = new AbortController();
    const turn = foldTurnEvents(await listen(model, await requestOf(model), stop, ({ type }) => type === 'part-delta'));
    assert.equal(turn?.status, 'stopped');
  });
});

describe('the engine', () => {
  it('ends a turn as failed when the model throws, and goes on', async () => {
    const model = await modelWith('throw');
    const turn = await ask(model);
    assert.match(turn?.error?.message ?? '', /The model could not go on: the batch was refused\./);
    assert.equal(model.state.state, 'ready');
  });

  it('tells a turn that waits its place in the queue', async () => {
    const model = await modelWith('slow', { turns: 1 });
    const requests = await Promise.all(['A', 'B', 'C'].map((person) => requestOf(model, 'HELLO', person)));
    const all = await Promise.all(requests.map((request) => listen(model, request)));
    const places = all.map((events) =>
      events.flatMap((event) => (event.type === 'notice' && event.code === 'queued' ? [event.detail] : [])),
    );
    assert.deepEqual(places, [[], ['1'], ['2', '1']]);
  });

  it('lets two turns share the machine', async () => {
    const model = await modelWith('slow', { turns: 2 });
    const requests = await Promise.all(['A', 'B'].map((person) => requestOf(model, 'HELLO', person)));
    const order: string[] = [];
    const hear = async (request: TurnRequest) => {
      for await (const event of model.answer(request, new AbortController().signal))
        if (event.type === 'part-delta') order.push(request.person);
    };
    await Promise.all(requests.map(hear));
    assert.ok(order.indexOf('B') < order.lastIndexOf('A') && order.indexOf('A') < order.lastIndexOf('B'), order.join(''));
  });

  it('keeps what the last turn read, and says how much', async () => {
    const model = await modelWith('letters');
    await ask(model);
    const turn = await ask(model);
    assert.equal(turn?.prompt?.kept, (turn?.prompt?.tokens ?? 0) - 2);
  });

  it('knows by the child what was evaluated for a turn: the prompt as sent, then the answer with its end token', async () => {
    const model = await modelWith('letters');
    const request = await requestOf(model);
    const turn = foldTurnEvents(await listen(model, request));
    assert.deepEqual(await model.evaluated(request.start.turn), [
      ...request.prompt.tokens.map(({ id }) => id),
      ...(turn?.parts[0]?.tokens.map(({ id }) => id) ?? []),
      turn?.endToken?.id,
    ]);
  });

  it('refuses a message larger than the window as the contract names it', async () => {
    const model = await modelWith('letters');
    await assert.rejects(requestOf(model, 'X'.repeat(600)), (error) => error instanceof WindowExceeded && error.limit === 512);
  });

  it('frees the child when it is unloaded, and loads again when it is asked', async () => {
    const model = await modelWith('letters');
    await model.load();
    await model.unload();
    assert.equal(model.state.state, 'unloaded');
    assert.equal((await ask(model))?.status, 'ended');
  });

  it('is unloaded, not failed, when it is unloaded while it loads', async () => {
    const model = await modelWith('letters');
    const loading = model.load();
    const refused = assert.rejects(loading, /letters was unloaded while it was loading\. Ask again\./);
    await model.unload();
    await refused;
    assert.equal(model.state.state, 'unloaded');
    assert.equal((await ask(model))?.status, 'ended');
  });

  it('gives the child up when nobody has asked for a while', async () => {
    const model = await modelWith('letters', { idleMs: 50 });
    const { promise, resolve } = Promise.withResolvers<void>();
    model.onState(({ state }) => state === 'unloaded' && resolve());
    await model.load();
    await promise;
    assert.equal(model.state.state, 'unloaded');
  });

  it('ends turns as failed when it is unloaded under them', async () => {
    const model = await modelWith('slow');
    const events: TurnEvent[] = [];
    for await (const event of model.answer(await requestOf(model), new AbortController().signal)) {
      if (event.type === 'part-delta') void model.unload();
      events.push(event);
    }
    assert.equal(foldTurnEvents(events)?.status, 'failed');
  });

  it('says the exact probabilities of a row, and stops when nobody wants them', async () => {
    const model = await modelWith('letters');
    const exact = await model.exact([1, 2, 3, 4], new AbortController().signal);
    assert.deepEqual([exact.length, exact[0], typeof exact[3]?.logprob], [4, {}, 'number']);
    await assert.rejects(model.exact([1, 2, 3], AbortSignal.abort(new Error('gone'))), /gone/);
  });

  it('lists the ordinary tokens of texts, and tells facts', async () => {
    const model = await modelWith('letters');
    const [tokens = []] = await model.encode(['AB']);
    assert.deepEqual(
      tokens.map(({ owner }) => owner),
      ['person', 'person'],
    );
    assert.equal((await model.facts()).name, 'Letters');
  });
});
