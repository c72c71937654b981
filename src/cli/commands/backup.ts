/** `oriel backup FILE`: a verified copy of everything but the weights, while the server runs. */
import { resolve } from 'node:path';
import { openClient } from '../client.ts';
import { type Command, type Invocation, WrongOption } from '../command.ts';
import { megabytes } from '../progress.ts';
import { counted } from '../terminal.ts';

export const command: Command = {
  summary: 'Copy your threads into one verified file, also while Oriel runs.',
  usage: 'oriel backup FILE',
  example: 'oriel backup ~/oriel-2026-11-26.sqlite',
  notes: [['FILE', 'where to write; it must not exist yet']],
  options: {},
  run: backup,
};

async function backup(invocation: Invocation): Promise<undefined> {
  const [file] = invocation.words;
  if (file === undefined) throw new WrongOption('backup needs the file to write.');
  const client = await openClient(invocation);
  try {
    const path = resolve(file);
    const copy = await client.send<{ bytes: number; threads: number; turns: number }>('POST', '/backup', { file: path });
    if (invocation.values.json) invocation.terminal.print(JSON.stringify({ file: path, ...copy }));
    else
      invocation.terminal.print(
        `${path}: ${counted(copy.threads, 'thread')}, ${counted(copy.turns, 'turn')}, ${megabytes(copy.bytes)}, verified.`,
      );
  } finally {
    await client.close();
  }
}
