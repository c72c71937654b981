/**
 * Vocabularies of characters (SentencePiece, as Llama 2, Mistral and Gemma have) in made-up files, read by the library that would
 * run them: our encoder gives its ids. No such file is needed here, and the library loads a vocabulary without weights.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { FRESH_SEED, randomTexts } from '#domain/tokens/fuzz.contract';
import { HOSTILE_TEXTS } from '#domain/tokens/hostile-text';
import { ownEncoder } from './file-encoder.ts';
import { readGguf } from './gguf.ts';
import { madeGguf } from './made-gguf.ts';
import { vocabularyOf } from './vocabulary.ts';

// Values of `token_type`.
const [NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE] = [1, 2, 3, 4, 6];

/** What common pieces are made of: letters, marks for spaces, Chinese, an emoji. */
const LETTERS = ['a', 'b', 'e', 'h', 't', 'é', '▁', '.', '0', '诗', '歌', '😀', '\n'];

/** Three marks, a token for each byte, the letters. */
const FIRST_JOINED = 3 + 256 + LETTERS.length;

type Made = { addSpacePrefix?: boolean; ordinary?: string[]; seed: number };

/** Items of one letter and joined ones, with scores in an order of their own, as training gives them. */
function fileOf({ addSpacePrefix, ordinary = [], seed }: Made): Buffer {
  const [joined = []] = fc.sample(
    fc.uniqueArray(
      fc
        .array(fc.constantFrom(...LETTERS), { minLength: 2, maxLength: 5 })
        .map((letters) => letters.join(''))
        .filter((piece) => !ordinary.includes(piece)), // A token that is there twice ends the library's process.
      {
        minLength: 150,
        maxLength: 150,
      },
    ),
    { numRuns: 1, seed },
  );
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const tokens = ['<unk>', '<s>', '</s>', ...bytes, ...LETTERS, ...joined, ...ordinary];
  const types = [
    ...[UNKNOWN, CONTROL, CONTROL],
    ...bytes.map(() => BYTE),
    ...[...LETTERS, ...joined].map(() => NORMAL),
    ...ordinary.map(() => USER_DEFINED),
  ];
  const [order = []] = fc.sample(
    fc.shuffledSubarray(
      tokens.map((_, id) => id),
      { minLength: tokens.length },
    ),
    { numRuns: 1, seed },
  );
  return madeGguf({
    metadata: {
      'general.architecture': 'llama',
      'llama.block_count': 1,
      'llama.context_length': 512,
      'llama.embedding_length': 16,
      'llama.feed_forward_length': 16,
      'llama.attention.head_count': 1,
      'llama.attention.layer_norm_rms_epsilon': 0.00001,
      'tokenizer.ggml.model': 'llama',
      'tokenizer.ggml.pre': 'default',
      'tokenizer.ggml.tokens': tokens,
      'tokenizer.ggml.token_type': Int32Array.from(types),
      'tokenizer.ggml.scores': Float32Array.from(order, (place) => -place),
      'tokenizer.ggml.unknown_token_id': 0,
      'tokenizer.ggml.bos_token_id': 1,
      'tokenizer.ggml.eos_token_id': 2,
      ...(addSpacePrefix !== undefined && { 'tokenizer.ggml.add_space_prefix': addSpacePrefix }),
    },
  });
}

const home = mkdtempSync(join(tmpdir(), 'oriel-characters-'));
let llama: Llama;
before(async () => {
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
});
after(async () => {
  await llama.dispose();
  rmSync(home, { recursive: true });
});

const FILES: [what: string, made: Omit<Made, 'seed'>][] = [
  ['which says nothing of a space before the text', {}],
  ['with a space before the text', { addSpacePrefix: true }],
  ['without one', { addSpacePrefix: false }],
  ['with ordinary tokens, as Gemma has', { addSpacePrefix: false, ordinary: ['<table>', '\n\n', '\n\n\n', '▁▁', '▁▁▁▁'] }],
];
for (const [what, made] of FILES)
  for (const seed of [1, FRESH_SEED])
    test(`a file of characters ${what} gets the library's ids (seed ${seed})`, async (context) => {
      const path = join(home, 'made.gguf');
      writeFileSync(path, fileOf({ ...made, seed }));
      const library = await llama.loadModel({ modelPath: path, vocabOnly: true });
      try {
        const header = await readGguf(path);
        const own = await ownEncoder(header, vocabularyOf(header));
        assert(own);
        let tried = 0;
        let joined = 0;
        const word = fc.string({
          unit: fc.constantFrom(...LETTERS.map((letter) => (letter === '▁' ? ' ' : letter)), 'z', '水', '<table>'),
          maxLength: 40,
        });
        for (const text of [...HOSTILE_TEXTS, ...fc.sample(word, { numRuns: 2000, seed }), ...randomTexts(0.05)]) {
          const ids = own.encoder.encode(text);
          assert.deepEqual(ids, Array.from(library.tokenize(text, false)), JSON.stringify(text));
          joined += ids.filter((id) => id >= FIRST_JOINED).length;
          tried++;
        }
        assert(joined > 1000, `only ${joined} joins came about`);
        context.diagnostic(`${tried} texts, 0 differences, ${joined} joined tokens`);
      } finally {
        await library.dispose();
      }
    });
