/**
 * Reads rows into one sequence, slice after slice through the processor, so that Stop and other turns get in
 * between. Knows no turns.
 *
 * Measured on x86 with llama.cpp's own kernels and values kept as BF16 (`library.ts`): the same logits bit for bit, however
 * the row is cut and with any number of threads.
 */
import type { Candidates, NativeSequence, StepAsk } from './native.ts';
import type { Pace } from './pace.ts';
import type { Processor } from './processor.ts';
import { LEAST_READ } from './sequences.ts';

export type Reader = {
  /** Reads what is left of a row; the candidates after its last token, or undefined when stopped. `onSlice` gets the tokens read so far. */
  readRow(
    ids: readonly number[],
    ask: StepAsk,
    signal: AbortSignal,
    onSlice: (read: number) => void,
  ): Promise<Candidates | undefined>;
  step(id: number, ask: StepAsk): Promise<Candidates>;
};

export function createReader(sequence: NativeSequence, processor: Processor, pace: Pace): Reader {
  return {
    async readRow(ids, ask, signal, onSlice) {
      let candidates: Candidates | undefined;
      for (const { from, to } of slicesOf(ids.length, () => pace.sliceTokens)) {
        if (signal.aborted) return undefined;
        const slice = ids.slice(from, to);
        const evaluate = async () => (to === ids.length ? sequence.step(slice, ask) : void (await sequence.read(slice)));
        candidates = await processor.run(() => pace.time('read', slice.length, evaluate));
        onSlice(to);
      }
      return candidates;
    },
    step: (id, ask) => processor.run(() => pace.time('decode', 1, () => sequence.step([id], ask))),
  };
}

/**
 * Cuts a length into slices, none of which is a single token unless all there is is one.
 * @param most asked before each slice: the speed is known better after each
 */
export function* slicesOf(length: number, most: () => number): Generator<{ from: number; to: number }> {
  for (let from = 0; from < length; ) {
    let to = Math.min(from + most(), length);
    if (length - to === 1 && to - from > LEAST_READ) to--;
    else if (length - to === 1) to++;
    yield { from, to };
    from = to;
  }
}
