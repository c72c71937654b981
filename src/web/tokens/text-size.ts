/** The size of a text that may be megabytes: nothing is made of it. */
import { isHigh, isLow } from './text-edit.ts';

type TextSize = {
  /** Code points: a character outside the first plane is one, as people count, not two as in UTF-16. */
  characters: number;
  /** In UTF-8. */
  bytes: number;
};

/** Without making characters or bytes. Half a pair counts as the character that stands for it in UTF-8. */
export function sizeOf(text: string): TextSize {
  let characters = text.length;
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes++;
    else if (code < 0x800) bytes += 2;
    else if (isHigh(code) && isLow(text.charCodeAt(at + 1))) {
      bytes += 4;
      characters--;
      at++;
    } else bytes += 3;
  }
  return { characters, bytes };
}
