/** Help texts, and the page that is made from them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandsFile, commandsPage } from '../../test/commands-page.ts';
import { COMMANDS } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';

const commands = await Promise.all(Object.entries(COMMANDS).map(async ([name, load]) => [name, (await load()).command] as const));

test('docs/commands.md says what the commands say of themselves (else: node test/commands-page.ts)', async () => {
  assert.equal(readFileSync(commandsFile, 'utf8'), await commandsPage());
});

test('the list names every command with what it is for', () => {
  const help = helpOfAll(commands);
  for (const [name, { summary }] of commands) assert.ok(help.includes(`  oriel ${name} `) && help.includes(summary), name);
});

for (const [name, command] of commands) {
  test(`oriel ${name}: its options are all told, and no others`, () => {
    const help = helpOf(name, command);
    const told = new Set(
      [...`${command.usage} ${command.notes.map(([option]) => option).join(' ')}`.matchAll(/--([a-z][a-z-]*)/g)].map(
        ([, option]) => option,
      ),
    );
    assert.deepEqual(told, new Set(Object.keys(command.options)));
    for (const common of ['--json', '--home DIR', '--help']) assert.ok(help.includes(common));
  });

  test(`oriel ${name}: its usage begins with its name, and its example too`, () => {
    assert.ok(command.usage.startsWith(`oriel ${name}`));
    assert.ok(command.example.startsWith(`oriel ${name}`));
  });

  test(`oriel ${name}: no line of its help is wider than a terminal of 150`, () => {
    for (const line of helpOf(name, command).split('\n')) assert.ok(line.length <= 150, line);
  });
}
