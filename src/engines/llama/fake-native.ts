/**
 * A model without a file, for tests: what follows a row is a function of the row alone, and every call is written
 * down. Letters are its tokens; 0 ends an answer.
 */
import { chanceAt } from '../chance.ts';
import { type Candidates, type NativeModel, type NativeSequence, WEIGHED } from './native.ts';
import type { Vocabulary } from './vocabulary.ts';

export const FAKE_VOCABULARY = 40;

export type FakeNative = NativeModel & {
  /** Calls in order: `read 0 1-8` = sequence 0 read 8 tokens, from the one at place 1. */
  calls: string[];
  /** Before each call; a test may wait or throw here. */
  beforeCall: (call: string) => Promise<void> | void;
};

export function fakeNative({ sequences = 2, endsAfter = Number.POSITIVE_INFINITY } = {}): FakeNative {
  const fake: FakeNative = {
    vocabulary: FAKE_VOCABULARY,
    calls: [],
    beforeCall: () => {},
    sequences: Array.from({ length: sequences }, (_, at) => fakeSequence(at)),
    encode: (text) => [...text].map((letter) => 1 + ((letter.codePointAt(0) ?? 0) % (FAKE_VOCABULARY - 1))),
    isEnd: (id) => id === 0,
    setThreads: (count) => void fake.calls.push(`threads ${count}`),
  };
  return fake;

  function fakeSequence(number: number): NativeSequence {
    let row: number[] = [];
    async function note(what: string, ids: readonly number[]): Promise<void> {
      const call = `${what} ${number} ${row.length}-${row.length + ids.length}`;
      fake.calls.push(call);
      await fake.beforeCall(call);
      row = [...row, ...ids];
    }
    return {
      evaluated: () => row,
      get length() {
        return row.length;
      },
      async keep(length) {
        fake.calls.push(`keep ${number} ${length}`);
        row = row.slice(0, length);
      },
      read: (ids) => note('read', ids),
      async step(ids, { count, withBestLogit }) {
        await note('step', ids);
        return { ...fakeCandidates(row, count, endsAfter), ...(withBestLogit && { bestLogit: 5 }) };
      },
      async weigh(ids, following) {
        const before = row;
        await note('weigh', ids);
        return ids.map((_, place) => {
          const all = fakeCandidates([...before, ...ids.slice(0, place + 1)], FAKE_VOCABULARY, endsAfter);
          const logprob = all.logprobs[all.ids.indexOf(following[place] ?? -1)];
          const best = all.ids.slice(0, WEIGHED).map((id, at) => ({ id, logprob: all.logprobs[at] ?? 0 }));
          return { best, ...(logprob !== undefined && { logprob }) };
        });
      },
    };
  }
}

/** What may follow a row. */
export function fakeCandidates(row: readonly number[], count: number, endsAfter = Number.POSITIVE_INFINITY): Candidates {
  const seed = row.reduce((sum, id, at) => (sum * 31 + id + at) | 0, 7);
  const weights = Array.from({ length: FAKE_VOCABULARY }, (_, id) => {
    if (id === 0) return row.length >= endsAfter ? 1000 : 0;
    return chanceAt(seed, id) ** 4;
  });
  const best = weights
    .map((weight, id) => ({ id, weight }))
    .sort((a, b) => b.weight - a.weight || a.id - b.id)
    .slice(0, count);
  const sum = best.reduce((total, { weight }) => total + weight, 0);
  return { ids: best.map(({ id }) => id), logprobs: best.map(({ weight }) => Math.log(weight / sum)) };
}

export const fakeVocabulary: Vocabulary = {
  name: 'fake',
  size: FAKE_VOCABULARY,
  bytesOf: (id) => Uint8Array.of(64 + id),
  hexOf: (id) => (64 + id).toString(16),
  specials: [{ id: 0, text: '@' }],
  isSpecial: (id) => id === 0,
};
