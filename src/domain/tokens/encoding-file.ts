/**
 * An encoding as one compact file, as it lies on disk and goes to the page: a header in JSON, then columns of numbers.
 * What can be computed quickly (the joins of published ranks) is not in it. Knows neither disk nor network.
 *
 * Layout, little-endian: `ORIELENC`, uint32 length of the header, header in UTF-8 without anything beyond ASCII, padding to
 * 4, then uint8 length of each item, bytes of all items, padding to 4, int32 byteIds[256], then for listed joins int32
 * left[], right[], made[], and for joins by score float32 scores[].
 */
import type { Encoding, Joins, SpecialToken } from './encoding.ts';
import { sizeOf } from './encoding.ts';

const MAGIC = 'ORIELENC';

type Header = Pick<Encoding, 'name' | 'cutter' | 'alphabet' | 'takesWholePieces' | 'normalises' | 'opensWithSpace'> & {
  /** From what it was made: package, version and form of this file. */
  source: string;
  size: number;
  byteLength: number;
  /** Absent where all joins are meant. */
  joins?: number;
  /** All joins are meant, and there are scores. */
  hasScores?: true;
  specials: [id: number, text: string, isOrdinary: 0 | 1][];
};

/** Throws where an item is longer than 255 bytes: no public encoding has one. */
export function writeEncoding(encoding: Encoding, source: string): Uint8Array {
  const { name, cutter, alphabet, takesWholePieces, normalises, opensWithSpace, bytes, starts, joins } = encoding;
  const size = sizeOf(encoding);
  const lengths = new Uint8Array(size);
  for (let id = 0; id < size; id++) {
    const length = (starts[id + 1] as number) - (starts[id] as number);
    if (length > 255) throw new Error(`Item ${id} of ${name} has ${length} bytes; the file holds at most 255 of one item.`);
    lengths[id] = length;
  }
  const header: Header = {
    ...{ name, cutter, alphabet, takesWholePieces, normalises, opensWithSpace, source, size },
    byteLength: bytes.length,
    ...(joins.kind === 'listed' ? { joins: joins.made.length } : joins.scores ? { hasScores: true } : {}),
    specials: encoding.specials.map(({ id, text, kind }) => [id, text, kind === 'ordinary' ? 1 : 0]),
  };
  const words = asciiOf(JSON.stringify(header));
  const ofJoins = joins.kind === 'listed' ? [joins.left, joins.right, joins.made] : joins.scores ? [joins.scores] : [];
  const columns = [lengths, bytes, encoding.byteIds, ...ofJoins];
  const file = new Uint8Array(columns.reduce((sum, column) => roundUp(sum) + column.byteLength, MAGIC.length + 4 + words.length));
  file.set(asciiOf(MAGIC));
  new DataView(file.buffer).setUint32(MAGIC.length, words.length, true);
  file.set(words, MAGIC.length + 4);
  let at = MAGIC.length + 4 + words.length;
  for (const column of columns) {
    at = roundUp(at);
    file.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return file;
}

/** Throws on a file of another form, or cut short. */
export function readEncoding(given: Uint8Array): Encoding {
  const { header, end } = readHeader(given);
  const file = given.byteOffset % 4 === 0 ? given : given.slice();
  let at = end;
  const take = (byteLength: number): [ArrayBufferLike, number] => {
    const from = roundUp(at);
    at = from + byteLength;
    if (at > file.length)
      throw new Error(`The encoding ${header.name} is cut short: ${file.length} bytes of at least ${at}. Fetch it again.`);
    return [file.buffer, file.byteOffset + from];
  };
  const lengths = new Uint8Array(...take(header.size), header.size);
  const bytes = new Uint8Array(...take(header.byteLength), header.byteLength);
  const column = (length: number): Int32Array => new Int32Array(...take(4 * length), length);
  const starts = new Uint32Array(header.size + 1);
  for (let id = 0; id < header.size; id++) starts[id + 1] = (starts[id] as number) + (lengths[id] as number);
  const { name, cutter, alphabet, takesWholePieces, normalises, opensWithSpace, joins, hasScores } = header;
  const allJoins = (): Joins => ({
    kind: 'all',
    ...(hasScores && { scores: new Float32Array(...take(4 * header.size), header.size) }),
  });
  return {
    ...{ name, cutter, alphabet, takesWholePieces, normalises, opensWithSpace, bytes, starts },
    byteIds: column(256),
    joins: joins === undefined ? allJoins() : { kind: 'listed', left: column(joins), right: column(joins), made: column(joins) },
    specials: header.specials.map(
      ([id, text, isOrdinary]): SpecialToken => ({ id, text, kind: isOrdinary ? 'ordinary' : 'control' }),
    ),
  };
}

/** From what the file was made, without reading the rest; undefined when it is no such file. */
export function sourceOf(file: Uint8Array): string | undefined {
  try {
    return readHeader(file).header.source;
  } catch {
    return undefined;
  }
}

function readHeader(file: Uint8Array): { header: Header; end: number } {
  const magic = String.fromCharCode(...file.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw new Error(`This is no encoding: it begins with ${JSON.stringify(magic)}, not ${MAGIC}. Fetch it again.`);
  const end = MAGIC.length + 4 + new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true);
  let words = '';
  for (let at = MAGIC.length + 4; at < Math.min(end, file.length); at++) words += String.fromCharCode(file[at] as number);
  return { header: JSON.parse(words), end };
}

/** JSON with everything beyond ASCII escaped is ASCII. */
function asciiOf(text: string): Uint8Array {
  const escaped = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Uint8Array.from(escaped, (unit) => unit.charCodeAt(0));
}

function roundUp(at: number): number {
  return (at + 3) & ~3;
}
