/**
 * The pieces of a text with their tokens, in blocks with summed lengths, so that a change in the middle of a long text
 * moves little. Knows no encoder: what the pieces are is said from outside.
 */

/** A piece by its length in UTF-16 units, and its tokens. */
export type Piece = { length: number; ids: number[] };

/** Where a piece stands: its block, its place in it, and what lies before it in units and in tokens. */
export type Place = { block: number; index: number; start: number; tokens: number };

type Block = { text: string; pieces: Piece[]; count: number };

const LONGEST_BLOCK = 256;

export class PieceRow {
  #blocks: Block[] = [];
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
    const place = { block: 0, index: 0, start: 0, tokens: 0 };
    for (; place.block + 1 < this.#blocks.length; place.block++) {
      const block = this.#blockAt(place.block);
      if (place.start + block.text.length >= unit) break;
      place.start += block.text.length;
      place.tokens += block.count;
    }
    for (const piece of this.#blocks[place.block]?.pieces ?? []) {
      if (place.start + piece.length >= unit) break;
      place.index++;
      place.start += piece.length;
      place.tokens += piece.ids.length;
    }
    return place;
  }

  /** Place of the piece before; undefined at the first. */
  before({ block, index, start, tokens }: Place): Place | undefined {
    if (index === 0 && block === 0) return undefined;
    const at = index > 0 ? block : block - 1;
    const within = index > 0 ? index - 1 : this.#blockAt(at).pieces.length - 1;
    const piece = this.#blockAt(at).pieces[within] as Piece;
    return { block: at, index: within, start: start - piece.length, tokens: tokens - piece.ids.length };
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

  /** Units `from` to `to` of the text. */
  slice(from: number, to: number): string {
    let text = '';
    let start = 0;
    for (const block of this.#blocks) {
      if (start >= to) break;
      if (start + block.text.length > from) text += block.text.slice(Math.max(0, from - start), to - start);
      start += block.text.length;
    }
    return text;
  }

  /** From a place on, `removed` pieces give way to others, which spell `text`. */
  replace({ block, index, start }: Place, removed: number, pieces: Piece[], text: string): void {
    let last = block;
    let joined: Block = this.#blocks[block] ?? { text: '', pieces: [], count: 0 };
    const blockStart = start - lengthOf(joined.pieces.slice(0, index));
    while (index + removed > joined.pieces.length) {
      const next = this.#blockAt(++last);
      joined = { text: joined.text + next.text, pieces: joined.pieces.concat(next.pieces), count: joined.count + next.count };
    }
    const old = joined.pieces.slice(index, index + removed);
    const offset = start - blockStart;
    const made: Block = {
      text: joined.text.slice(0, offset) + text + joined.text.slice(offset + lengthOf(old)),
      pieces: joined.pieces.slice(0, index).concat(pieces, joined.pieces.slice(index + removed)),
      count: joined.count - countOf(old) + countOf(pieces),
    };
    this.length += made.text.length - joined.text.length;
    this.count += made.count - joined.count;
    const parts = made.pieces.length > LONGEST_BLOCK ? split(made) : made.pieces.length > 0 ? [made] : [];
    if (parts.length === 1 && last === block && block < this.#blocks.length) this.#blocks[block] = made;
    else this.#blocks = this.#blocks.slice(0, block).concat(parts, this.#blocks.slice(last + 1));
  }

  #blockAt(at: number): Block {
    return this.#blocks[at] as Block;
  }
}

/** Blocks of half the greatest length, so that each may grow. */
function split({ text, pieces }: Block): Block[] {
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
