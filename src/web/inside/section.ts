/**
 * Sections: whose words come where. A row is a change of speakers: what the model is given, then the model has
 * the word. Knows nothing of drawing.
 */
import type { Owner, RowToken } from '#domain/tokens/token';

export type Section = {
  /** Position of its first token in the row. */
  first: number;
  speaker: 'given' | 'model';
  /** Owners met in it, in the order of the legend. */
  owners: Owner[];
  /** Tokens of it; for the model its own words, without the token that hands the word back. */
  tokens: number;
  /** Tokens of the model after its words: the one that hands the word back, which is metered like a word. */
  ends: number;
  /** The model's answer that it holds. */
  message?: string;
  /** The model has handed the word back. */
  isClosed: boolean;
};

export const OWNERS: readonly Owner[] = ['template', 'system', 'person', 'model', 'tool'];

/** The owners of a token, as a list. */
export function ownersOf(token: RowToken): Owner[] {
  return Array.isArray(token.owner) ? token.owner : [token.owner];
}

/** The owner whose tint a token wears: the last one where it crosses a border, since its letters are mostly that one's. */
export function ownerOf(token: RowToken): Owner {
  return Array.isArray(token.owner) ? (token.owner.at(-1) ?? 'template') : token.owner;
}

export function sectionsOf(tokens: readonly RowToken[]): Section[] {
  const sections: Section[] = [];
  growSections(sections, tokens, 0);
  return sections;
}

/** Takes the tokens from `from` up to `end` into the sections: the last one grows, or new ones begin. */
export function growSections(sections: Section[], tokens: readonly RowToken[], from: number, end = tokens.length): void {
  for (let at = from; at < end; at++) {
    const token = tokens[at];
    if (!token) continue;
    let section = sections.at(-1);
    if (!section || isBorder(section, token)) {
      section = begin(at, token);
      sections.push(section);
    }
    take(section, token, at);
  }
}

function begin(first: number, token: RowToken): Section {
  const speaker = isWord(token) ? 'model' : 'given';
  const section: Section = { first, speaker, owners: [], tokens: 0, ends: 0, isClosed: false };
  if (speaker === 'model' && token.message !== undefined) section.message = token.message;
  return section;
}

function isWord(token: RowToken): boolean {
  return ownerOf(token) === 'model';
}

/** The model's section holds its words and the end of its envelope; anything else is given to it. */
function isBorder(section: Section, token: RowToken): boolean {
  if (section.speaker === 'given') return isWord(token);
  if (isWord(token)) return false;
  if (section.message !== undefined && token.message !== undefined) return token.message !== section.message;
  return section.isClosed || !token.special;
}

function take(section: Section, token: RowToken, at: number): void {
  if (Array.isArray(token.owner)) for (const owner of token.owner) addOwner(section, owner);
  else addOwner(section, token.owner);
  if (section.speaker === 'given') section.tokens++;
  else if (isWord(token) && !token.special) {
    section.tokens = at - section.first + 1;
    section.ends = 0;
    section.isClosed = false;
  } else if (token.special) {
    section.isClosed = true;
    if (isWord(token)) section.ends++;
  }
}

function addOwner({ owners }: Section, owner: Owner): void {
  if (owners.includes(owner)) return;
  owners.push(owner);
  owners.sort((a, b) => OWNERS.indexOf(a) - OWNERS.indexOf(b));
}

/** How many tokens of the row each owner has; a token across a border counts for the owner whose tint it wears. */
export function countByOwner(tokens: readonly RowToken[]): Record<Owner, number> {
  const counts: Record<Owner, number> = { template: 0, system: 0, person: 0, model: 0, tool: 0 };
  for (const token of tokens) counts[ownerOf(token)]++;
  return counts;
}
