/**
 * Reads the header of a GGUF file: metadata and the list of tensors, never the tensors. A file from a stranger is
 * hostile input: every length is checked against a limit before anything is allocated for it.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
 */
import { open } from 'node:fs/promises';

export type GgufScalar = number | bigint | boolean | string;
export type GgufValue = GgufScalar | GgufScalar[];

/** `offset` counts from the beginning of all tensors' data. */
export type GgufTensor = { name: string; shape: number[]; type: number; offset: number };

export type GgufHeader = {
  version: number;
  metadata: Map<string, GgufValue>;
  tensors: GgufTensor[];
  fileBytes: number;
};

/** The file is not what it says it is. The message is one sentence for people. */
export class BadWeights extends Error {
  override name = 'BadWeights';
}

/** Far above what published files hold (262,144 items, about 50 keys, 2,000 tensors, 16 MB of header). */
const LIMITS = { keys: 4096, keyBytes: 512, stringBytes: 4 << 20, items: 2 << 20, tensors: 65536, dimensions: 8, rows: 2 ** 40 };
const HEADER_LIMIT = 256 << 20;
/** The header of a model with 150,000 items takes 6 MB. */
const FIRST_READ = 8 << 20;

/** @throws BadWeights when the file is no GGUF, is cut short, or goes over a limit. */
export async function readGguf(path: string): Promise<GgufHeader> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let length = FIRST_READ; ; length *= 4) {
      const block = Buffer.alloc(Math.min(length, size, HEADER_LIMIT));
      await file.read(block, 0, block.length, 0);
      try {
        return parseGguf(block, size);
      } catch (error) {
        if (!(error instanceof RunsOut)) throw error;
        if (block.length === size)
          throw new BadWeights(
            `The file ends after ${size} bytes, in the middle of its header. It was cut short: fetch it again.`,
          );
        if (block.length === HEADER_LIMIT)
          throw new BadWeights(`The file's header is longer than ${HEADER_LIMIT} bytes. It is damaged or made to harm.`);
      }
    }
  } finally {
    await file.close();
  }
}

/** The header at the beginning of `block`. */
export function parseGguf(block: Buffer, fileBytes: number): GgufHeader {
  const cursor = new Cursor(block);
  if (cursor.bytes(4).toString('latin1') !== 'GGUF')
    throw new BadWeights('This is no GGUF file: it does not begin with "GGUF". Choose a file whose name ends in .gguf.');
  const version = cursor.scalar(UINT32);
  if (version !== 2 && version !== 3)
    throw new BadWeights(
      `This is GGUF version ${version}; versions 2 and 3 can be read. Look for a newer conversion of the model.`,
    );
  const tensorCount = cursor.count(LIMITS.tensors, 'tensors');
  const keyCount = cursor.count(LIMITS.keys, 'metadata keys');
  const metadata = new Map<string, GgufValue>();
  for (let at = 0; at < keyCount; at++) metadata.set(cursor.string(LIMITS.keyBytes), cursor.value());
  const tensors: GgufTensor[] = [];
  for (let at = 0; at < tensorCount; at++) tensors.push(cursor.tensor());
  refuseCut(cursor.at, metadata, tensors, fileBytes);
  return { version, metadata, tensors, fileBytes };
}

/** A download that broke off has a whole header, and tensors that begin behind its end. */
function refuseCut(headerEnd: number, metadata: GgufHeader['metadata'], tensors: GgufTensor[], fileBytes: number): void {
  const alignment = Number(metadata.get('general.alignment') ?? 32);
  const dataBegin = Math.ceil(headerEnd / alignment) * alignment;
  const lost = tensors.filter(({ offset }) => dataBegin + offset >= fileBytes);
  if (lost.length === 0) return;
  throw new BadWeights(
    `The file ends after ${fileBytes} bytes, before ${lost.length} of its ${tensors.length} tensors begin. It was cut short: fetch it again.`,
  );
}

/** The block ended before the header did. */
class RunsOut extends Error {}

const [UINT32, STRING, ARRAY, UINT64] = [4, 8, 9, 10];

const SCALARS: Record<number, { bytes: number; read: (block: Buffer, at: number) => GgufScalar }> = {
  0: { bytes: 1, read: (block, at) => block.readUInt8(at) },
  1: { bytes: 1, read: (block, at) => block.readInt8(at) },
  2: { bytes: 2, read: (block, at) => block.readUInt16LE(at) },
  3: { bytes: 2, read: (block, at) => block.readInt16LE(at) },
  4: { bytes: 4, read: (block, at) => block.readUInt32LE(at) },
  5: { bytes: 4, read: (block, at) => block.readInt32LE(at) },
  6: { bytes: 4, read: (block, at) => block.readFloatLE(at) },
  7: { bytes: 1, read: (block, at) => block.readUInt8(at) !== 0 },
  10: { bytes: 8, read: (block, at) => block.readBigUInt64LE(at) },
  11: { bytes: 8, read: (block, at) => block.readBigInt64LE(at) },
  12: { bytes: 8, read: (block, at) => block.readDoubleLE(at) },
};

class Cursor {
  readonly #block: Buffer;
  #at = 0;

  constructor(block: Buffer) {
    this.#block = block;
  }

  get at(): number {
    return this.#at;
  }

  bytes(length: number): Buffer {
    const from = this.#at;
    if (from + length > this.#block.length) throw new RunsOut();
    this.#at += length;
    return this.#block.subarray(from, this.#at);
  }

  count(limit: number, what: string): number {
    const count = Number(this.scalar(UINT64));
    if (count > limit)
      throw new BadWeights(`The file claims ${count} ${what}; at most ${limit} are accepted. It is damaged or made to harm.`);
    return count;
  }

  string(limit: number): string {
    return this.bytes(this.count(limit, 'bytes in one string')).toString('utf8');
  }

  value(): GgufValue {
    const type = Number(this.scalar(UINT32));
    if (type !== ARRAY) return this.scalar(type);
    const itemType = Number(this.scalar(UINT32));
    const items: GgufScalar[] = [];
    for (let left = this.count(LIMITS.items, 'items in one list'); left > 0; left--) items.push(this.scalar(itemType));
    return items;
  }

  scalar(type: number): GgufScalar {
    if (type === STRING) return this.string(LIMITS.stringBytes);
    const scalar = SCALARS[type];
    if (!scalar)
      throw new BadWeights(
        `The file holds metadata of the type ${type}, which does not exist. It is damaged or newer than this Oriel.`,
      );
    return scalar.read(this.bytes(scalar.bytes), 0);
  }

  tensor(): GgufTensor {
    const name = this.string(LIMITS.keyBytes);
    const dimensions = Number(this.scalar(UINT32));
    if (dimensions > LIMITS.dimensions)
      throw new BadWeights(
        `Tensor ${name} claims ${dimensions} dimensions; at most ${LIMITS.dimensions} are accepted. The file is damaged.`,
      );
    const shape: number[] = [];
    for (let at = 0; at < dimensions; at++) shape.push(this.count(LIMITS.rows, 'rows in one tensor'));
    const type = Number(this.scalar(UINT32));
    const offset = Number(this.scalar(UINT64));
    return { name, shape, type, offset };
  }
}
