/**
 * Text as Python cuts it: templates are written for Python's Jinja, whose white space is not JavaScript's (U+FEFF is none, U+001C to
 * U+001F and U+0085 are). Linear in the text. Knows no templates.
 */

/** What Python's `str.isspace` says yes to, of all code points; none is beyond U+FFFF. */
const SPACES = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/** Without the characters of `chars`, white space unless said, at both ends. */
export function strip(text: string, chars?: string): string {
  return lstrip(rstrip(text, chars), chars);
}

export function lstrip(text: string, chars?: string): string {
  const cut = setOf(chars);
  let from = 0;
  for (const character of text) {
    if (!cut.has(character)) break;
    from += character.length;
  }
  return text.slice(from);
}

export function rstrip(text: string, chars?: string): string {
  const cut = setOf(chars);
  let to = text.length;
  while (to > 0) {
    const pair = text.slice(Math.max(0, to - 2), to);
    const character = (pair.codePointAt(0) ?? 0) > 0xffff ? pair : (pair.at(-1) ?? '');
    if (!cut.has(character)) break;
    to -= character.length;
  }
  return text.slice(0, to);
}

export function isBlank(text: string): boolean {
  return lstrip(text) === '';
}

/** The words between white space, as `str.split` without a separator gives them. */
export function words(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !SPACES.has(text.charAt(at))) continue;
    if (at > from) found.push(text.slice(from, at));
    from = at + 1;
  }
  return found;
}

function setOf(chars: string | undefined): ReadonlySet<string> {
  return chars === undefined ? SPACES : new Set(chars);
}
