/**
 * What every encoder offers. `encode` has no parameter that lets text become a special token: that is
 * invariant 5 as a type. Special tokens come from templates, by id.
 */
export type Encoder = {
  /** Name of the encoding: `o200k`, or that of the weights file for a file's own. */
  readonly encoding: string;
  /** Ordinary tokens of a text, in order. Linear in the text's length. */
  encode(text: string): number[];
  /** The bytes of an ordinary or special token. Throws RangeError on an id outside the vocabulary. */
  bytesOf(id: number): Uint8Array;
};
