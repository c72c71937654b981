/**
 * Vocabularies as tokenizer files write them, as encodings: items as strings, in the alphabet that GPT-2 gave to bytes or
 * with `▁` for a space, and joins as pairs of strings. Knows neither of the two files that carry them
 * (`tokenizer-json.ts`, `gguf-vocabulary.ts`).
 */
import type { Encoding, Joins, SpecialToken } from './encoding.ts';
import { packItems } from './published.ts';
import { toUtf8 } from './utf8.ts';

export type WrittenVocabulary = Pick<
  Encoding,
  'name' | 'cutter' | 'alphabet' | 'takesWholePieces' | 'normalises' | 'opensWithSpace'
> & {
  /** By id; holes are allowed. */
  items: (string | undefined)[];
  /** Earliest first. Absent: any two items whose strings make an item, by `scores`. */
  merges?: Iterable<readonly [left: string, right: string]>;
  scores?: ArrayLike<number>;
  specials: SpecialToken[];
};

export function encodingOf(written: WrittenVocabulary): Encoding {
  const { items, merges, scores, specials, ...rest } = written;
  const controls = new Set(specials.filter((special) => special.kind === 'control').map((special) => special.id));
  const byteIds = new Int32Array(256).fill(-1);
  const bytes = items.map((item, id) => {
    if (item === undefined || controls.has(id)) return undefined;
    const spelled = rest.alphabet === 'bytes' ? fromByteAlphabet(item) : fromMarkedSpaces(item);
    const isByte = rest.alphabet === 'bytes' ? spelled.length === 1 : BYTE_ITEM.test(item);
    if (isByte && (byteIds[spelled[0] as number] as number) < 0) byteIds[spelled[0] as number] = id;
    return spelled;
  });
  const joins: Joins = merges
    ? listedJoins(items, controls, merges)
    : { kind: 'all', ...(scores ? { scores: Float32Array.from(scores) } : {}) };
  return { ...rest, ...packItems(bytes), byteIds, joins, specials };
}

/** Merges whose two strings or whose result are no item are left out: they can never come about. */
function listedJoins(items: (string | undefined)[], controls: Set<number>, merges: Iterable<readonly [string, string]>): Joins {
  const idOf = new Map<string, number>();
  items.forEach((item, id) => {
    if (item !== undefined && !controls.has(id) && !idOf.has(item)) idOf.set(item, id);
  });
  const columns = { left: [] as number[], right: [] as number[], made: [] as number[] };
  /** Most lists make their items in order of id: the next one is looked at before the joined text is made and hashed. */
  let next = 0;
  for (const [left, right] of merges) {
    const [leftId, rightId] = [idOf.get(left), idOf.get(right)];
    if (leftId === undefined || rightId === undefined) continue;
    const item = items[next];
    const isNext = item?.length === left.length + right.length && item.startsWith(left) && item.endsWith(right);
    const made = idOf.get(isNext ? item : left + right);
    if (made === undefined) continue;
    columns.left.push(leftId);
    columns.right.push(rightId);
    columns.made.push(made);
    next = made + 1;
  }
  return {
    kind: 'listed',
    left: Int32Array.from(columns.left),
    right: Int32Array.from(columns.right),
    made: Int32Array.from(columns.made),
  };
}

/** An item for one byte in a vocabulary of characters. */
const BYTE_ITEM = /^<0x[0-9A-F]{2}>$/;

function fromMarkedSpaces(item: string): Uint8Array {
  if (BYTE_ITEM.test(item)) return Uint8Array.of(Number.parseInt(item.slice(3, 5), 16));
  return toUtf8(item.replaceAll('\u2581', ' '));
}

/** GPT-2's alphabet: printable bytes stand for themselves, the 68 others for the characters from U+0100 on, in order. */
const BYTE_OF = new Int16Array(0x100 + 68).fill(-1);
for (let byte = 0, other = 0x100; byte < 256; byte++) {
  const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  BYTE_OF[isPrintable ? byte : other++] = byte;
}

/** The bytes of an item. Characters outside the alphabet, which some files hold, stand for their own UTF-8. */
function fromByteAlphabet(item: string): Uint8Array {
  const bytes = new Uint8Array(item.length);
  for (let at = 0; at < item.length; at++) {
    const byte = BYTE_OF[item.charCodeAt(at)] ?? -1;
    if (byte < 0) return toUtf8(item);
    bytes[at] = byte;
  }
  return bytes;
}

/**
 * Whether an added token is one that text may become. In vocabularies of bytes only runs of white space are: what a file
 * calls "not special" there are marks of a template all the same (`<think>`, `<｜User｜>`). In vocabularies of characters
 * those are ordinary text as their vendors encode it (`<table>`, runs of newlines), save the ones called special.
 */
export function kindOf(text: string, alphabet: Encoding['alphabet'], isSpecial: boolean): SpecialToken['kind'] {
  if (isSpecial) return 'control';
  return alphabet === 'characters' || /^\s+$/.test(text) ? 'ordinary' : 'control';
}
