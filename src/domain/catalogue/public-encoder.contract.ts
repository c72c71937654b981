/** The encoder of any public encoding, for tests: those made of files, and gpt-oss's, which is o200k with other specials. */
import { type BytePairEncoder, withSpecials } from '#domain/tokens/byte-pair';
import type { EncodingName } from '#domain/tokens/encodings';
import { publicEncoder as fromFile } from '#domain/tokens/public-encoder.contract';
import { HARMONY_SPECIALS } from '#domain/tokens/published';

const made = new Map<EncodingName, BytePairEncoder>();

export function publicEncoder(name: EncodingName): BytePairEncoder {
  const encoder =
    made.get(name) ?? (name === 'o200k_harmony' ? withSpecials(fromFile('o200k'), name, HARMONY_SPECIALS) : fromFile(name));
  made.set(name, encoder);
  return encoder;
}
