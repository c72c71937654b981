/** A script that recites one text and, asked to continue, goes on behind the tokens that are kept, as a real model would. */
import type { ScriptedOptions } from '#engines/scripted';
import { scriptedEncoder } from '#engines/scripted-vocabulary';

/** Characters of one to four bytes, and some of several code points: most cuts fall into the middle of one. */
export const RECITAL = 'The row of tokens: 诗是一扇窗 · größer than 🪟👩‍👩‍👧 and ﷽, שלום, عالم — to be read. '.repeat(2);

export const recite =
  (text: string = RECITAL): ScriptedOptions['script'] =>
  ({ prompt }) => {
    let kept = 0;
    while (prompt.tokens.at(-1 - kept)?.owner === 'model') kept++;
    return [{ ids: scriptedEncoder.encode(text).slice(kept) }];
  };
