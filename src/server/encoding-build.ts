/**
 * Makes `build/encodings/<name>.bin`, and beside it the same compressed for the page, from packages that are there at
 * development time. Run as a worker (`encoding-files.ts`): a large one takes two seconds. Knows no HTTP.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Encoding } from '#domain/tokens/encoding';
import { writeEncoding } from '#domain/tokens/encoding-file';
import type { EncodingFile } from '#domain/tokens/encodings';
import { publishedEncoding } from '#domain/tokens/published';
import { encodingFromTokenizerJson } from '#domain/tokens/tokenizer-json';

/** `data` is the file of a package; `to` where the encoding goes; `source` is what it says of itself. */
export type EncodingBuild = { name: EncodingFile; data: string; to: string; source: string };

/** The compressed forms, by the ending of their files. Brotli at 9: 0.2 s and 6 % more than at 11, which takes 3 s. */
const COMPRESSED = {
  '.br': (bytes: Uint8Array): Uint8Array =>
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  '.gz': (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9 }),
  '': (bytes: Uint8Array): Uint8Array => bytes,
};

function encodingOf({ name, data }: EncodingBuild): Encoding {
  const text = readFileSync(data, 'utf8');
  return name === 'o200k' || name === 'cl100k'
    ? publishedEncoding(name, text)
    : encodingFromTokenizerJson(name, JSON.parse(text));
}

const build = workerData as EncodingBuild;
const bytes = writeEncoding(encodingOf(build), build.source);
mkdirSync(dirname(build.to), { recursive: true });
// The plain file comes last: where it is whole, the others are.
for (const [ending, compress] of Object.entries(COMPRESSED)) {
  const unfinished = `${build.to}${ending}.${process.pid}.part`;
  writeFileSync(unfinished, compress(bytes));
  renameSync(unfinished, build.to + ending);
}
