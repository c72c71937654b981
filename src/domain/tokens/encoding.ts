/**
 * An encoding: the named table from which an encoder is made. Plain data, however it came: ranks as published, a
 * `tokenizer.json`, or the header of a weights file. Knows neither files nor how text is encoded.
 */
import type { CutterName } from './piece.ts';

/**
 * A token that is no item of the vocabulary proper. `control`: text never becomes one, templates set it by id.
 * `ordinary`: a stretch of text that is always this token, as Gemma's `<table>`.
 */
export type SpecialToken = { id: number; text: string; kind: 'control' | 'ordinary' };

export type Encoding = {
  /** `o200k`, or that of the weights file for a file's own. */
  name: string;
  cutter: CutterName;
  /** Where merging starts: at bytes, or at characters, where a space is one with `▁` and what has no item is bytes. */
  alphabet: 'bytes' | 'characters';
  /** Whether a piece that is an item of the vocabulary is that token, whatever merging would make of it. */
  takesWholePieces: boolean;
  /** Whether text is brought into Unicode's composed form first: the tokens then spell that form. */
  normalises: boolean;
  /** Whether a space is put before the text. */
  opensWithSpace: boolean;
  /** Bytes of all items, in order of id; item `id` is `bytes[starts[id]]` up to `bytes[starts[id + 1]]`, empty where text makes none. */
  bytes: Uint8Array;
  starts: Uint32Array;
  /**
   * Id of the item that stands for each single byte; with characters as alphabet these items are that only. -1 where a
   * vocabulary lacks it (SmolLM2 lacks some control characters): such a byte makes no token, and none joins across it.
   */
  byteIds: Int32Array;
  joins: Joins;
  specials: SpecialToken[];
};

/**
 * What merging may join. `all`: any two items whose bytes make an item, the lowest id first, or the highest score.
 * `listed`: the pairs of a list, earliest first.
 */
export type Joins =
  | { kind: 'all'; scores?: Float32Array }
  | { kind: 'listed'; left: Int32Array; right: Int32Array; made: Int32Array };

/** How many items a vocabulary has, holes included. */
export function sizeOf(encoding: Encoding): number {
  return encoding.starts.length - 1;
}
