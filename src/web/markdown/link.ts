/** Which addresses a link in an answer may have, and what is shown of them. Pure. */

/** The address if it may be opened: http, https or mail; undefined for anything else. */
export function safeAddress(href: string): string | undefined {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return undefined;
  }
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** Where an address leads, for a person: host, or mail address. */
export function placeOf(href: string): string {
  const url = new URL(href);
  return url.protocol === 'mailto:' ? decodeURI(url.pathname) : url.host;
}

/** Whether the words of a link already say where it leads. */
export function saysPlace(words: string, href: string): boolean {
  const said = words.trim().toLowerCase();
  return said === href.toLowerCase() || said.replace(/^https?:\/\//, '').startsWith(placeOf(href).toLowerCase());
}
