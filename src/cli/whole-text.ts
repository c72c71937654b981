/** Bytes that people give, as text: what is no UTF-8 is refused with its place, where others put U+FFFD and count that. */
import { isUtf8 } from 'node:buffer';
import { open, readFile } from 'node:fs/promises';
import { Failure } from './command.ts';
import { readBytes } from './terminal.ts';

/** @param named what the bytes are, to begin a sentence with @throws Failure */
export function wholeText(bytes: Buffer, named: string): string {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  throw new Failure(`${named} is no UTF-8 from byte ${faultOf(bytes, text)} on: save it as UTF-8, and try again.`);
}

/** All of standard input. @param mostMb millions of bytes that it may have; any number unless said @throws Failure */
export async function readWhole(input: NodeJS.ReadStream, mostMb = Number.POSITIVE_INFINITY): Promise<string> {
  const bytes = await readBytes(input, mostMb * 1_000_000);
  if (bytes) return wholeText(bytes, 'Standard input');
  throw new Failure(
    `Standard input is longer than the ${mostMb} MB that are counted at once: write it as one JSON string a line, and use --lines.`,
  );
}

/** A file of JSON, without the mark with which some programs begin one. @throws Failure */
export async function readJsonFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: Error) => unreadable(file, error));
  return withoutMark(wholeText(bytes, file));
}

/** A file to be read piece by piece. @throws Failure */
export async function openFile(file: string): Promise<NodeJS.ReadableStream> {
  const handle = await open(file).catch((error: Error) => unreadable(file, error));
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new Failure(`${file} is a folder: name a file in it.`);
  }
  return handle.createReadStream();
}

function unreadable(file: string, error: Error): never {
  throw new Failure(`${file} could not be read: ${error.message}`);
}

/** Without U+FEFF at its beginning, which is no part of JSON. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The byte, from 0, at which the first wrong sequence begins. @param text the bytes with U+FFFD for what is wrong in them */
function faultOf(bytes: Buffer, text: string): number {
  const spelled = Buffer.from(text);
  let at = 0;
  while (at < bytes.length && bytes[at] === spelled[at]) at++;
  while (at > 0 && ((spelled[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}
