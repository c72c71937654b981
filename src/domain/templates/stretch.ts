/**
 * From spans to the row: special tokens are taken out of the template's own words, what lies between two of
 * them is a stretch, and every stretch is encoded as one string, because tokens cross the borders of its spans.
 */
import type { Encoder } from '#domain/tokens/encoder';
import { type Owner, type RowToken, toHex } from '#domain/tokens/token';
import { byteLengthOf, toUtf8, wholeTextOf } from '#domain/tokens/utf8';
import type { Span } from './span.ts';
import { cutAtSpecials, type Special, specialOf } from './special.ts';

/** The row of a list of spans. */
export function rowOf(spans: readonly Span[], specials: readonly Special[], encoder: Encoder): RowToken[] {
  const row: RowToken[] = [];
  let stretch: Span[] = [];
  const endStretch = () => {
    if (stretch.length > 0) encodeStretch(stretch, specials, encoder, row);
    stretch = [];
  };
  for (const span of spans) {
    for (const part of span.isTemplate ? cutAtSpecials(span.text, specials) : [span.text]) {
      if (typeof part === 'string') {
        if (part !== '') stretch.push({ ...span, text: part });
        continue;
      }
      endStretch();
      row.push(specialToken(part, span));
    }
  }
  endStretch();
  return row;
}

/** A special token in a row. Its bytes are those of its name. */
export function specialToken(special: Special, { owners, message }: Pick<Span, 'owners' | 'message'>): RowToken {
  return {
    ...(special.id !== undefined && { id: special.id }),
    bytes: toHex(toUtf8(special.text)),
    text: special.text,
    owner: ownerOf(owners),
    ...(message !== undefined && { message }),
    special: true,
  };
}

/** Whether the ids spell exactly this text. Never throws: an id outside the vocabulary spells nothing. */
export function spells(encoder: Encoder, ids: readonly number[], text: string): boolean {
  try {
    return ids.map((id) => spellingOf(encoder, id).bytes).join('') === toHex(toUtf8(text));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Own words keep their ids; the text before, between and after them is encoded as one string each. */
function encodeStretch(spans: readonly Span[], specials: readonly Special[], encoder: Encoder, row: RowToken[]): void {
  let open: Span[] = [];
  for (const span of spans) {
    if (!span.ids) {
      open.push(span);
      continue;
    }
    encodeSpans(open, encoder, row);
    open = [];
    for (const id of span.ids) {
      const special = specialOf(id, specials);
      row.push(special ? specialToken(special, span) : plainToken(id, spellingOf(encoder, id), markOf([span])));
    }
  }
  encodeSpans(open, encoder, row);
}

function encodeSpans(spans: readonly Span[], encoder: Encoder, row: RowToken[]): void {
  if (spans.length === 0) return;
  const ids = encoder.encode(spans.map(({ text }) => text).join(''));
  const spellings = ids.map((id) => spellingOf(encoder, id));
  const ends = endsOf(spans, spellings);
  let mark = markOf(ends ? spans.slice(0, 1) : spans);
  let first = 0;
  let known = 0;
  let at = 0;
  for (const [index, spelling] of spellings.entries()) {
    if (ends) {
      const end = at + spelling.length;
      while (first < spans.length - 1 && (ends[first] ?? 0) <= at) first++;
      let last = first;
      while (last < spans.length - 1 && (ends[last] ?? 0) < end) last++;
      if (last !== first || first !== known) mark = markOf(spans.slice(first, last + 1));
      known = last === first ? first : -1;
      at = end;
    }
    row.push(plainToken(ids[index] ?? 0, spelling, mark));
  }
}

/**
 * Where each span ends in the bytes of the tokens. Encodings differ from the text in two known ways: some
 * normalise to NFC first, some put a space before the first word. Absent when neither explains the total.
 */
function endsOf(spans: readonly Span[], spellings: readonly Spelling[]): number[] | undefined {
  const total = spellings.reduce((sum, { length }) => sum + length, 0);
  let sum = 0;
  const raw = spans.map(({ text }) => {
    sum += byteLengthOf(text);
    return sum;
  });
  if (sum === total) return raw;
  if (sum === total - 1 && spellings[0]?.bytes.startsWith('20')) return raw.map((end) => end + 1);
  let text = '';
  const normal = spans.map((span) => {
    text += span.text;
    return byteLengthOf(text.normalize('NFC'));
  });
  return normal.at(-1) === total ? normal : undefined;
}

type Spelling = { bytes: string; text?: string; length: number };
const knownSpellings = new WeakMap<Encoder, Map<number, Spelling>>();

function spellingOf(encoder: Encoder, id: number): Spelling {
  let known = knownSpellings.get(encoder);
  if (!known) {
    known = new Map();
    knownSpellings.set(encoder, known);
  }
  let spelling = known.get(id);
  if (!spelling) {
    const bytes = encoder.bytesOf(id);
    const text = wholeTextOf(bytes);
    spelling = { bytes: toHex(bytes), length: bytes.length, ...(text !== undefined && { text }) };
    known.set(id, spelling);
  }
  return spelling;
}

/** What all tokens of the same spans share. */
type Mark = Pick<RowToken, 'owner' | 'message'>;

function markOf(spans: readonly Span[]): Mark {
  // A token across a border belongs to the message whose words it holds, before the one whose envelope it is.
  const message = (spans.find((span) => !span.isTemplate) ?? spans.find((span) => span.message))?.message;
  const owner = ownerOf([...new Set(spans.flatMap((span) => span.owners))]);
  return message === undefined ? { owner } : { owner, message };
}

/** Without spreading: a row of 100,000 tokens is made at once. */
function plainToken(id: number, { bytes, text }: Spelling, { owner, message }: Mark): RowToken {
  const token: RowToken = text === undefined ? { id, bytes, owner } : { id, bytes, text, owner };
  if (message !== undefined) token.message = message;
  return token;
}

function ownerOf(owners: readonly Owner[]): Owner | Owner[] {
  const [owner] = owners;
  return owner !== undefined && owners.length === 1 ? owner : [...owners];
}
