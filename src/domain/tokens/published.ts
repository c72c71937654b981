/**
 * The vendor's published rank files (`.tiktoken`: a line per item, its bytes in base64 and its rank) as encodings, and
 * the special tokens that were published with them. The ids of GPT-4o's im_start, im_end and im_sep were not.
 */
import type { Encoding, SpecialToken } from './encoding.ts';

export type PublishedName = 'o200k' | 'cl100k';

const control = (id: number, text: string): SpecialToken => ({ id, text, kind: 'control' });

const HARMONY_TEXTS: Record<number, string> = {
  199998: '<|startoftext|>',
  199999: '<|endoftext|>',
  200002: '<|return|>',
  200003: '<|constrain|>',
  200005: '<|channel|>',
  200006: '<|start|>',
  200007: '<|end|>',
  200008: '<|message|>',
  200012: '<|call|>',
  200018: '<|endofprompt|>',
};

/** The control tokens of gpt-oss, the reserved ones among them. */
export const HARMONY_SPECIALS: readonly SpecialToken[] = Array.from({ length: 201088 - 199998 }, (_, at) =>
  control(199998 + at, HARMONY_TEXTS[199998 + at] ?? `<|reserved_${199998 + at}|>`),
);

const SPECIALS: Record<PublishedName, SpecialToken[]> = {
  o200k: [control(199999, '<|endoftext|>'), control(200018, '<|endofprompt|>')],
  cl100k: [
    control(100257, '<|endoftext|>'),
    control(100258, '<|fim_prefix|>'),
    control(100259, '<|fim_middle|>'),
    control(100260, '<|fim_suffix|>'),
    control(100264, '<|im_start|>'),
    control(100265, '<|im_end|>'),
    control(100266, '<|im_sep|>'),
    control(100276, '<|endofprompt|>'),
  ],
};

/** @param ranks the file of `o200k_base` or `cl100k_base`, as text. Throws on a line that is not an item and its rank. */
export function publishedEncoding(name: PublishedName, ranks: string): Encoding {
  const lines = ranks.trimEnd().split('\n');
  const items: Uint8Array[] = [];
  for (const line of lines) {
    const [item, rank] = line.split(' ');
    const id = Number(rank);
    if (!item || !Number.isInteger(id) || id < 0 || id > 1 << 20)
      throw new Error(
        `The rank file of ${name} has the line ${JSON.stringify(line.slice(0, 80))}; each must be base64, a space and a rank.`,
      );
    items[id] = fromBase64(item);
  }
  const byteIds = new Int32Array(256);
  items.forEach((item, id) => {
    if (item.length === 1) byteIds[item[0] as number] = id;
  });
  return {
    name,
    cutter: name === 'cl100k' ? 'cl100k' : 'o200k',
    alphabet: 'bytes',
    takesWholePieces: true,
    normalises: false,
    opensWithSpace: false,
    ...packItems(items),
    byteIds,
    joins: { kind: 'all' },
    specials: SPECIALS[name],
  };
}

/** Items by id, of which some may be missing, back to back. */
export function packItems(items: readonly (Uint8Array | undefined)[]): Pick<Encoding, 'bytes' | 'starts'> {
  const starts = new Uint32Array(items.length + 1);
  for (let id = 0; id < items.length; id++) starts[id + 1] = (starts[id] as number) + (items[id]?.length ?? 0);
  const bytes = new Uint8Array(starts[items.length] as number);
  for (let id = 0; id < items.length; id++) bytes.set(items[id] ?? [], starts[id]);
  return { bytes, starts };
}

const DIGITS = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (digit, value) => [digit, value]),
);

function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let end = 0;
  for (const digit of digits) {
    held = ((held << 6) | (DIGITS.get(digit) ?? 0)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[end++] = held >> bits;
    }
  }
  return bytes;
}
