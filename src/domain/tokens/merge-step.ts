/**
 * Merging again, slow and plain, in the words of the rule: of all neighbours that may be joined take those with the lowest
 * rank, the leftmost first. Says each step, for the page that explains a token; the fast ones are tested against it.
 */
import type { BytePairEncoder } from './byte-pair.ts';

/** One join: at place `at` of the row, `left` and `right` became `id`. */
export type MergeStep = { at: number; left: number; right: number; id: number; rank: number };

export type Merging = {
  /** The ids before any join: a byte or a character each. */
  start: number[];
  steps: MergeStep[];
  /** What is left. */
  ids: number[];
  /** True where the vocabulary has the whole piece, which is then taken without joins. The steps are those that would lead there. */
  isWhole: boolean;
};

/** @param piece one piece of a spelling, as the encoder's cutter cuts it. */
export function mergeSteps(encoder: BytePairEncoder, piece: string): Merging {
  const count = encoder.symbols.read(piece, 0, piece.length, false);
  const start = Array.from(encoder.symbols.ids.subarray(0, count));
  const ids = start.slice();
  const steps: MergeStep[] = [];
  for (let step = lowest(encoder, ids); step; step = lowest(encoder, ids)) {
    steps.push(step);
    ids.splice(step.at, 2, step.id);
  }
  const taken: number[] = [];
  encoder.encodePiece(piece, 0, piece.length, taken);
  return { start, steps, ids: taken, isWhole: encoder.takesWholePieces && taken.length === 1 && start.length > 1 };
}

function lowest({ joins }: BytePairEncoder, ids: readonly number[]): MergeStep | undefined {
  let best: MergeStep | undefined;
  for (let at = 0; at + 1 < ids.length; at++) {
    const left = ids[at] as number;
    const right = ids[at + 1] as number;
    const found = joins.find(left, right);
    if (found < 0 || (best && joins.rankAt(found) >= best.rank)) continue;
    best = { at, left, right, id: joins.madeAt(found), rank: joins.rankAt(found) };
  }
  return best;
}
