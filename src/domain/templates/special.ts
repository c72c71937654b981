/** Special tokens by name and by id: tokens that a template produces and text cannot. */

/** The id is absent where the vendor does not publish it. */
export type Special = { id?: number; text: string };

/** A template's few literals come again with every message: so many are remembered as cut. */
const MOST_CUTS = 1000;

type Names = {
  byText: Map<string, Special>;
  byId: Map<number, Special>;
  pattern?: RegExp;
  cuts: Map<string, (string | Special)[]>;
};
const knownNames = new WeakMap<readonly Special[], Names>();

/** A template's words, cut at the names of special tokens: the longest name first where two begin alike. */
export function cutAtSpecials(text: string, specials: readonly Special[]): (string | Special)[] {
  const { byText, pattern, cuts } = namesOf(specials);
  if (!pattern) return [text];
  const known = cuts.get(text);
  if (known) return known;
  // Splitting by a pattern in brackets keeps the names, at every odd place.
  const parts = text.split(pattern).flatMap((part, at) => (at % 2 ? (byText.get(part) ?? []) : part === '' ? [] : part));
  if (cuts.size < MOST_CUTS) cuts.set(text, parts);
  return parts;
}

/** The special token of an id, if it is one. */
export function specialOf(id: number, specials: readonly Special[]): Special | undefined {
  return namesOf(specials).byId.get(id);
}

function namesOf(specials: readonly Special[]): Names {
  const known = knownNames.get(specials);
  if (known) return known;
  const texts = specials.map(({ text }) => text).filter((text) => text !== '');
  const choices = texts.sort((a, b) => b.length - a.length).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names: Names = {
    byText: new Map(specials.map((special) => [special.text, special])),
    byId: new Map(specials.flatMap((special) => (special.id === undefined ? [] : [[special.id, special]]))),
    cuts: new Map(),
    ...(choices.length > 0 && { pattern: new RegExp(`(${choices.join('|')})`, 'u') }),
  };
  knownNames.set(specials, names);
  return names;
}
