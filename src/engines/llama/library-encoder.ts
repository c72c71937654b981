/** An encoder that asks llama.cpp: exact by definition, but a call into native code for every text. */
import type { Encoder } from '#domain/tokens/encoder';
import type { NativeModel } from './native.ts';
import type { Vocabulary } from './vocabulary.ts';

export function libraryEncoder(native: Pick<NativeModel, 'encode'>, vocabulary: Pick<Vocabulary, 'name' | 'bytesOf'>): Encoder {
  return { encoding: vocabulary.name, encode: (text) => native.encode(text), bytesOf: vocabulary.bytesOf };
}
