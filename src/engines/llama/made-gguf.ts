/** Makes the bytes of small GGUF files, for tests. All tensors begin at the same few bytes: only headers are read by our own code. */
import type { GgufScalar, GgufTensor } from './gguf.ts';

type MadeValue = GgufScalar | GgufScalar[] | Int32Array | Float32Array;

export type MadeGguf = {
  version?: number;
  /** The library wants lists of types and scores in four bytes each. */
  metadata: Record<string, MadeValue>;
  tensors?: GgufTensor[];
};

/** A model of forty letters with a chat template, as `fakeNative` has it. */
export const LETTERS: MadeGguf = {
  metadata: {
    'general.architecture': 'llama',
    'general.name': 'Letters',
    'general.license': 'mit',
    'llama.block_count': 2,
    'llama.context_length': 512,
    'llama.embedding_length': 16,
    'llama.attention.head_count': 4,
    'llama.attention.head_count_kv': 2,
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'letters',
    'tokenizer.ggml.tokens': Array.from({ length: 40 }, (_, id) => (id === 0 ? '<end>' : String.fromCharCode(64 + id))),
    'tokenizer.ggml.token_type': Array.from({ length: 40 }, (_, id) => (id === 0 ? 3 : 1)),
    'tokenizer.ggml.eos_token_id': 0,
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.chat_template':
      "{% for message in messages %}{{ message['role'] + ':' + message['content'] + '<end>' }}{% endfor %}{% if add_generation_prompt %}{{ 'model:' }}{% endif %}",
  },
  tensors: [
    { name: 'token_embd.weight', shape: [16, 40], type: 0, offset: 0 },
    { name: 'blk.0.attn_q.weight', shape: [16, 16], type: 12, offset: 0 },
  ],
};

/** More than the alignment of the data, so that the tensors begin inside the file. */
const DATA_BYTES = 64;

export function madeGguf({ version = 3, metadata, tensors = [] }: MadeGguf): Buffer {
  const entries = Object.entries(metadata);
  return Buffer.concat([
    Buffer.from('GGUF'),
    uint32(version),
    uint64(tensors.length),
    uint64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), uint32(typeOf(value)), bytesOf(value)]),
    ...tensors.flatMap(({ name, shape, type, offset }) => [
      text(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(type),
      uint64(offset),
    ]),
    Buffer.alloc(DATA_BYTES),
  ]);
}

const [UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY, FLOAT64] = [4, 5, 6, 7, 8, 9, 12];

function typeOf(value: MadeValue): number {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return ARRAY;
  if (typeof value === 'string') return STRING;
  if (typeof value === 'boolean') return BOOL;
  return Number.isInteger(value) ? UINT32 : FLOAT64;
}

function bytesOf(value: MadeValue): Buffer {
  if (ArrayBuffer.isView(value)) {
    const type = value instanceof Int32Array ? INT32 : FLOAT32;
    return Buffer.concat([uint32(type), uint64(value.length), Buffer.from(value.buffer, value.byteOffset, value.byteLength)]);
  }
  if (Array.isArray(value)) return Buffer.concat([uint32(typeOf(value[0] ?? 0)), uint64(value.length), ...value.map(bytesOf)]);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
  const number = Number(value);
  if (Number.isInteger(number)) return uint32(number);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function uint64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
