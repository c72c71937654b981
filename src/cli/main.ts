/**
 * `oriel`: finds the command, reads its options, runs it, and turns its end into an exit code: 0 done, 1 failed with one
 * sentence on standard error, 2 wrong use, 130 interrupted. Commands are loaded when they are named.
 */
import { parseArgs } from 'node:util';
import { WrongUse } from '#server/settings';
import { versionOf } from '#server/version';
import { type Invocation, WrongOption } from './command.ts';
import { COMMANDS } from './commands.ts';
import { harmlessLines } from './harmless.ts';
import { helpOf, helpOfAll } from './help.ts';
import { openTerminal } from './terminal.ts';

const COMMON = {
  home: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

// Started by `bin/oriel.mjs`: when that is killed outright, nobody is left to end this process.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

const terminal = openTerminal(process.env);
const interrupt = new AbortController();
/** One press of Ctrl+C can arrive twice: from the terminal, and passed on by the starter. */
const PRESS_MS = 400;
let firstSignalMs = 0;

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const loaded = await Promise.all(
      Object.entries(COMMANDS).map(async ([word, load]) => [word, (await load()).command] as const),
    );
    (name === undefined ? terminal.say : terminal.print)(helpOfAll(loaded));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    terminal.print(versionOf());
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    terminal.say(`oriel: there is no command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}.`);
    return 2;
  }
  const { command } = await load();
  let parsed: { values: Invocation['values']; positionals: string[] };
  try {
    parsed = parseArgs({ args: rest, options: { ...command.options, ...COMMON }, allowPositionals: true, allowNegative: false });
  } catch (error) {
    terminal.say(`oriel ${name}: ${sentence(error)}\n${command.usage}`);
    return 2;
  }
  if (parsed.values.help) {
    terminal.print(helpOf(name, command));
    return 0;
  }
  if (!command.endsAtOnce) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, heedSignal);
  try {
    const code = await command.run({
      values: parsed.values,
      words: parsed.positionals,
      environment: process.env,
      terminal,
      interrupted: interrupt.signal,
    });
    return code ?? 0;
  } catch (error) {
    if (interrupt.signal.aborted) return 130;
    terminal.say(`oriel ${name}: ${sentence(error)}`);
    return error instanceof WrongUse || error instanceof WrongOption ? 2 : 1;
  }
}

/** The first signal asks the command to end well; another one, pressed later, ends it. */
function heedSignal(): void {
  if (!interrupt.signal.aborted) firstSignalMs = performance.now();
  else if (performance.now() - firstSignalMs > PRESS_MS) process.exit(130);
  interrupt.abort();
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return harmlessLines(/[.!?]$/.test(text.trim()) ? text : `${text}.`);
}

process.exitCode = await main(process.argv.slice(2));
