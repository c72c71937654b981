/**
 * An encoder small enough to see through, for tests: the longest item that fits, from the left; any byte is an
 * item. Its few long items cross the borders at which templates and people's words meet.
 */
import type { Encoder } from '#domain/tokens/encoder';
import { toUtf8 } from '#domain/tokens/utf8';

const LONG = [
  '\n\n',
  '\n\n\n',
  '\nH',
  'user\n',
  'user\nH',
  ' the',
  'ing',
  'é',
  '<|',
  '|>',
  '\n ',
  'system',
  'assistant',
  '. ',
  'Hi',
];
const FIRST_LONG = 256;

export const tinyEncoder: Encoder = {
  encoding: 'tiny',
  encode(text) {
    const ids: number[] = [];
    for (let at = 0; at < text.length; ) {
      const item = LONG.filter((long) => text.startsWith(long, at)).sort((a, b) => b.length - a.length)[0];
      if (item) ids.push(FIRST_LONG + LONG.indexOf(item));
      else ids.push(...toUtf8(String.fromCodePoint(text.codePointAt(at) ?? 0)));
      at += item?.length ?? String.fromCodePoint(text.codePointAt(at) ?? 0).length;
    }
    return ids;
  },
  bytesOf(id) {
    const item = LONG[id - FIRST_LONG];
    if (item === undefined && (id < 0 || id >= FIRST_LONG)) throw new RangeError(`The tiny encoding has no token ${id}.`);
    return item === undefined ? Uint8Array.of(id) : toUtf8(item);
  },
};
