/** The terminal: results to standard output, words to standard error, colours only where a person looks. */
import type { Terminal } from './command.ts';

export function openTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr, stdin } = process;
  const hasColours = Boolean(stderr.isTTY) && !environment.NO_COLOR;
  let hasProgress = false;
  // `oriel threads list | head -1`: nobody reads on, so there is nothing to do.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    stderr.write(`oriel: The result could not be written (${error.message}). Make room there, and run the command again.\n`);
    process.exit(1);
  });
  const clear = () => {
    if (hasProgress) stderr.write('\r\x1b[2K');
    hasProgress = false;
  };
  const style = (code: number) => (text: string) => (hasColours ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    print: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    write: (text) => {
      clear();
      stdout.write(text);
    },
    say: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!stderr.isTTY) return;
      stderr.write(`\r\x1b[2K${text.slice(0, (stderr.columns || 80) - 1)}`);
      hasProgress = true;
    },
    input: stdin,
    isInteractive: Boolean(stdin.isTTY) && Boolean(stdout.isTTY),
    outputIsTerminal: Boolean(stdout.isTTY),
    dim: style(2),
    bold: style(1),
  };
}

/** `1 thread`, `2 threads`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** All of standard input; undefined as soon as it is more than `most` bytes. */
export async function readBytes(input: NodeJS.ReadStream, most = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of input) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > most) return undefined;
  }
  return Buffer.concat(pieces);
}
