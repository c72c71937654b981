/** What a command is: its words, its options, and what it does. Standard output holds results only. */
import type { ParseArgsOptionsConfig } from 'node:util';

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export type Invocation = {
  values: Values;
  /** Words after the command's name. */
  words: string[];
  environment: NodeJS.ProcessEnv;
  terminal: Terminal;
  /** Aborts on Ctrl+C. */
  interrupted: AbortSignal;
};

export type Command = {
  summary: string;
  /** How it is called, and an example that works. */
  usage: string;
  example: string;
  /** One line for each option. */
  notes: [option: string, meaning: string][];
  options: ParseArgsOptionsConfig;
  /** Nothing need be kept: a signal ends the process as it does any program, even in the middle of a long computation. */
  endsAtOnce?: boolean;
  /** Exit code; nothing = 0. */
  run: (invocation: Invocation) => Promise<number | undefined>;
};

export type Terminal = {
  /** A result, to standard output. */
  print: (text: string) => void;
  /** Part of a result as it comes, without a line end. */
  write: (text: string) => void;
  /** Progress and words, to standard error. */
  say: (text: string) => void;
  /** A line that the next one replaces; nothing when standard error is no terminal. */
  progress: (text: string) => void;
  input: NodeJS.ReadStream;
  /** True when a person can answer questions here. */
  isInteractive: boolean;
  /** True when results go to a terminal: what is in them must not steer it. */
  outputIsTerminal: boolean;
  dim: (text: string) => string;
  bold: (text: string) => string;
};

/** What went wrong, told in one sentence; exit code 1. */
export class Failure extends Error {
  override name = 'Failure';
}

export function textValue(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberValue(
  values: Values,
  name: string,
  { min, max, isWhole = false }: { min: number; max: number; isWhole?: boolean },
): number | undefined {
  const text = textValue(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max) || (isWhole && !Number.isInteger(value)))
    throw new WrongOption(`--${name} takes a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}, not "${text}".`);
  return value;
}

/** An option's value makes no sense; exit code 2. */
export class WrongOption extends Error {
  override name = 'WrongOption';
}
