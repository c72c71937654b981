/** Settings of the process, parsed once from flags and environment; no other file reads the environment. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export type Settings = {
  /** Where everything of this person lies: database, weights, address of the running server. */
  home: string;
  host: string;
  /** 0 = any free one. */
  port: number;
  /** True when a person or program named the port: then a taken one is an error, not a reason to move on. */
  isPortChosen: boolean;
  /** Local models to use, the first is the default; empty = Oriel's own choice. */
  weights: string[];
  usesWeights: boolean;
  opensBrowser: boolean;
  environment: NodeJS.ProcessEnv;
};

export type Flags = {
  home?: string;
  host?: string;
  port?: string;
  weights?: string[];
  noWeights?: boolean;
  open?: boolean;
};

/** What was asked for on the command line makes no sense; exit code 2. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}

const DEFAULT_PORT = 4127;

export function readSettings(flags: Flags, environment: NodeJS.ProcessEnv): Settings {
  const port = flags.port === undefined ? DEFAULT_PORT : /^\d+$/.test(flags.port) ? Number(flags.port) : Number.NaN;
  if (!(port <= 65535)) throw new WrongUse(`--port takes a number from 0 to 65535, not "${flags.port}".`);
  const host = flags.host ?? '127.0.0.1';
  if (!['127.0.0.1', 'localhost', '::1'].includes(host))
    throw new WrongUse(
      `Oriel listens on this machine only (127.0.0.1, localhost or ::1) until accounts exist, not on "${host}".`,
    );
  const named = flags.weights ?? environment.ORIEL_WEIGHTS?.split(',').map((name) => name.trim());
  return {
    home: homeOf(flags.home, environment),
    host,
    port,
    isPortChosen: flags.port !== undefined,
    weights: (named ?? []).filter((name) => name !== ''),
    usesWeights: flags.noWeights !== true,
    opensBrowser: flags.open === true,
    environment,
  };
}

/** `--home`, else `ORIEL_HOME`, else `$XDG_DATA_HOME/oriel`, else `~/.local/share/oriel`. */
export function homeOf(flag: string | undefined, environment: NodeJS.ProcessEnv): string {
  if (flag) return resolve(flag);
  if (environment.ORIEL_HOME) return resolve(environment.ORIEL_HOME);
  if (environment.XDG_DATA_HOME) return join(resolve(environment.XDG_DATA_HOME), 'oriel');
  return join(homedir(), '.local/share/oriel');
}
