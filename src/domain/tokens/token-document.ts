/**
 * A text that is edited or grows, whose tokens are always those of a full encode: what a composer and a stream need. Only
 * the pieces that an edit can touch are cut and merged again. Knows neither pages nor streams.
 *
 * Why that is exact: from a border of a piece the later pieces depend only on the text after it, so cutting may begin at
 * any border far enough before the edit, and may end at the first new border after it that is an old one, moved. How far
 * is enough: a cutter looks past its piece by `reach` units, or to the end of one run of white space or of capitals.
 */
import type { BytePairEncoder } from './byte-pair.ts';
import { classAt, NEWLINE, SPACE } from './character-class.ts';
import { type Piece, PieceRow, type Place } from './piece-row.ts';

/** What an edit did to the row: from token `at` on, `removed` of the old ones gave way to `ids`. */
export type Change = { at: number; removed: number; ids: number[] };

/** How many old pieces behind an edit are cut again at first. */
const LOOK_AHEAD = 6;

/** A run of white space is at most three pieces. */
const LONGEST_BLANK = 3;

export class TokenDocument {
  readonly #encoder: BytePairEncoder;
  readonly #opening: 0 | 1;
  #row = new PieceRow();
  /** The text itself while the encoder would compose some of it: then every edit is a full encode. */
  #raw: string | undefined;
  /** The first half of a character whose second half has not come yet. */
  #held = '';

  constructor(encoder: BytePairEncoder, text = '') {
    this.#encoder = encoder;
    this.#opening = encoder.opensWithSpace ? 1 : 0;
    if (text !== '') this.edit(0, 0, text);
  }

  /** Number of tokens. */
  get count(): number {
    return this.#row.count;
  }

  /** Length of the text in UTF-16 units. */
  get length(): number {
    return this.#raw?.length ?? Math.max(0, this.#row.length - this.#opening);
  }

  get text(): string {
    return this.#raw ?? this.#row.text.slice(this.#opening);
  }

  /** All tokens, in order. */
  ids(): number[] {
    return this.#row.ids();
  }

  /** The pieces of the spelling from the one before unit `from` on; `tokens` are before it. */
  pieces(from = 0): Generator<{ start: number; tokens: number; piece: Readonly<Piece> }> {
    return this.#row.from(this.#row.find(from));
  }

  /** More text at the end, as a stream brings it: half a character at its end waits for the next. */
  append(text: string): Change {
    const whole = this.#held + text;
    const endsInHalf = (whole.charCodeAt(whole.length - 1) & 0xfc00) === 0xd800;
    this.#held = endsInHalf ? whole.slice(-1) : '';
    return this.edit(this.length, this.length, endsInHalf ? whole.slice(0, -1) : whole);
  }

  /** The stream has ended: a half that still waits is text. */
  finish(): Change {
    const rest = this.#held;
    this.#held = '';
    return this.edit(this.length, this.length, rest);
  }

  /** Units `from` to `to` of the text give way to `insert`. Throws RangeError outside the text. */
  edit(from: number, to: number, insert: string): Change {
    if (!(from >= 0 && from <= to && to <= this.length))
      throw new RangeError(`There is no text from ${from} to ${to}: the text has ${this.length} units.`);
    const leavesNothing = to - from === this.length && insert === '';
    if (leavesNothing || this.#row.length === 0 || this.#raw !== undefined || this.#composes(from, to, insert)) {
      const text = this.text;
      return this.#setAll(text.slice(0, from) + insert + text.slice(to));
    }
    return this.#splice(from + this.#opening, to + this.#opening, insert);
  }

  /** Whether the encoder would compose characters after the edit. One below U+0300 is never composed with any before it. */
  #composes(from: number, to: number, insert: string): boolean {
    if (!this.#encoder.normalises) return false;
    let start = Math.max(0, from - 1);
    let end = to;
    for (let step = 16; start > 0 && !isApart(this.#row.slice(start, start + 1)); step *= 2) start = Math.max(0, start - step);
    for (let step = 16; end < this.length && !isApart(this.#row.slice(end, end + 1)); step *= 2)
      end = Math.min(this.length, end + step);
    const text = this.#row.slice(start, from) + insert + this.#row.slice(to, end);
    return text.normalize('NFC') !== text;
  }

  #setAll(text: string): Change {
    const removed = this.#row.count;
    this.#row = new PieceRow();
    this.#raw = this.#encoder.normalises && text.normalize('NFC') !== text ? text : undefined;
    return { ...this.#splice(0, 0, this.#encoder.spelling(text)), removed };
  }

  /** The edit itself, in units of the spelling. */
  #splice(from: number, to: number, insert: string): Change {
    const first = this.#backUp(from);
    const moved = insert.length - (to - from);
    for (let lookAhead = LOOK_AHEAD; ; lookAhead *= 2) {
      const old = this.#row.take(first, to, lookAhead);
      let end = first.start;
      for (const { length } of old) end += length;
      const text = this.#row.slice(first.start, from, first) + insert + this.#row.slice(to, end, first);
      const ends = this.#cut(text);
      const isRest = end === this.#row.length;
      const trusted = isRest ? ends.length : safeBorders(text, ends, this.#encoder.reach);
      const same = sameBorder(old, ends, trusted, from + insert.length - first.start, moved);
      if (same) return this.#replace(first, old.slice(0, same.old), text, ends.slice(0, same.new));
      if (isRest) return this.#replace(first, old, text, ends);
    }
  }

  /** A border before `from` that no change from there on can move: two pieces, a run of white space and one piece back, and `reach`. */
  #backUp(from: number): Place {
    let place = this.#row.find(from);
    let blank = LONGEST_BLANK;
    for (let back = 3; back > 0 || from - place.start < this.#encoder.reach; ) {
      const before = this.#row.before(place);
      if (!before) return place;
      if (back === 1 && blank > 0 && isBlank(this.#row.slice(before.start, place.start, before))) blank--;
      else back--;
      place = before;
    }
    return place;
  }

  #cut(text: string): number[] {
    const ends: number[] = [];
    for (let at = 0; at < text.length; ends.push(at)) at = this.#encoder.cutter(text, at, text.length);
    return ends;
  }

  #replace(first: Place, old: Piece[], text: string, ends: number[]): Change {
    const pieces: Piece[] = [];
    const all: number[] = [];
    let at = 0;
    for (const end of ends) {
      const ids: number[] = [];
      this.#encoder.encodePiece(text, at, end, ids);
      pieces.push({ length: end - at, ids });
      for (const id of ids) all.push(id);
      at = end;
    }
    this.#row.replace(first, old.length, pieces, text.slice(0, at));
    return { at: first.tokens, removed: old.reduce((sum, piece) => sum + piece.ids.length, 0), ids: all };
  }
}

/**
 * The first border behind an edit that is one before and after it: numbers of the pieces that end there, old and new.
 * @param trusted how many of the new borders are sure. @param changed where the edit ends. @param moved by how much what follows has moved.
 */
function sameBorder(
  old: readonly Piece[],
  ends: readonly number[],
  trusted: number,
  changed: number,
  moved: number,
): { old: number; new: number } | undefined {
  let border = 0;
  let passed = 0;
  for (let at = 0; at < trusted; at++) {
    const end = ends[at] as number;
    if (end < changed) continue;
    while (passed < old.length && border < end - moved) border += (old[passed++] as Piece).length;
    if (border === end - moved) return { old: passed, new: at + 1 };
  }
  return undefined;
}

/**
 * How many of the borders of a stretch stand fast whatever follows the stretch: those with `reach` units and, before the
 * last piece, two pieces after them that are not white space, so that runs of white space and capitals have ended.
 */
function safeBorders(text: string, ends: readonly number[], reach: number): number {
  let filled = 0;
  for (let at = ends.length - 2; at >= 0; at--) {
    const end = ends[at] as number;
    if (filled >= 2 && text.length - end >= reach) return at + 1;
    if (!isBlank(text, ends[at - 1] ?? 0, end)) filled++;
  }
  return 0;
}

function isBlank(text: string, from = 0, to = text.length): boolean {
  for (let at = from; at < to; at++) {
    const found = classAt(text, at, to);
    if (found !== SPACE && found !== NEWLINE) return false;
  }
  return true;
}

function isApart(unit: string): boolean {
  return unit < '\u0300';
}
