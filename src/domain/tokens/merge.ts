/**
 * Merging: of all neighbours that may be joined, those with the lowest rank are, the leftmost first, until none are left.
 * Twice over: a plain loop for short pieces, and a linked list with a queue by rank for long ones, where the loop is quadratic.
 * Both work in place and return how many ids are left. Knows neither text nor bytes.
 */
import type { JoinFinder } from './join.ts';
import { RankQueue } from './rank-queue.ts';

/** Above this many ids the queue is faster. */
export const SHORT = 128;

const NONE = 0x7fffffff;

const ranks = new Int32Array(SHORT);
const slots = new Int32Array(SHORT);

/** @param ids the piece's first ids; merged where they stand. @param length how many of them, at most SHORT for `mergeShort`. */
export function merge(ids: Int32Array, length: number, joins: JoinFinder): number {
  return length <= SHORT ? mergeShort(ids, length, joins) : mergeLong(ids, length, joins);
}

export function mergeShort(ids: Int32Array, length: number, joins: JoinFinder): number {
  for (let at = 0; at + 1 < length; at++) lookAt(at, ids, joins);
  let left = length;
  while (left > 1) {
    let lowest = NONE;
    let best = 0;
    for (let at = 0; at + 1 < left; at++) {
      if ((ranks[at] as number) < lowest) {
        lowest = ranks[at] as number;
        best = at;
      }
    }
    if (lowest === NONE) break;
    ids[best] = joins.madeAt(slots[best] as number);
    left--;
    for (let at = best + 1; at < left; at++) {
      ids[at] = ids[at + 1] as number;
      ranks[at] = ranks[at + 1] as number;
      slots[at] = slots[at + 1] as number;
    }
    if (best > 0) lookAt(best - 1, ids, joins);
    if (best + 1 < left) lookAt(best, ids, joins);
  }
  return left;
}

function lookAt(at: number, ids: Int32Array, joins: JoinFinder): void {
  const slot = joins.find(ids[at] as number, ids[at + 1] as number);
  slots[at] = slot;
  ranks[at] = slot < 0 ? NONE : joins.rankAt(slot);
}

export function mergeLong(ids: Int32Array, length: number, joins: JoinFinder): number {
  const after = new Int32Array(length);
  const before = new Int32Array(length);
  /** What each place and the one after it would become, as `joins` numbers it. */
  const foundAt = new Int32Array(length).fill(-1);
  const queue = new RankQueue();
  for (let at = 0; at < length; at++) {
    after[at] = at + 1;
    before[at] = at - 1;
  }
  const look = (at: number): void => {
    const next = after[at] as number;
    const found = next < length ? joins.find(ids[at] as number, ids[next] as number) : -1;
    foundAt[at] = found;
    if (found >= 0) queue.push(joins.rankAt(found), at);
  };
  for (let at = 0; at + 1 < length; at++) look(at);
  for (let at = queue.pop(); at >= 0; at = queue.pop()) {
    const found = foundAt[at] as number;
    if (found < 0 || joins.rankAt(found) !== queue.rank) continue; // The neighbours have changed since.
    const next = after[at] as number;
    const beyond = after[next] as number;
    ids[at] = joins.madeAt(found);
    foundAt[next] = -1;
    after[at] = beyond;
    if (beyond < length) before[beyond] = at;
    look(at);
    if ((before[at] as number) >= 0) look(before[at] as number);
  }
  let left = 0;
  for (let at = 0; at < length; at = after[at] as number) ids[left++] = ids[at] as number;
  return left;
}
