/** Writes small zip files for tests. */
import { crc32, deflateRawSync } from 'node:zlib';

export type Member = { name: string; bytes: Buffer; isStored?: boolean; flags?: number; method?: number };

export function wheelBytes(members: readonly Member[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const packed = member.isStored ? member.bytes : deflateRawSync(member.bytes);
    const name = Buffer.from(member.name);
    const extra = Buffer.alloc(4);
    const fields = fieldsOf(member, packed.length);
    const local = Buffer.concat([u32(0x04034b50), u16(20), fields, u16(name.length), u16(extra.length), name, extra, packed]);
    entries.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(20),
        u16(20),
        fields,
        u16(name.length),
        u16(0),
        u16(0),
        u16(0),
        u16(0),
        u32(0),
        u32(offset),
        name,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = u16(members.length);
  const end = [
    u32(0x06054b50),
    u16(0),
    u16(0),
    count,
    count,
    u32(directory.length),
    u32(offset),
    u16(comment.length),
    Buffer.from(comment),
  ];
  return Buffer.concat([...locals, directory, ...end]);
}

/** Flags, method, time, date, checksum, packed and plain length: the same in both headers. */
function fieldsOf({ bytes, isStored, flags = 0, method }: Member, packedBytes: number): Buffer {
  return Buffer.concat([
    u16(flags),
    u16(method ?? (isStored ? 0 : 8)),
    u16(0),
    u16(0),
    u32(crc32(bytes)),
    u32(packedBytes),
    u32(bytes.length),
  ]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
