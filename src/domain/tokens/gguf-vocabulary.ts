/**
 * The encoder of a weights file, from the vocabulary in its header (`tokenizer.ggml.*`). It gives the ids that llama.cpp
 * gives, which composes no characters whatever the model's own tokenizer did; the one difference meant is that marks of a
 * template are never read in text. Knows no file: the header is read elsewhere.
 */
import { type BytePairEncoder, bytePairEncoder } from './byte-pair.ts';
import type { Encoding, SpecialToken } from './encoding.ts';
import type { CutterName } from './piece.ts';
import { encodingOf, kindOf } from './written-vocabulary.ts';

/** Values of the header, by their keys after `tokenizer.ggml.`. */
export type GgufVocabulary = {
  /** `model`: `gpt2` (bytes) or `llama` (characters). */
  model: string;
  /** `pre`: how to cut. */
  pre?: string;
  tokens: readonly string[];
  /** `merges`: two items with a space between them. */
  merges?: readonly string[];
  /** `token_type`. */
  types?: ArrayLike<number>;
  scores?: ArrayLike<number>;
  /** `add_space_prefix`; where absent, as in files of Llama 2, true for `llama`. */
  addSpacePrefix?: boolean;
};

/** The vocabulary is of a kind that no encoder here knows; the ids of the library that runs the file must do. */
export class UnknownVocabulary extends Error {
  override name = 'UnknownVocabulary';
}

/** Values of `pre`, as llama.cpp cuts them. */
const CUTTER_OF: Record<string, CutterName> = {
  smollm: 'smollm',
  qwen2: 'qwen2',
  'deepseek-r1-qwen': 'qwen2',
  'llama-bpe': 'cl100k',
  llama3: 'cl100k',
  'llama-v3': 'cl100k',
  dbrx: 'cl100k',
  'deepseek-v3': 'deepseek-v3',
  'gpt-4o': 'o200k',
  tekken: 'tekken',
  'gpt-2': 'gpt2',
};

const TAKES_WHOLE_PIECES = new Set(['llama-bpe', 'llama3', 'llama-v3', 'tekken']);

// Values of `token_type`.
const NORMAL = 1;
const USER_DEFINED = 4;
const BYTE = 6;

/** @throws UnknownVocabulary */
export function encoderFromGguf(vocabulary: GgufVocabulary): BytePairEncoder {
  return bytePairEncoder(encodingFromGguf(vocabulary));
}

/** Takes 0.3 s for 150,000 items: worth keeping (`encoding-file.ts`). @throws UnknownVocabulary */
export function encodingFromGguf(vocabulary: GgufVocabulary): Encoding {
  const { model, pre, tokens, merges, types, scores } = vocabulary;
  const alphabet = model === 'llama' ? 'characters' : 'bytes';
  const cutter = model === 'llama' ? 'whole' : CUTTER_OF[pre ?? ''];
  if ((model !== 'llama' && model !== 'gpt2') || !cutter || (model === 'gpt2' && !merges))
    throw new UnknownVocabulary(
      `The file's vocabulary is of kind ${model}, cut as ${pre ?? 'nothing says'}; known are llama, and gpt2 cut as ${Object.keys(CUTTER_OF).join(', ')}.`,
    );
  const specials: SpecialToken[] = [];
  tokens.forEach((text, id) => {
    const type = types?.[id] ?? NORMAL;
    if (type !== NORMAL && type !== BYTE) specials.push({ id, text, kind: kindOf(text, alphabet, type !== USER_DEFINED) });
  });
  return encodingOf({
    name: pre && pre !== 'default' ? pre : model,
    cutter,
    alphabet,
    takesWholePieces: TAKES_WHOLE_PIECES.has(pre ?? ''),
    normalises: false,
    opensWithSpace: model === 'llama' && vocabulary.addSpacePrefix !== false,
    items: tokens.slice(),
    ...(model === 'gpt2' && merges ? { merges: pairsOf(merges) } : {}),
    ...(model === 'llama' && scores ? { scores } : {}),
    specials,
  });
}

/** An item may itself begin with a space only in theory: the alphabet of bytes has none. */
export function* pairsOf(merges: readonly string[]): Generator<readonly [string, string]> {
  for (const merge of merges) {
    const space = merge.indexOf(' ', 1);
    yield [merge.slice(0, space), merge.slice(space + 1)];
  }
}
