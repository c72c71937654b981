/** The command line for tests: a command run in this process with a terminal that remembers, or `oriel` as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Command, Terminal } from '#cli/command';

const root = join(import.meta.dirname, '..');

export type Said = {
  code: number;
  /** Standard output, and standard error. */
  out: string;
  err: string;
};

export type RunOptions = {
  home: string;
  /** Standard input; absent = empty. */
  input?: string | Buffer;
  isInteractive?: boolean;
  outputIsTerminal?: boolean;
  interrupted?: AbortSignal;
  /** Told each line of progress. */
  onProgress?: (text: string) => void;
  environment?: NodeJS.ProcessEnv;
};

/** Runs a command as `main` would; rejects with what it throws. */
export async function runCommand(command: Command, argv: string[], options: RunOptions): Promise<Said> {
  const { home, input = '', isInteractive = false, outputIsTerminal = isInteractive, environment = {} } = options;
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    print: (text) => void out.push(`${text}\n`),
    write: (text) => void out.push(text),
    say: (text) => void err.push(`${text}\n`),
    progress: options.onProgress ?? (() => {}),
    // The commands read it and nothing else.
    input: Readable.from(input.length === 0 ? [] : [Buffer.from(input as Buffer)]) as unknown as NodeJS.ReadStream,
    isInteractive,
    outputIsTerminal,
    dim: (text) => text,
    bold: (text) => text,
  };
  const { values, positionals } = parseArgs({
    args: argv,
    options: { ...command.options, home: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const code = await command.run({
    values: { ...values, home },
    words: positionals,
    environment,
    terminal,
    interrupted: options.interrupted ?? new AbortController().signal,
  });
  return { code: code ?? 0, out: out.join(''), err: err.join('') };
}

export type SpawnOptions = {
  input?: string;
  environment?: NodeJS.ProcessEnv;
  /** By `bin/oriel.mjs` under whatever Node, as a person starts it. */
  byStarter?: boolean;
  /** Sends the signal once standard error or output holds the words, and again every half second where that is asked. */
  signal?: { name: 'SIGINT' | 'SIGTERM'; whenSaid: RegExp; again?: boolean };
  /** Standard input stays open, as that of a terminal. */
  inputStaysOpen?: boolean;
};

/** `oriel` as a process of its own, to its end. */
export async function spawnOriel(argv: string[], options: SpawnOptions = {}): Promise<Said & { signal: string | null }> {
  const { input = '', environment = {}, byStarter = false, signal, inputStaysOpen = false } = options;
  const file = byStarter ? 'bin/oriel.mjs' : 'src/cli/main.ts';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...argv], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  let isSent = false;
  let again: NodeJS.Timeout | undefined;
  const hear = (stream: 'out' | 'err') => (piece: Buffer) => {
    said[stream] += piece;
    if (!signal || isSent || !signal.whenSaid.test(said[stream])) return;
    isSent = true;
    child.kill(signal.name);
    if (signal.again) again = setInterval(() => child.kill(signal.name), 500);
  };
  child.stdout.on('data', hear('out'));
  child.stderr.on('data', hear('err'));
  child.stdin.on('error', () => {}); // It may end without reading.
  if (inputStaysOpen) child.stdin.write(input);
  else child.stdin.end(input);
  const [code, killed] = await once(child, 'close');
  clearInterval(again);
  return { code: code ?? -1, signal: killed, ...said };
}
