/** A second weights file made of the small one: the same model under another name inside, so with another SHA-256. */
import { closeSync, constants, copyFileSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SMALL } from './real-files.ts';

const KEY = 'general.name';
/** The name stands near the beginning of the header. */
const HEADER_BYTES = 4096;

/** Copies (where the disk can, without taking room) and changes the last letter of the model's name. Returns the path. */
export function makeVariant(folder: string, name: string): string {
  const path = join(folder, `${name}.gguf`);
  copyFileSync(SMALL.path, path, constants.COPYFILE_FICLONE);
  const file = openSync(path, 'r+');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(file, header, 0, HEADER_BYTES, 0);
    const key = header.indexOf(KEY);
    if (key < 0) throw new Error(`${SMALL.path} has no ${KEY} in its first ${HEADER_BYTES} bytes.`);
    // Key, type (4 bytes: a string), length (8 bytes), text.
    const lengthAt = key + KEY.length + 4;
    const last = lengthAt + 8 + Number(header.readBigUInt64LE(lengthAt)) - 1;
    writeSync(file, Buffer.from('~'), 0, 1, last);
  } finally {
    closeSync(file);
  }
  return path;
}
