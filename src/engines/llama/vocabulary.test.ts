import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toHex } from '#domain/tokens/token';
import { parseGguf } from './gguf.ts';
import { madeGguf } from './made-gguf.ts';
import { vocabularyOf } from './vocabulary.ts';

function vocabulary(model: string, tokens: string[], types: number[]) {
  const metadata = { 'tokenizer.ggml.model': model, 'tokenizer.ggml.tokens': tokens, 'tokenizer.ggml.token_type': types };
  const bytes = madeGguf({ metadata });
  return vocabularyOf(parseGguf(bytes, bytes.length));
}

describe('the vocabulary of a file', () => {
  it('spells byte-level items by their letters, half characters too', () => {
    const { bytesOf } = vocabulary('gpt2', ['Ġhello', 'ç»', '½', 'Ċ', 'Ā'], [1, 1, 1, 1, 1]);
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((id) => toHex(bytesOf(id))),
      ['2068656c6c6f', 'e7bb', 'bd', '0a', '00'],
    );
  });

  it('knows every byte by one letter', () => {
    const letters = Array.from({ length: 0x144 }, (_, at) => String.fromCodePoint(at)).filter(
      (letter) => !/[\0-\x20\x7f-\xa0\xad]/.test(letter),
    );
    const { bytesOf } = vocabulary(
      'gpt2',
      letters,
      letters.map(() => 1),
    );
    const bytes = new Set(letters.map((_, id) => toHex(bytesOf(id))));
    assert.equal(bytes.size, letters.length);
    assert.equal([...bytes].filter((hex) => hex.length === 2).length, 256);
  });

  it('spells a space for `▁` and a byte for `<0x0A>` in SentencePiece files', () => {
    const { bytesOf } = vocabulary('llama', ['▁hello', '<0x0A>', '<s>'], [1, 6, 3]);
    assert.deepEqual(
      [0, 1, 2].map((id) => toHex(bytesOf(id))),
      ['2068656c6c6f', '0a', '3c733e'],
    );
  });

  it('calls control tokens special, and no others', () => {
    const { specials, isSpecial } = vocabulary('gpt2', ['a', '<|im_end|>', '<tool>'], [1, 3, 4]);
    assert.deepEqual(specials, [{ id: 1, text: '<|im_end|>' }]);
    assert.deepEqual([0, 1, 2].map(isSpecial), [false, true, false]);
  });

  it('says which id it does not hold', () => {
    assert.throws(() => vocabulary('gpt2', ['a'], [1]).bytesOf(5), /Token 5 is not in the file's vocabulary of 1/);
  });
});
