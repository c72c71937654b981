/**
 * The encoders of the page's worker: public encodings by their names, and those of model files on this machine by the
 * file's SHA-256. Knows no network: whoever runs it says how a file is read.
 */
import { type BytePairEncoder, bytePairEncoder } from '#domain/tokens/byte-pair';
import { readEncoding } from '#domain/tokens/encoding-file';
import { type EncodingName, encodersFrom } from '#domain/tokens/encodings';

/** The encoding of a model file, by its SHA-256. */
export type FileEncoding = `file:${string}`;

export type PageEncoders = {
  /** Rejects as `load` does. A failed load is tried again at the next call. */
  get(encoding: EncodingName | FileEncoding): Promise<BytePairEncoder>;
};

/** @param load the whole of `/encodings/<name>.bin` */
export function pageEncoders(load: (name: string) => Promise<Uint8Array>): PageEncoders {
  const published = encodersFrom(load);
  const ofFiles = new Map<FileEncoding, Promise<BytePairEncoder>>();
  return {
    get(encoding) {
      if (!isOfFile(encoding)) return published.get(encoding);
      const known = ofFiles.get(encoding);
      if (known) return known;
      const made = load(encoding.slice('file:'.length)).then((bytes) => bytePairEncoder(readEncoding(bytes)));
      ofFiles.set(encoding, made);
      made.catch(() => ofFiles.delete(encoding));
      return made;
    },
  };
}

function isOfFile(encoding: string): encoding is FileEncoding {
  return encoding.startsWith('file:');
}
