/**
 * Ordinary special tokens: stretches of text that are always one token, as Gemma's `<table>`, whatever merging would make
 * of them. The first in the text counts, and of those that begin there the longest. Knows no ids but theirs.
 */
import type { SpecialToken } from './encoding.ts';
import type { Cutter } from './piece.ts';

type Branch = { id: number; next: Map<number, Branch> };

export class OrdinaryTokens {
  readonly #root: Branch = { id: -1, next: new Map() };
  size = 0;
  /** Length of the longest, in UTF-16 units. */
  longest = 0;

  constructor(specials: readonly SpecialToken[]) {
    for (const special of specials) {
      if (special.kind !== 'ordinary' || special.text === '') continue;
      let branch = this.#root;
      for (let at = 0; at < special.text.length; at++) {
        const unit = special.text.charCodeAt(at);
        const next = branch.next.get(unit) ?? { id: -1, next: new Map() };
        branch.next.set(unit, next);
        branch = next;
      }
      branch.id = special.id;
      this.size++;
      this.longest = Math.max(this.longest, special.text.length);
    }
  }

  /**
   * A cutter that makes each of these tokens a piece, and cuts what is between them as `inner` does. It remembers where the
   * next token is, for else a long piece would be searched again from each of its tokens.
   */
  cutAround(inner: Cutter): Cutter {
    if (this.size === 0) return inner;
    const known = { text: '', end: 0, from: 0, next: 0 };
    return (text, from, end) => {
      if (from < known.from || from > known.next || end !== known.end || text !== known.text)
        Object.assign(known, { text, end, from, next: this.#nextFrom(text, from, end) });
      return from < known.next ? inner(text, from, known.next) : this.#endOf(text, from, end);
    };
  }

  /** Where the first token begins that begins at or after `from`; `end` where none does. */
  #nextFrom(text: string, from: number, end: number): number {
    let at = from;
    while (at < end && this.#endOf(text, at, end) === at) at++;
    return at;
  }

  /** The id of the token that is exactly this text, else -1. */
  wholeAt(text: string, from: number, to: number): number {
    let branch: Branch | undefined = this.#root;
    for (let at = from; at < to && branch; at++) branch = branch.next.get(text.charCodeAt(at));
    return branch?.id ?? -1;
  }

  /** End of the longest token that begins at `from`; `from` itself when none does. */
  #endOf(text: string, from: number, end: number): number {
    let longest = from;
    let branch = this.#root.next.get(text.charCodeAt(from));
    for (let at = from + 1; branch; at++) {
      if (branch.id >= 0) longest = at;
      branch = at < end ? branch.next.get(text.charCodeAt(at)) : undefined;
    }
    return longest;
  }
}
