/** A server in a process of its own that can be killed: over the scripted model, or the real one. Knows no test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const NODE = ['--disable-warning=ExperimentalWarning'];

export type Victim = {
  url: string;
  pid: number;
  /** What it wrote to standard error so far. */
  words: () => string;
  isAlive: () => boolean;
  /** SIGKILL; resolves when it is gone. */
  kill: () => Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  end: () => Promise<number | null>;
};

/** @throws Error with its words when it dies before it listens. */
export async function startScriptedVictim(home: string, tokensPerSecond: number, loadMs = 0): Promise<Victim> {
  const { child, words } = begin(['test/serve-scripted.ts'], {
    ORIEL_HOME: home,
    RECITE: '1',
    TOKENS_PER_SECOND: String(tokensPerSecond),
    LOAD_MS: String(loadMs),
  });
  return victimOf(child, words, (await firstLine(child, words)).trim());
}

/** The real `oriel serve`, over the files that its home has. */
export async function startRealVictim(home: string, ...flags: string[]): Promise<Victim> {
  const { child, words } = begin(['src/cli/main.ts', 'serve', '--home', home, '--port', '0', '--json', ...flags], {});
  return victimOf(child, words, JSON.parse(await firstLine(child, words)).url);
}

/** A start that is killed after some milliseconds, wherever it is by then. */
export async function killAStart(home: string, ms: number): Promise<void> {
  const { child } = begin(['test/serve-scripted.ts'], { ORIEL_HOME: home, RECITE: '1' });
  await sleep(ms);
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function begin(args: string[], environment: Record<string, string>): { child: ChildProcess; words: () => string } {
  const child = spawn(process.execPath, [...NODE, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said += piece;
  });
  return { child, words: () => said };
}

async function firstLine(child: ChildProcess, words: () => string): Promise<string> {
  if (!child.stdout) throw new Error('A victim has a standard output.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`The server ended before it listened: ${words()}`);
}

function victimOf(child: ChildProcess, words: () => string, url: string): Victim {
  const gone = once(child, 'exit');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    url,
    pid: child.pid ?? 0,
    words,
    isAlive,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    end: async () => {
      if (isAlive()) child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}
