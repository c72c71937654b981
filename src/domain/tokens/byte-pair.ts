/**
 * The encoder of every vocabulary of joins: cuts a text into pieces and merges each. All of it is linear in the text, or
 * nearly (n log n in one piece), and never recurses: 16 million characters of anything are only slow.
 *
 * Knows nothing of models, templates or control tokens: `encode` cannot produce one.
 */
import { borderCutter } from './border.ts';
import type { Encoder } from './encoder.ts';
import { type Encoding, type SpecialToken, sizeOf } from './encoding.ts';
import { ItemTable } from './item-table.ts';
import type { JoinFinder } from './join.ts';
import { joinsOf } from './joins.ts';
import { merge } from './merge.ts';
import { OrdinaryTokens } from './ordinary-token.ts';
import { CUTTERS, type Cutter } from './piece.ts';
import { PieceCache } from './piece-cache.ts';
import { Symbols } from './symbol.ts';

export type BytePairEncoder = Encoder & {
  /** Control and ordinary special tokens, by id. */
  readonly specials: readonly SpecialToken[];
  /** As `encode`, in parts of about `units` UTF-16 units, so that between two a caller can look at a clock. */
  encodeParts(text: string, units: number): Generator<number[]>;
  /** Number of tokens of a text: as `encode(text).length`, without the list. */
  count(text: string): number;
  /** The text that the tokens spell: composed, or with a space before it, where the encoding does that; else the same. */
  spelling(text: string): string;
  /** Whether `spelling` composes characters, so that a change may alter its neighbours too. */
  readonly normalises: boolean;
  /** Whether `spelling` puts a space before the text. */
  readonly opensWithSpace: boolean;
  /** Cuts a *spelling* into pieces. */
  readonly cutter: Cutter;
  /** How many UTF-16 units beyond a piece its cutter may look, runs of white space and of capitals aside. */
  readonly reach: number;
  /** Adds the ids of one piece of a spelling to `into`. */
  encodePiece(text: string, from: number, to: number, into: number[]): void;
  /** Whether a piece that is an item is that token, without joins. */
  readonly takesWholePieces: boolean;
  /** The parts from which the plain merge works (`merge-step.ts`). */
  readonly joins: JoinFinder;
  readonly symbols: Symbols;
};

export function bytePairEncoder(encoding: Encoding): BytePairEncoder {
  const hidden = encoding.alphabet === 'characters' ? new Set(encoding.byteIds) : undefined;
  const items = new ItemTable(encoding, hidden);
  const joins = joinsOf(encoding, items);
  const symbols = new Symbols(encoding, items);
  const ordinary = new OrdinaryTokens(encoding.specials);
  const cutter = ordinary.cutAround(encoding.cutter === 'whole' ? borderCutter(encoding) : CUTTERS[encoding.cutter]);
  const controls = new Map(encoding.specials.map((special) => [special.id, special]));
  const lacksBytes = encoding.byteIds.includes(-1);
  const cache = new PieceCache();

  /** The ids of a piece that the cache does not know stand in `symbols.ids` up to the number returned. */
  const encodeNew = (text: string, from: number, to: number): number => {
    const special = ordinary.size > 0 ? ordinary.wholeAt(text, from, to) : -1;
    let count = special >= 0 ? symbols.takeOne(special) : symbols.read(text, from, to, encoding.takesWholePieces);
    if (count > 1) count = merge(symbols.ids, count, joins);
    if (lacksBytes) count = dropUnknown(symbols.ids, count);
    cache.add(text, from, to, symbols.ids, count);
    return count;
  };
  const encodePiece = (text: string, from: number, to: number, into: number[]): void => {
    const place = cache.find(text, from, to);
    if (place > 0) {
      const count = cache.countAt(place);
      for (let index = 0; index < count; index++) into.push(cache.idAt(place, index));
    } else {
      const count = encodeNew(text, from, to);
      for (let index = 0; index < count; index++) into.push(symbols.ids[index] as number);
    }
  };
  /** The pieces that begin before `until`. */
  const encodeFrom = (text: string, start: number, until: number): { ids: number[]; end: number } => {
    const ids: number[] = [];
    let from = start;
    while (from < until && from < text.length) {
      const to = cutter(text, from, text.length);
      encodePiece(text, from, to, ids);
      from = to;
    }
    return { ids, end: from };
  };
  const spelling = (text: string): string => {
    const composed = encoding.normalises ? text.normalize('NFC') : text;
    return encoding.opensWithSpace && composed.length > 0 ? ` ${composed}` : composed;
  };
  return {
    encoding: encoding.name,
    specials: encoding.specials,
    normalises: encoding.normalises,
    opensWithSpace: encoding.opensWithSpace,
    takesWholePieces: encoding.takesWholePieces,
    cutter,
    reach: Math.max(8, ordinary.longest),
    joins,
    symbols,
    spelling,
    encodePiece,
    encode: (text) => {
      const spelled = spelling(text);
      return encodeFrom(spelled, 0, spelled.length).ids;
    },
    *encodeParts(text, units) {
      const spelled = spelling(text);
      for (let from = 0; from < spelled.length; ) {
        const part = encodeFrom(spelled, from, from + units);
        yield part.ids;
        from = part.end;
      }
    },
    count(text) {
      const spelled = spelling(text);
      let total = 0;
      for (let from = 0; from < spelled.length; ) {
        const to = cutter(spelled, from, spelled.length);
        const place = cache.find(spelled, from, to);
        total += place > 0 ? cache.countAt(place) : encodeNew(spelled, from, to);
        from = to;
      }
      return total;
    },
    bytesOf(id) {
      const special = controls.get(id);
      if (special) return symbols.bytesOfText(special.text);
      if (!Number.isInteger(id) || id < 0 || id >= sizeOf(encoding))
        throw new RangeError(
          `${encoding.name} has no token ${id}: its ids go from 0 to ${sizeOf(encoding) - 1}, and ${controls.size} specials.`,
        );
      return encoding.bytes.slice(encoding.starts[id], encoding.starts[id + 1]);
    },
  };
}

/** The same encoder under another name with other control tokens: harmony's have o200k's ranks. Shares its tables. */
export function withSpecials(encoder: BytePairEncoder, encoding: string, specials: readonly SpecialToken[]): BytePairEncoder {
  const texts = new Map(specials.map(({ id, text }) => [id, text]));
  return {
    ...encoder,
    encoding,
    specials,
    bytesOf(id) {
      const text = texts.get(id);
      return text === undefined ? encoder.bytesOf(id) : encoder.symbols.bytesOfText(text);
    },
  };
}

/** Takes out the places of bytes that have no item. */
function dropUnknown(ids: Int32Array, count: number): number {
  let left = 0;
  for (let at = 0; at < count; at++) if (ids[at] !== -1) ids[left++] = ids[at] as number;
  return left;
}
