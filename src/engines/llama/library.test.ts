import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { getLlama, type LlamaContextSequence, LlamaLogLevel, type Token } from 'node-llama-cpp';
import type { TurnSettings } from '#domain/conversation/turn-event';
import { openFile } from './library.ts';
import type { NativeModel, NativeSequence } from './native.ts';
import { slicesOf } from './reader.ts';
import { distributionOf } from './sampler.ts';
import { TEST_WEIGHTS } from './test-weights.ts';

const TEXT =
  'The sea is deep and wide; the ships are many, and the wind is strong. In the year 1912 a great liner met a mountain of ice. ' +
  'It is said that the sea keeps what it takes, and that the old men of the harbour know its moods. One of them said:';

/** Settings that between them use every rule of the draw. */
const SETTINGS: TurnSettings[] = [
  { temperature: 1 },
  { temperature: 0.3, topP: 0.9, repeatPenalty: 1.1, repeatLastN: 64 },
  { temperature: 0.7, topP: 0.8, topK: 20, repeatPenalty: 1.1 },
  { temperature: 1.5, minP: 0.05, topK: 100 },
];

describe('the library', { skip: TEST_WEIGHTS.skip }, () => {
  let native: NativeModel;
  let own: NativeSequence;
  let other: NativeSequence;
  let theirs: LlamaContextSequence;
  let row: number[];

  before(async () => {
    native = await openFile({ path: TEST_WEIGHTS.path, window: 512, sequences: 2, cores: 2 }, () => {});
    const [first, second] = native.sequences;
    assert.ok(first && second);
    [own, other] = [first, second];
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: 1,
      logLevel: LlamaLogLevel.error,
    });
    const model = await llama.loadModel({ modelPath: TEST_WEIGHTS.path });
    const options = { contextSize: 512, batchSize: 64, threads: 1, experimentalKvCacheValueType: 'BF16' } as const;
    theirs = (await model.createContext(options)).getSequence();
    native.setThreads(1);
    row = native.encode(TEXT);
  });
  after(async () => {
    const { model } = theirs;
    await theirs.context.dispose();
    await model.dispose();
  });

  const ask = { count: 128, withBestLogit: true };

  it('gives the same distribution after the settings as ours, penalties included', async () => {
    for (const settings of SETTINGS) {
      await own.keep(0);
      await theirs.clearHistory();
      const history: number[] = [];
      let next = row;
      for (let step = 0; step < 12; step++) {
        const candidates = await own.step(next, ask);
        const ours = distributionOf(candidates, settings, { history });
        const expected = await libraryDistribution(theirs, next, settings, history);
        // The library's goes over the whole vocabulary where nothing cuts it: compared is the share of the same tokens.
        const share = ours.reduce((sum, { id }) => sum + (expected.get(id as Token) ?? 0), 0);
        const most = Math.max(...ours.map(({ id, p }) => Math.abs(p - (expected.get(id as Token) ?? 0) / share)));
        assert.ok(most < 1e-5, `step ${step} of ${JSON.stringify(settings)}: ${most}`);
        assert.ok(share > 0.5, 'the same tokens are left');
        const id = candidates.ids[step % 3] ?? 0;
        history.push(id);
        next = [id];
      }
    }
  });

  it('gives the same logits bit for bit however a row is cut into slices of 2 to 63 tokens', async () => {
    const cut = async (most: number) => {
      await own.keep(0);
      const slices = [...slicesOf(row.length, () => most)];
      for (const { from, to } of slices.slice(0, -1)) await own.read(row.slice(from, to));
      return own.step(row.slice(slices.at(-1)?.from), ask);
    };
    const whole = await cut(32);
    for (const most of [2, 3, 7, 16, 31, 48, 63]) assert.deepEqual(await cut(most), whole, `slices of ${most}`);
  });

  it('gives the same logits bit for bit with one thread and two, token by token and in slices, past 256 tokens', async () => {
    const long = Array.from({ length: 262 }, (_, at) => row[at % row.length] ?? 0);
    const [before, steps] = [long.slice(0, 258), long.slice(258)];
    await own.keep(0);
    for (const { from, to } of slicesOf(before.length, () => 32)) await own.read(before.slice(from, to));
    const stepped = async (threads: number) => {
      await own.keep(before.length);
      native.setThreads(threads);
      let last: unknown;
      for (const id of steps) last = await own.step([id], ask);
      return last;
    };
    const one = await stepped(1);
    const two = await stepped(2);
    native.setThreads(1);
    await own.keep(before.length);
    assert.deepEqual([two, await own.step(steps, ask)], [one, one]);
  });

  it('gives the same logits whatever another sequence has in mind', async () => {
    await own.keep(0);
    await other.keep(0);
    const alone = await own.step(row.slice(0, 30), ask);
    await other.read(row.slice(10, 40));
    await own.keep(20);
    assert.deepEqual(await own.step(row.slice(20, 30), ask), alone);
  });

  it('gives candidates best first, with probabilities that sum to one', async () => {
    await own.keep(0);
    const { ids, logprobs } = await own.step(row, ask);
    assert.equal(new Set(ids).size, 128);
    assert.deepEqual(
      logprobs,
      logprobs.toSorted((a, b) => b - a),
    );
    assert.ok(Math.abs(logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0) - 1) < 1e-5);
  });

  it('gives upper bounds: over the whole vocabulary the same tokens are less probable by the same factor', async () => {
    await own.keep(0);
    const { ids, logprobs } = await own.step(row, ask);
    await own.keep(0);
    await own.read(row.slice(0, -2));
    const [, exact] = await own.weigh(row.slice(-2), []);
    const gaps = (exact?.best ?? []).map(({ id, logprob }) => (logprobs[ids.indexOf(id)] ?? 0) - logprob);
    assert.equal(gaps.length, 10);
    assert.ok(
      gaps.every((gap) => gap > 0 && Math.abs(gap - (gaps[0] ?? 0)) < 1e-5),
      gaps.join(' '),
    );
  });

  it('weighs a row exactly as the library does over its whole vocabulary, rare tokens too', async () => {
    const length = 12;
    const following = row.slice(1, length + 1).map((id, at) => (at % 4 === 3 ? (id * 7919) % native.vocabulary : id));
    await own.keep(0);
    const weighings = await own.weigh(row.slice(0, length), following);
    await theirs.clearHistory();
    const generateNext = { probabilities: true, options: { temperature: 0 } };
    const outputs = await theirs.controlledEvaluate(
      row.slice(0, length).map((id): [Token, object] => [id as Token, { generateNext }]),
    );
    weighings.forEach(({ logprob = 0, best }, place) => {
      const whole = outputs[place]?.next.probabilities ?? new Map<Token, number>();
      assert.equal(whole.size, native.vocabulary);
      assert.ok(Math.abs(logprob - Math.log(whole.get(following[place] as Token) ?? 0)) < 1e-4);
      const expected = [...whole].slice(0, 10);
      best.forEach((one, at) => {
        assert.ok(Math.abs(one.logprob - Math.log(expected[at]?.[1] ?? 0)) < 1e-4);
      });
    });
  });

  it('evaluates what it is given and nothing else', async () => {
    await own.keep(0);
    await own.read(row.slice(0, 8));
    await own.step(row.slice(8, 9), ask);
    assert.deepEqual([...own.evaluated()], row.slice(0, 9));
    await own.keep(4);
    assert.deepEqual([...own.evaluated()], row.slice(0, 4));
  });

  it('never lets tokens leave the window of its own accord', async () => {
    await own.keep(0);
    const long = Array.from({ length: 800 }, (_, at) => row[at % row.length] ?? 0);
    await assert.rejects(own.read(long), /nothing may leave it unseen/);
  });
});

/** What the library itself would draw from after a row. */
async function libraryDistribution(sequence: LlamaContextSequence, ids: number[], settings: TurnSettings, history: number[]) {
  const { temperature = 0, topK = 0, topP = 1, minP = 0, repeatPenalty, repeatLastN = 64 } = settings;
  const answers = sequence.evaluateWithMetadata(
    ids as Token[],
    { probabilities: true },
    {
      ...{ temperature, topK, topP, minP, seed: 1 },
      ...(repeatPenalty !== undefined && {
        repeatPenalty: { penalty: repeatPenalty, punishTokens: history.slice(-repeatLastN) as Token[] },
      }),
    },
  );
  const { value } = await answers.next();
  await answers.return();
  return value?.probabilities ?? new Map<Token, number>();
}
