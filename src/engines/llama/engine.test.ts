import { engineContract } from '../engine.contract.ts';
import { createLlamaModel } from './engine.ts';
import { TEST_WEIGHTS } from './test-weights.ts';

engineContract(
  'llama',
  async () => {
    const { path, sha256 } = TEST_WEIGHTS;
    const engine = createLlamaModel({ name: 'small', path, snapshot: sha256, window: 2048, sequences: 2, threads: 1 });
    const settings = { temperature: 0 };
    return {
      engine,
      ask: {
        short: { text: 'Say hello.', settings },
        long: { text: 'Write a long story about the sea.', settings: { temperature: 1, seed: 1, minP: 0.05 } },
        'slow-to-read': { text: 'The sea is deep. '.repeat(250), settings },
      },
      close: () => engine.unload(),
    };
  },
  TEST_WEIGHTS.skip,
);
