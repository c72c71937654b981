/**
 * The pieces of a text with their tokens, in blocks with summed lengths, so that a change in the middle of a long text
 * moves little. Knows no encoder: what the pieces are is said from outside.
 */

/** A piece by its length in UTF-16 units, and its tokens. */
export type Piece = { length: number; ids: number[] };

/** Where a piece stands: its block, its place in it and what of the block is before it; what lies before it in units and tokens. */
export type Place = { block: number; index: number; within: number; start: number; tokens: number };

type Block = { text: string; pieces: Piece[]; count: number };

const LONGEST_BLOCK = 256;

export class PieceRow {
  #blocks: Block[] = [];
  /** A block and what lies before it: where the last change was, near which the next is sought. */
  #near = { block: 0, start: 0, tokens: 0 };
  /** Length of the text in units. */
  length = 0;
  /** Number of tokens. */
  count = 0;

  get text(): string {
    return this.#blocks.map((block) => block.text).join('');
  }

  ids(): number[] {
    return this.#blocks.flatMap((block) => block.pieces.flatMap((piece) => piece.ids));
  }

  /** Place of the piece that holds the unit before `unit`, else of the first. */
  find(unit: number): Place {
    this.#walkTo(unit);
    const place: Place = { ...this.#near, index: 0, within: 0 };
    const pieces = this.#blocks[place.block]?.pieces ?? [];
    for (; place.index < pieces.length; place.index++) {
      const piece = pieces[place.index] as Piece;
      if (place.start + piece.length >= unit) break;
      place.start += piece.length;
      place.within += piece.length;
      place.tokens += piece.ids.length;
    }
    return place;
  }

  /** Brings `#near` to the block that holds the unit before `unit`, from where it was. */
  #walkTo(unit: number): void {
    const near = this.#near;
    while (near.block > 0 && near.start >= unit) {
      const { text, count } = this.#blockAt(--near.block);
      near.start -= text.length;
      near.tokens -= count;
    }
    while (near.block + 1 < this.#blocks.length) {
      const { text, count } = this.#blockAt(near.block);
      if (near.start + text.length >= unit) break;
      near.block++;
      near.start += text.length;
      near.tokens += count;
    }
  }

  /** Place of the piece before; undefined at the first. */
  before({ block, index, within, start, tokens }: Place): Place | undefined {
    if (index === 0 && block === 0) return undefined;
    const at = index > 0 ? block : block - 1;
    const { pieces, text } = this.#blockAt(at);
    const previous = index > 0 ? index - 1 : pieces.length - 1;
    const { length, ids } = pieces[previous] as Piece;
    return {
      block: at,
      index: previous,
      within: (index > 0 ? within : text.length) - length,
      start: start - length,
      tokens: tokens - ids.length,
    };
  }

  /** The pieces from a place on, up to `more` of them that end at or after unit `to`. */
  take(place: Place, to: number, more: number): Piece[] {
    const taken: Piece[] = [];
    let { index, start } = place;
    let left = more;
    for (let block = place.block; block < this.#blocks.length && left > 0; block++, index = 0) {
      const { pieces } = this.#blockAt(block);
      for (; index < pieces.length && left > 0; index++) {
        const piece = pieces[index] as Piece;
        taken.push(piece);
        start += piece.length;
        if (start >= to) left--;
      }
    }
    return taken;
  }

  /** The pieces from a place on, each with its place in the text. */
  *from(place: Place): Generator<{ start: number; tokens: number; piece: Piece }> {
    let { index, start, tokens } = place;
    for (let block = place.block; block < this.#blocks.length; block++) {
      const { pieces } = this.#blockAt(block);
      for (; index < pieces.length; index++) {
        const piece = pieces[index] as Piece;
        yield { start, tokens, piece };
        start += piece.length;
        tokens += piece.ids.length;
      }
      index = 0;
    }
  }

  /** Units `from` to `to` of the text; a `place` before them spares the walk. */
  slice(from: number, to: number, place: Place = this.find(from)): string {
    let text = '';
    let start = place.start - place.within;
    for (let block = place.block; block < this.#blocks.length && start < to; block++) {
      const part = this.#blockAt(block).text;
      if (start + part.length > from) text += part.slice(Math.max(0, from - start), to - start);
      start += part.length;
    }
    return text;
  }

  /** From a place on, `removed` pieces give way to others, which spell `text`. */
  replace({ block, index, within, start, tokens }: Place, removed: number, pieces: Piece[], text: string): void {
    if (this.#blocks.length === 0) this.#blocks.push({ text: '', pieces: [], count: 0 });
    const made = this.#blockAt(block);
    this.#near = { block, start: start - within, tokens: tokens - countOf(made.pieces.slice(0, index)) };
    let last = block;
    while (index + removed > made.pieces.length) {
      const next = this.#blockAt(++last);
      made.text += next.text;
      made.pieces = made.pieces.concat(next.pieces);
      made.count += next.count;
    }
    const old = made.pieces.slice(index, index + removed);
    const [oldLength, oldCount, newCount] = [lengthOf(old), countOf(old), countOf(pieces)];
    made.text = made.text.slice(0, within) + text + made.text.slice(within + oldLength);
    if (pieces.length < LONGEST_BLOCK) made.pieces.splice(index, removed, ...pieces);
    else made.pieces = made.pieces.slice(0, index).concat(pieces, made.pieces.slice(index + removed));
    made.count += newCount - oldCount;
    this.length += text.length - oldLength;
    this.count += newCount - oldCount;
    if (last > block || made.pieces.length === 0 || made.pieces.length > LONGEST_BLOCK)
      this.#blocks = this.#blocks.slice(0, block).concat(split(made), this.#blocks.slice(last + 1));
    if (block === this.#blocks.length) this.#near = { block: 0, start: 0, tokens: 0 };
  }

  #blockAt(at: number): Block {
    return this.#blocks[at] as Block;
  }
}

/** Blocks of half the greatest length, so that each may grow; the block itself where it is short enough. */
function split(block: Block): Block[] {
  const { text, pieces } = block;
  if (pieces.length > 0 && pieces.length <= LONGEST_BLOCK) return [block];
  const blocks: Block[] = [];
  let start = 0;
  for (let at = 0; at < pieces.length; at += LONGEST_BLOCK / 2) {
    const part = pieces.slice(at, at + LONGEST_BLOCK / 2);
    const end = start + lengthOf(part);
    blocks.push({ text: text.slice(start, end), pieces: part, count: countOf(part) });
    start = end;
  }
  return blocks;
}

function lengthOf(pieces: readonly Piece[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

function countOf(pieces: readonly Piece[]): number {
  let count = 0;
  for (const piece of pieces) count += piece.ids.length;
  return count;
}
