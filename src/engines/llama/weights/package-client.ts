/**
 * The machine's own Python package client, which knows its index, mirror, proxy and certificates: no registry address stands here. It
 * is only asked to download wheels; it installs nothing and runs nothing of them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SourceFailure } from './failure.ts';

/** A program and its first arguments, to which `download ..` is added. */
export type PackageClient = readonly [string, ...string[]];

/** In order of trust; `uv` and `pipx` bring a client where Python has none. */
export const packageClients: readonly PackageClient[] =
  process.platform === 'win32'
    ? [
        ['py', '-3', '-m', 'pip'],
        ['python', '-m', 'pip'],
        ['uv', 'tool', 'run', 'pip'],
        ['pipx', 'run', 'pip'],
      ]
    : [
        ['python3', '-m', 'pip'],
        ['python', '-m', 'pip'],
        ['uv', 'tool', 'run', 'pip'],
        ['pipx', 'run', 'pip'],
      ];

export type Environment = Readonly<Record<string, string | undefined>>;

/** First start of a client may compile its own modules or, with `uv`, fetch itself. */
const PROBE_MS = 60_000;
/** Lines of standard error that are kept for the sentence of a failure. */
const KEPT_CHARACTERS = 4_000;

/** @throws SourceFailure naming every client that was tried. */
export async function findPackageClient(
  clients: readonly PackageClient[],
  environment: Environment,
  signal: AbortSignal,
): Promise<PackageClient> {
  for (const client of clients) {
    const run = startClient(client, ['--version'], environment);
    const timer = setTimeout(() => run.kill(), PROBE_MS);
    const onAbort = () => run.kill();
    signal.addEventListener('abort', onAbort);
    const { code } = await run.ended;
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    signal.throwIfAborted();
    if (code === 0) return client;
  }
  throw new SourceFailure(
    `no Python package client on this machine (tried ${clients.map((client) => client.join(' ')).join(', ')})`,
  );
}

export type ClientRun = {
  ended: Promise<{ code: number; lastWords: string }>;
  /** Ends the client and all that it started. */
  kill(): void;
};

export function startClient(client: PackageClient, args: readonly string[], environment: Environment): ClientRun {
  const leash = fileURLToPath(new URL('./leash.ts', import.meta.url));
  const child = spawn(process.execPath, [leash, ...client, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...environment },
    detached: true,
    windowsHide: true,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-KEPT_CHARACTERS);
  });
  const ended = new Promise<{ code: number; lastWords: string }>((resolve) => {
    child.on('error', (error) => resolve({ code: 127, lastWords: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, lastWords: lastWordsOf(words) }));
  });
  return { ended, kill: () => killGroup(child) };
}

/** Arguments that bring these wheels, and nothing else, into a folder. */
export function downloadArguments(folder: string, requirements: readonly string[]): string[] {
  return [
    'download',
    '--no-deps',
    '--no-cache-dir',
    '--only-binary=:all:',
    '--ignore-requires-python',
    '--progress-bar=off',
    '--no-input',
    '--dest',
    folder,
    ...requirements,
  ];
}

function killGroup(child: ChildProcess): void {
  if (child.exitCode !== null || child.pid === undefined) return;
  child.stdin?.destroy();
  if (process.platform === 'win32') return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** The client's own last complaint, without its decoration. */
function lastWordsOf(words: string): string {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const complaint = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? 'it said nothing';
  return complaint.replace(/^ERROR:\s*/, '');
}
