import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factsOf } from './facts.ts';
import { parseGguf, readGguf } from './gguf.ts';
import { LETTERS, type MadeGguf, madeGguf } from './made-gguf.ts';
import { TEST_WEIGHTS } from './test-weights.ts';

function headerOf(made: MadeGguf) {
  const bytes = madeGguf(made);
  return parseGguf(bytes, bytes.length);
}

describe('facts of a file', () => {
  it('are what its header says', () => {
    const { template, templateHash, fileBytes, bitsPerWeight, ...facts } = factsOf(headerOf(LETTERS));
    assert.deepEqual(facts, {
      name: 'Letters',
      architecture: 'llama',
      parameters: 16 * 40 + 16 * 16,
      layers: 2,
      width: 16,
      heads: 4,
      kvHeads: 2,
      vocabulary: 40,
      trainedWindow: 512,
      tensorTypes: { F32: 1, Q4_K: 1 },
      encoding: 'letters',
      addsBegin: false,
      endOfGeneration: [0],
      specials: [{ id: 0, text: '<end>' }],
      licence: 'mit',
    });
    assert.match(templateHash ?? '', /^[0-9a-f]{64}$/);
    assert.ok(template?.includes('<end>'));
    assert.equal(bitsPerWeight, (8 * fileBytes) / facts.parameters);
  });

  it('take the list of end tokens from the library where there is one', () => {
    assert.deepEqual(factsOf(headerOf(LETTERS), (id) => id === 0 || id === 7).endOfGeneration, [0, 7]);
  });

  it('leave out what the file does not say: unknown is not zero', () => {
    const facts = factsOf(headerOf({ metadata: { 'general.architecture': 'new', 'tokenizer.ggml.tokens': ['a'] } }));
    for (const absent of ['name', 'layers', 'heads', 'begin', 'licence', 'template', 'templateHash'] as const)
      assert.ok(!(absent in facts), absent);
  });

  it('cannot be had of a file without a vocabulary', () => {
    assert.throws(() => factsOf(headerOf({ metadata: { 'general.architecture': 'clip' } })), /no vocabulary/);
  });

  it('of the small weights file are the published ones', { skip: TEST_WEIGHTS.skip }, async () => {
    const facts = factsOf(await readGguf(TEST_WEIGHTS.path));
    assert.deepEqual(
      [facts.parameters, facts.layers, facts.width, facts.heads, facts.kvHeads, facts.vocabulary, facts.trainedWindow],
      [134_515_008, 30, 576, 9, 3, 49_152, 8192],
    );
    assert.deepEqual([facts.begin, facts.addsBegin, facts.endOfGeneration, facts.licence], [1, false, [2], 'apache-2.0']);
  });
});
