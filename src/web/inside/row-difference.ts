/**
 * What two rows have in common: what of an earlier prompt was kept, where it stands now, what is new, and what went.
 * Compares ids (bytes where ids are unpublished); knows nothing of caches or drawing.
 */
import type { RowToken } from '#domain/tokens/token';
import { ownersOf } from './section.ts';

/** `kept`: same token at the same place since the beginning (a cache can hold it). `moved`: same words, another place. */
export type Fate = 'kept' | 'moved' | 'new';

export type RowDifference = {
  /** One for each token of the later row. */
  fates: Fate[];
  counts: Record<Fate, number>;
  /** Stretches of the earlier row that are gone, in order. */
  gone: { message?: string; tokens: number; first: number }[];
};

export function compareRows(earlier: readonly RowToken[], later: readonly RowToken[]): RowDifference {
  const fates: Fate[] = new Array(later.length).fill('new');
  const isStill = new Uint8Array(earlier.length);
  let prefix = 0;
  while (prefix < earlier.length && prefix < later.length && isSame(earlier[prefix], later[prefix])) {
    fates[prefix] = 'kept';
    isStill[prefix++] = 1;
  }
  matchMessages(earlier, later, prefix, fates, isStill);
  const counts: Record<Fate, number> = { kept: 0, moved: 0, new: 0 };
  for (const fate of fates) counts[fate]++;
  return { fates, counts, gone: goneOf(earlier, isStill) };
}

function isSame(a: RowToken | undefined, b: RowToken | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.bytes === b.bytes;
}

/**
 * After the common beginning a message is found again as a whole: by its name, then by its tokens from both ends. An
 * answer that has become history stands in its template now, and stood after it before: words are matched to words first.
 */
function matchMessages(
  earlier: readonly RowToken[],
  later: readonly RowToken[],
  from: number,
  fates: Fate[],
  isStill: Uint8Array,
): void {
  const old = runsOf(earlier, from);
  const byMessage = new Map(old.filter((run) => run.message !== undefined).map((run) => [run.message, run]));
  for (const run of runsOf(later, from)) {
    const match = run.message === undefined ? undefined : byMessage.get(run.message);
    if (!match) continue;
    byMessage.delete(run.message);
    const before = wordsIn(earlier, match);
    const now = wordsIn(later, run);
    const shorter = Math.min(match.end - before, run.end - now);
    let head = 0;
    while (head < shorter && isSame(earlier[before + head], later[now + head])) mark(before + head, now + head++);
    for (let tail = 1; tail <= shorter - head && isSame(earlier[match.end - tail], later[run.end - tail]); tail++)
      mark(match.end - tail, run.end - tail);
    for (let back = 1; now - back >= run.first && before - back >= from && !isStill[before - back]; back++) {
      if (!isSame(earlier[before - back], later[now - back])) break;
      mark(before - back, now - back);
    }
  }
  function mark(before: number, now: number): void {
    isStill[before] = 1;
    fates[now] = 'moved';
  }
}

/** Where the words of a message begin, behind what the template puts before them. */
function wordsIn(tokens: readonly RowToken[], { first, end }: Run): number {
  let at = first;
  while (at < end && isTemplate(tokens[at])) at++;
  return at < end ? at : first;
}

const isTemplate = (token: RowToken | undefined): boolean =>
  token !== undefined && ownersOf(token).every((one) => one === 'template');

type Run = { message?: string; first: number; end: number };

/** Neighbouring tokens of one message. */
function runsOf(tokens: readonly RowToken[], from: number): Run[] {
  const runs: Run[] = [];
  for (let at = from; at < tokens.length; at++) {
    const message = tokens[at]?.message;
    const last = runs.at(-1);
    if (last && last.message === message) last.end = at + 1;
    else runs.push({ first: at, end: at + 1, ...(message !== undefined && { message }) });
  }
  return runs;
}

function goneOf(earlier: readonly RowToken[], isStill: Uint8Array): RowDifference['gone'] {
  const gone: RowDifference['gone'] = [];
  for (const run of runsOf(earlier, 0)) {
    let tokens = 0;
    let first = -1;
    for (let at = run.first; at < run.end; at++) {
      if (isStill[at]) continue;
      tokens++;
      if (first < 0) first = at;
    }
    if (tokens > 0) gone.push({ tokens, first, ...(run.message !== undefined && { message: run.message }) });
  }
  return gone;
}
