/**
 * Where the words of a query stand in a text: marks in UTF-16 units of the text as it was written, although words are
 * compared folded (a folded text may be longer or shorter). Pure.
 */
import { foldText } from './search.terms.ts';

export type Snippet = { text: string; marks: [number, number][] };

/** Units before the first mark and after it. */
const BEFORE = 40;
const AFTER = 120;
const CHUNK = 4096;

/** What NFKC may join to the character before it: marks, half-width voice marks, conjoining letters of Hangul. */
const JOINING = '\\p{M}\\uff9e\\uff9f\\u1100-\\u11ff\\u3131-\\u318e\\ua960-\\ua97f\\ud7b0-\\ud7ff\\uffa0-\\uffdc';
const CLUSTER = new RegExp(`[^${JOINING}][${JOINING}]*|[${JOINING}]+`, 'gsu');
const JOINS = new RegExp(`^[${JOINING}]`, 'u');

/** Text around the first needle, all needles in it marked. Needles are folded; at least one of them must be there. */
export function snippetOf(text: string, needles: readonly string[]): Snippet {
  const at = firstPlace(text, needles);
  const start = clusterStart(text, Math.max(0, at - BEFORE));
  const end = clusterStart(text, Math.min(text.length, at + AFTER));
  const cut = text.slice(start, end);
  const lead = start > 0 ? '…' : '';
  const tail = end < text.length ? '…' : '';
  const marks = marksIn(cut, needles).map(([from, to]): [number, number] => [from + lead.length, to + lead.length]);
  return { text: `${lead}${cut.replace(/[\n\r\t]/g, ' ')}${tail}`, marks };
}

/** All places of the needles, in order, overlapping ones joined. */
export function marksIn(text: string, needles: readonly string[]): [number, number][] {
  const { folded, starts, ends } = foldWithPlaces(text);
  const marks: [number, number][] = [];
  for (const needle of needles) {
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
      marks.push([starts[at] ?? 0, ends[at + needle.length - 1] ?? text.length]);
    }
  }
  return joinOverlaps(marks);
}

function joinOverlaps(marks: [number, number][]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of marks.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** For each unit of the folded text, where its cluster starts and ends in the text. */
function foldWithPlaces(text: string): { folded: string; starts: number[]; ends: number[] } {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const piece = foldText(cluster);
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
    folded += piece;
  }
  return { folded, starts, ends };
}

/** Folds whole chunks up to the one where the first needle begins, and looks at clusters only there: linear and quick. */
function firstPlace(text: string, needles: readonly string[]): number {
  const folded = foldText(text);
  const places = needles.map((needle) => folded.indexOf(needle)).filter((place) => place >= 0);
  let left = Math.min(...places);
  for (let start = 0; start < text.length; ) {
    const end = clusterStart(text, Math.min(text.length, start + CHUNK));
    const { length } = foldText(text.slice(start, end));
    if (left < length) return start + (foldWithPlaces(text.slice(start, end)).starts[left] ?? 0);
    left -= length;
    start = end;
  }
  return 0;
}

/** `at`, or the next place where a cluster starts. */
function clusterStart(text: string, at: number): number {
  let place = at;
  if ((text.charCodeAt(place) & 0xfc00) === 0xdc00) place += 1;
  while (place < text.length && JOINS.test(text.slice(place, place + 2))) place += 1;
  return place;
}
