import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProcessor } from './processor.ts';

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the processor', () => {
  it('never runs two calls at the same time, and keeps their order', async () => {
    const processor = createProcessor();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await pause();
      log.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => processor.run(work(name))));
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('lets two loops take turns, a call each', async () => {
    const processor = createProcessor();
    const log: string[] = [];
    const loop = async (name: string) => {
      for (let at = 0; at < 3; at++) await processor.run(async () => void log.push(name));
    };
    await Promise.all([loop('a'), loop('b')]);
    assert.equal(log.join(''), 'ababab');
  });

  it('goes on after a call that failed, and tells who made it', async () => {
    const processor = createProcessor();
    const failed = processor.run(async () => Promise.reject(new Error('no')));
    assert.equal(await processor.run(async () => 'yes'), 'yes');
    await assert.rejects(failed, /no/);
  });
});
