/**
 * What can be said of one token of a row: its place, bytes, owners, probability, and what else could have stood
 * there. Values only; the card puts them into words.
 */
import type { Owner, RowToken } from '#domain/tokens/token';
import { glyphsOf } from './glyph.ts';
import { ownersOf } from './section.ts';
import { bareName, type Unit } from './unit.ts';
import { spacedHex, textOfHex } from './utf8.ts';

export type Choice = { id: number; glyphs: string; isSpecial: boolean; logprob: number; isChosen: boolean };

export type TokenFacts = {
  /** Position in the row, from 0. */
  position: number;
  glyphs: string;
  isSpecial: boolean;
  id?: number;
  bytes: string;
  byteCount: number;
  owners: Owner[];
  message?: string;
  logprob?: number;
  /** The token and its alternatives, likeliest first; empty when none is known. */
  choices: Choice[];
  /** Set where several tokens make one character: this is number `part` of `parts`. */
  shared?: { part: number; parts: number; glyphs: string };
};

/** How many lines the card has for choices. */
const SHOWN = 6;

export function tokenFacts(token: RowToken, position: number, unit: Unit, specials: ReadonlyMap<number, string>): TokenFacts {
  return {
    position,
    glyphs: token.special ? bareName(token.text ?? textOfHex(token.bytes) ?? '') : drawn(token.bytes),
    isSpecial: token.special === true,
    bytes: spacedHex(token.bytes),
    byteCount: token.bytes.length / 2,
    owners: ownersOf(token),
    choices: choicesOf(token, specials),
    ...(token.id !== undefined && { id: token.id }),
    ...(token.message !== undefined && { message: token.message }),
    ...(token.logprob !== undefined && { logprob: token.logprob }),
    ...(unit.count > 1 && { shared: { part: position - unit.first + 1, parts: unit.count, glyphs: glyphsOf(unit.text) } }),
  };
}

function choicesOf(token: RowToken, specials: ReadonlyMap<number, string>): Choice[] {
  const others = token.alternatives?.filter((other) => other.id !== token.id) ?? [];
  if (others.length === 0) return [];
  const all = others.map((other) => choice(other.id, other.bytes, other.logprob, false, specials.get(other.id)));
  if (token.id !== undefined && token.logprob !== undefined) {
    const name = token.special ? (token.text ?? textOfHex(token.bytes)) : undefined;
    all.push(choice(token.id, token.bytes, token.logprob, true, name ?? specials.get(token.id)));
  }
  all.sort((a, b) => b.logprob - a.logprob);
  const shown = all.slice(0, SHOWN);
  const chosen = all.find((one) => one.isChosen);
  if (chosen && !shown.includes(chosen)) shown[SHOWN - 1] = chosen;
  return shown;
}

function choice(id: number, bytes: string, logprob: number, isChosen: boolean, special: string | undefined): Choice {
  const glyphs = special === undefined ? drawn(bytes) : bareName(special);
  return { id, glyphs, isSpecial: special !== undefined, logprob, isChosen };
}

/** A token alone, with its spaces marked: at its ends nothing else shows them. */
function drawn(bytes: string): string {
  const text = textOfHex(bytes);
  return text === undefined ? `⟨${spacedHex(bytes)}⟩` : glyphsOf(text).replace(/^ +| +$/g, (spaces) => '·'.repeat(spaces.length));
}
