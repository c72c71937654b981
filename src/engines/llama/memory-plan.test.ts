import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGguf } from './gguf.ts';
import { LETTERS, madeGguf } from './made-gguf.ts';
import { MemoryExceeded, planMemory, tokenBytesOf } from './memory-plan.ts';

const GB = 1e9;
const question = { fileBytes: 1.1 * GB, tokenBytes: 28_672, window: 8192, sequences: 4, freeBytes: 20 * GB };

describe('the plan of memory', () => {
  it('counts the file twice, the window of every sequence, and some margin', () => {
    const { neededBytes } = planMemory(question);
    assert.equal(Math.round(neededBytes), Math.round((2.2 * GB + 4 * 8192 * 28_672) * 1.15));
  });

  it('keeps fewer rows in mind where there is less memory, but one in any case', () => {
    const sequencesIn = (freeGb: number) => planMemory({ ...question, freeBytes: freeGb * GB }).sequences;
    assert.deepEqual([sequencesIn(20), sequencesIn(5), sequencesIn(2.9)], [4, 3, 1]);
  });

  it('refuses what does not fit, with the numbers and the window that would', () => {
    assert.throws(
      () => planMemory({ ...question, freeBytes: 2.6 * GB }),
      (error) =>
        error instanceof MemoryExceeded &&
        /needs 2\.8 GB of memory with a window of 8192 tokens, and 2\.6 GB are free\. A window of 2122 tokens would fit/.test(
          error.message,
        ),
    );
  });

  it('says so when no window would fit', () => {
    assert.throws(() => planMemory({ ...question, freeBytes: 1 * GB }), /No window would fit/);
  });
});

describe('the bytes of a token in the window', () => {
  const ofHeader = (metadata: (typeof LETTERS)['metadata']) => {
    const bytes = madeGguf({ metadata });
    return tokenBytesOf(parseGguf(bytes, bytes.length));
  };

  it('are a key and a value for each head of each layer, two bytes each', () => {
    assert.equal(ofHeader(LETTERS.metadata), 2 * 2 * (4 + 4) * 2);
  });

  it('follow the head size that the file names', () => {
    assert.equal(
      ofHeader({ ...LETTERS.metadata, 'llama.attention.key_length': 8, 'llama.attention.value_length': 8 }),
      2 * 2 * 16 * 2,
    );
  });

  it('take the largest layer where layers differ', () => {
    assert.equal(ofHeader({ ...LETTERS.metadata, 'llama.attention.head_count_kv': [1, 3] }), 2 * 3 * 8 * 2);
  });
});
