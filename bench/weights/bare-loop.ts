/** A bare node-llama-cpp loop on a file: what decoding and reading cost without anything of ours. */
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { speedOf } from './speed.ts';

export type BareLoop = {
  /** Tokens a second of an answer. */
  decode(text: string, tokens: number): Promise<number>;
  /** Tokens a second of reading a text. */
  read(text: string): Promise<number>;
  loadMs: number;
  end(): Promise<void>;
};

export async function openBareLoop(modelPath: string, threads: number): Promise<BareLoop> {
  const began = performance.now();
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: 4096, threads });
  const sequence = context.getSequence();
  return {
    loadMs: performance.now() - began,
    async decode(text, tokens) {
      await sequence.clearHistory();
      const times: number[] = [];
      for await (const _ of sequence.evaluate(model.tokenize(text, false), { temperature: 0, yieldEogToken: true })) {
        times.push(performance.now());
        if (times.length === tokens) break;
      }
      return speedOf(times);
    },
    async read(text) {
      await sequence.clearHistory();
      const ids = model.tokenize(text, false);
      const from = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens(ids);
      return (ids.length / (performance.now() - from)) * 1000;
    },
    async end() {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}
