/**
 * With weights files at hand (`ORIEL_TEST_WEIGHTS`, and `ORIEL_TEST_FILES` with `:` between): the encoder made from each
 * file's header, and the one read back from what is kept of it, give the ids of the library that runs the file.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { getLlama, type Llama, type LlamaModel } from 'node-llama-cpp';
import { classAt, OTHER } from '#domain/tokens/character-class';
import { FRESH_SEED, randomTexts } from '#domain/tokens/fuzz.contract';
import { HOSTILE_TEXTS } from '#domain/tokens/hostile-text';
import { keepProven, type OwnEncoder, ownEncoder, provenEncoder } from './file-encoder.ts';
import { readGguf } from './gguf.ts';
import { TEST_WEIGHTS } from './test-weights.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

const further = (process.env.ORIEL_TEST_FILES ?? '').split(delimiter).filter((path) => path !== '');

for (const path of new Set([TEST_WEIGHTS.path, ...further])) {
  const skip = existsSync(path) ? false : `there is no weights file at ${path}`;
  describe(`the ids of ${basename(path)}`, { skip }, () => {
    const home = mkdtempSync(join(tmpdir(), 'oriel-ids-'));
    const keptAt = join(home, 'kept.bin');
    let llama: Llama;
    let library: LlamaModel;
    let vocabulary: Vocabulary;
    let own: OwnEncoder | undefined;
    const ids = (text: string): number[] => library.tokenize(text, false);

    before(async () => {
      llama = await getLlama({ gpu: false, build: 'never', skipDownload: true });
      library = await llama.loadModel({ modelPath: path, vocabOnly: true });
      const header = await readGguf(path);
      vocabulary = vocabularyOf(header);
      own = await ownEncoder(header, vocabulary, keptAt);
    });
    after(async () => {
      await library.dispose();
      await llama.dispose();
      rmSync(home, { recursive: true });
    });

    test('our own encoder is proven, so it is used', () => {
      assert.equal(provenEncoder(own, { encode: ids }, vocabulary).by, 'own');
    });

    test('what is kept of it gives the same ids', async () => {
      await keepProven(own, provenEncoder(own, { encode: ids }, vocabulary), keptAt);
      const kept = await ownEncoder(await readGguf(path), vocabulary, keptAt);
      assert.ok(kept?.isKept);
      for (const text of HOSTILE_TEXTS) assert.deepEqual(kept.encoder.encode(text), ids(text), JSON.stringify(text));
    });

    test(`random texts (fresh seed ${FRESH_SEED}) get the library's ids, save letters newer than the library`, (context) => {
      const newer = new Set<string>();
      let texts = 0;
      for (const text of randomTexts(3)) {
        const [ours, theirs] = [own?.encoder.encode(text) ?? [], ids(text)];
        texts++;
        if (ours.join() === theirs.join()) continue;
        const letters = text.match(NEWER);
        assert.ok(letters, `${JSON.stringify(text)}: ${ours.join(' ')}, library ${theirs.join(' ')}`);
        for (const letter of letters) newer.add(letter);
      }
      for (const letter of newer) assert.notEqual(classAt(letter, 0, letter.length) & 15, OTHER);
      const codes = Array.from(newer, (letter) => `U+${letter.codePointAt(0)?.toString(16)}`);
      context.diagnostic(`${texts} texts; letters newer than the library: ${codes.join(' ') || 'none'}`);
    });

    test('every token spells the bytes that the library spells', () => {
      const spelt = (id: number) => library.detokenize([id] as never, true);
      for (let id = 0; id < vocabulary.size; id += 7) {
        const ours = new TextDecoder('utf-8', { ignoreBOM: true }).decode(vocabulary.bytesOf(id));
        // Half a character cannot be compared as text, and padding spells nothing in the library.
        if (!ours.includes('\ufffd') && !ours.startsWith('[PAD')) assert.equal(ours, spelt(id), `token ${id}`);
      }
    });
  });
}

/** Letters of Unicode 15.1 and 16, which are none in the library's older tables. */
const NEWER =
  /[\u{13440}-\u{143fa}\u{10d40}-\u{10d8f}\u{105c0}-\u{105f3}\u{16100}-\u{1cc00}]|[\ua7cb-\ua7dc]|[\u0870-\u0897\u1c89\u1c8a]/gu;
