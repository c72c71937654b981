/** Help texts, made from the commands themselves. */
import type { Command } from './command.ts';

const COMMON: Command['notes'] = [
  ['--json', 'print for programs'],
  ['--home DIR', 'where Oriel keeps your threads and models (else ORIEL_HOME, else ~/.local/share/oriel)'],
  ['--help', 'this text'],
];

export function helpOf(name: string, command: Command): string {
  return [
    command.summary,
    '',
    `  ${command.usage}`,
    '',
    ...columns([...command.notes, ...COMMON]),
    '',
    'Example',
    `  ${command.example}`,
    ...(name === 'serve' ? ['', 'Stop it with Ctrl+C: running answers are kept, and can be continued.'] : []),
  ].join('\n');
}

export function helpOfAll(commands: (readonly [string, Command])[]): string {
  return [
    'Oriel: a ChatGPT that you can see through.',
    '',
    ...columns(commands.map(([name, command]) => [`oriel ${name}`, command.summary])),
    '',
    'oriel COMMAND --help tells more; oriel --version tells which Oriel this is. Start with: oriel serve',
  ].join('\n');
}

function columns(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
