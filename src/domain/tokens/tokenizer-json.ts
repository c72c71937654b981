/**
 * Hugging Face's `tokenizer.json` as an encoding. What differs between families is data: the expressions that cut, the
 * normaliser, the alphabet. Anything unknown is an error, never a guess. Knows no files.
 */
import type { Encoding, SpecialToken } from './encoding.ts';
import { pairsOf } from './gguf-vocabulary.ts';
import type { CutterName } from './piece.ts';
import { encodingOf, kindOf } from './written-vocabulary.ts';

/** The parts of the file that are read. */
export type TokenizerJson = {
  added_tokens: { id: number; content: string; special: boolean }[];
  normalizer: Step | null;
  pre_tokenizer: Step | null;
  model: {
    type: string;
    byte_fallback?: boolean;
    ignore_merges?: boolean;
    vocab: Record<string, number>;
    merges: (string | [string, string])[];
  };
};

type Step = {
  type: string;
  normalizers?: Step[];
  pretokenizers?: Step[];
  pattern?: { Regex?: string; String?: string };
  individual_digits?: boolean;
  use_regex?: boolean;
};

/** What a file's steps say, and the cutter that does it. */
const CUTTER_OF: Record<string, CutterName> = {
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+":
    'qwen2',
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+":
    'cl100k',
  '\\p{N}{1,3} then [一-龥぀-ゟ゠-ヿ]+ then [!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+':
    'deepseek-v3',
  '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+':
    'tekken',
  'single digits then words': 'smollm',
  words: 'gpt2',
};

/** Throws, naming the step, where the file asks for something that is not known here. */
export function encodingFromTokenizerJson(name: string, file: TokenizerJson): Encoding {
  const { vocab, merges, byte_fallback, ignore_merges, type } = file.model;
  if (type !== 'BPE') throw new Error(`The tokenizer ${name} is of type ${type}; only BPE is known.`);
  const normaliser = (file.normalizer?.normalizers ?? [file.normalizer]).map((step) => step?.type ?? '').join(' then ');
  if (!['', 'NFC', 'Replace', 'Prepend then Replace'].includes(normaliser))
    throw new Error(`The tokenizer ${name} normalises text by ${normaliser}; known are NFC, and spaces written as \u2581.`);
  const alphabet = byte_fallback ? 'characters' : 'bytes';
  const items: (string | undefined)[] = [];
  for (const [item, id] of Object.entries(vocab)) items[id] = item;
  return encodingOf({
    name,
    cutter: alphabet === 'characters' ? 'whole' : cutterOf(name, file.pre_tokenizer),
    alphabet,
    takesWholePieces: ignore_merges === true,
    normalises: normaliser === 'NFC',
    opensWithSpace: normaliser.startsWith('Prepend'),
    items: Array.from(items),
    merges: typeof merges[0] === 'string' ? pairsOf(merges as string[]) : (merges as [string, string][]),
    specials: file.added_tokens.map(
      ({ id, content, special }): SpecialToken => ({ id, text: content, kind: kindOf(content, alphabet, special) }),
    ),
  });
}

function cutterOf(name: string, pre: Step | null): CutterName {
  const steps = (pre?.pretokenizers ?? (pre ? [pre] : [])).map(describe).filter((step) => step !== '');
  const found = CUTTER_OF[steps.join(' then ')];
  if (!found)
    throw new Error(`The tokenizer ${name} cuts text by ${steps.join(' then ') || 'nothing'}, which is not known here.`);
  return found;
}

function describe(step: Step): string {
  if (step.type === 'Split') return step.pattern?.Regex ?? `the text ${step.pattern?.String}`;
  if (step.type === 'Digits') return step.individual_digits ? 'single digits' : 'digits';
  if (step.type === 'ByteLevel') return step.use_regex === false ? '' : 'words';
  return step.type;
}
